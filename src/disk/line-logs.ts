// Logs of lines in files below one folder: access-logs/{api}/{stage}.log. Lines wait a moment and are written together, in
// order; a file is opened when it has something to say and closed when it has been silent.
// Invariants: who logs never waits; what waits is bounded, and what is dropped for it is counted and told once; a name that
// leads out of the folder is none. Read next: ../server/gateway-logs.ts.

import { mkdir, open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { maxWaitingLogOctets } from "../base/limits.ts";

export interface LineLogsOptions {
  readonly folder: string;
  /** Hears, once a file and cause, of lines that could not be written. */
  readonly failed: (file: string, error: unknown) => void;
}

interface LogFile {
  readonly path: string;
  waiting: string[];
  octets: number;
  handle: FileHandle | null;
  /** Beats without a line. */
  silent: number;
  isBroken: boolean;
}

const beatMs = 200;
const silentBeats = 50;
const part = /^[\w.-]+$/;

export class LineLogs {
  readonly #options: LineLogsOptions;
  readonly #files = new Map<string, LogFile>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  /** Lines that were dropped because too much waited. */
  dropped = 0;

  constructor(options: LineLogsOptions) {
    this.#options = options;
  }

  /** Adds a line, without its end, to the file at these parts below the folder. */
  add(parts: readonly string[], line: string): void {
    const key = parts.join("/");
    let file = this.#files.get(key);
    if (file === undefined) {
      if (!parts.every((one) => part.test(one) && one !== "." && one !== "..")) return;
      const path = join(this.#options.folder, ...parts);
      file = { path, waiting: [], octets: 0, handle: null, silent: 0, isBroken: false };
      this.#files.set(key, file);
    }
    if (file.octets > maxWaitingLogOctets) {
      this.dropped += 1;
      return;
    }
    file.waiting.push(line);
    file.octets += line.length + 1;
    this.#timer ??= setTimeout(() => this.#beat(), beatMs).unref();
  }

  /** Writes what waits; resolves when it is in the files. */
  flush(): Promise<void> {
    for (const [key, file] of this.#files) {
      const lines = file.waiting;
      if (lines.length > 0) {
        file.waiting = [];
        file.octets = 0;
        file.silent = 0;
        this.#writing = this.#writing.then(() => this.#write(file, lines));
      } else if (++file.silent > silentBeats) {
        this.#files.delete(key);
        this.#writing = this.#writing.then(() => close(file));
      }
    }
    return this.#writing;
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.flush();
    await Promise.all([...this.#files.values()].map(close));
    this.#files.clear();
  }

  #beat(): void {
    this.#timer = null;
    void this.flush();
    if (this.#files.size > 0) this.#timer = setTimeout(() => this.#beat(), beatMs).unref();
  }

  async #write(file: LogFile, lines: readonly string[]): Promise<void> {
    try {
      if (file.handle === null) {
        await mkdir(dirname(file.path), { recursive: true });
        file.handle = await open(file.path, "a", 0o600);
      }
      await file.handle.appendFile(`${lines.join("\n")}\n`);
      file.isBroken = false;
    } catch (error) {
      this.dropped += lines.length;
      if (!file.isBroken) this.#options.failed(file.path, error);
      file.isBroken = true;
      await close(file);
    }
  }
}

async function close(file: LogFile): Promise<void> {
  const { handle } = file;
  file.handle = null;
  await handle?.close().catch(() => {});
}
