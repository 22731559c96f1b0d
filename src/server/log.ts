// The service's log: JSON lines on stdout, one object a line, or readable lines when a person watches.
// Invariants: writing never waits for the reader: what does not fit the buffer is dropped; and never holds secrets.

import { pino } from "pino";
import { prettyFactory } from "pino-pretty";

export type Level = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

type Fields = { readonly [name: string]: unknown };

/** What a part of the service sees of the log. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  /** Writes out what is buffered; the process may end afterwards. */
  flush(): void;
}

/** Lines that wait for a slow reader, in octets. */
const maxWaiting = 4 << 20;

export function openLog(level: Level): Log {
  const destination = pino.destination({ fd: 1, sync: false, maxLength: maxWaiting });
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    process.stdout.isTTY ? readable(destination) : destination,
  );
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    flush: () => {
      try {
        destination.flushSync();
      } catch {
        // The reader of our log went away, or stdout never opened: there is nobody to tell.
      }
    },
  };
}

/** Lines for a person at a terminal: pino-pretty in this process, in colour unless NO_COLOR or the terminal says no. */
function readable(destination: pino.DestinationStream): pino.DestinationStream {
  const print = prettyFactory({ colorize: process.stdout.hasColors(), translateTime: "HH:MM:ss.l", singleLine: true });
  return { write: (line) => destination.write(print(line)) };
}
