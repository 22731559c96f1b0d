// A handler's output, in its thread: the methods of the console with time, request id and level before them, as Lambda's
// Node.js runtime writes them, and whatever else goes to stdout and stderr, line by line. A line is told as a whole; what
// does not end is told at the end of its invocation, or when it is too long to wait for.

import { format } from "node:util";
import { maxOutputLineOctets, maxOutputPerSecond } from "../../base/limits.ts";

const levels = { debug: "DEBUG", error: "ERROR", info: "INFO", log: "INFO", trace: "TRACE", warn: "WARN" } as const;

const windowMs = 1000;

export class Output {
  readonly #send: (line: string) => void;
  readonly #requestId: () => string;
  #unfinished = "";
  #windowStartMs = 0;
  #written = 0;
  #dropped = 0;

  constructor(send: (line: string) => void, requestId: () => string) {
    this.#send = send;
    this.#requestId = requestId;
  }

  /** Takes the place of this thread's console, stdout and stderr. */
  install(): void {
    const methods = globalThis["console"] as unknown as Record<string, unknown>;
    for (const [method, level] of Object.entries(levels))
      methods[method] = (...values: unknown[]) => this.line(level, textOf(values));
    for (const stream of [process.stdout, process.stderr])
      Object.defineProperty(stream, "write", { value: (...words: unknown[]) => this.#write(words) });
  }

  /** One entry of the log; line breaks in it stay in it, as carriage returns. */
  line(level: string, text: string): void {
    const time = new Date().toISOString();
    this.#tell(`${time}\t${this.#requestId()}\t${level}\t${text.replaceAll("\n", "\r")}`.slice(0, maxOutputLineOctets));
  }

  /** What has no line's end yet. */
  flush(): void {
    if (this.#unfinished === "") return;
    this.#tell(this.#unfinished);
    this.#unfinished = "";
  }

  /** Sends the line, unless this second has had enough of them. */
  #tell(line: string): void {
    const nowMs = performance.now();
    if (nowMs - this.#windowStartMs > windowMs) {
      const dropped = this.#dropped;
      this.#windowStartMs = nowMs;
      this.#written = this.#dropped = 0;
      if (dropped > 0)
        this.#send(`${dropped} lines of output were dropped: more than ${maxOutputPerSecond} characters in a second`);
    }
    this.#written += line.length;
    if (this.#written > maxOutputPerSecond) this.#dropped++;
    else this.#send(line);
  }

  /** As a stream's write: a chunk, maybe its encoding, maybe a callback. */
  #write([chunk, ...more]: readonly unknown[]): boolean {
    this.#unfinished += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk as Uint8Array);
    const lines = this.#unfinished.split("\n");
    this.#unfinished = lines.pop() ?? "";
    for (const line of lines) this.#tell(line.slice(0, maxOutputLineOctets));
    if (this.#unfinished.length > maxOutputLineOctets) this.flush();
    const done = more.find((word) => typeof word === "function");
    if (done !== undefined) process.nextTick(done);
    return true;
  }
}

/** Formatting runs the handler's own code (inspectors, getters), which may throw. */
function textOf(values: readonly unknown[]): string {
  try {
    return format(...values);
  } catch (error) {
    return `What was logged cannot be written: ${String(error)}`;
  }
}
