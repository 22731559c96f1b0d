// The code of functions on the disk: one file for each zip, named by its SHA-256, below the data directory.
// Invariants: a file appears whole or not at all, and is on the disk before `put` returns, so before the row that names it;
// what is read is what its name says, else it is as if it were not there. Read next: ../gateway/functions/code.ts.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StorageFault } from "../base/tables.ts";
import type { CodeStore } from "../gateway/functions/code.ts";
import { writeWholeFile } from "./whole-file.ts";

const suffix = ".zip";

export class CodeFiles implements CodeStore {
  readonly #folder: string;

  /** The folder is made when something is kept. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  put(sha256: string, zip: Uint8Array): void {
    if (this.get(sha256) !== null) return;
    const path = this.#path(sha256);
    try {
      writeWholeFile(path, zip);
    } catch (error) {
      throw new StorageFault(`${path} cannot be written: ${(error as Error).message}`, { cause: error });
    }
  }

  get(sha256: string): Uint8Array | null {
    try {
      const zip = readFileSync(this.#path(sha256));
      return createHash("sha256").update(zip).digest("hex") === sha256 ? zip : null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw new StorageFault(`${this.#path(sha256)} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  }

  /** What cannot be removed now is tried again at the next start. */
  delete(sha256: string): void {
    try {
      rmSync(this.#path(sha256), { force: true });
    } catch (error) {
      if (!("code" in (error as Error))) throw error;
    }
  }

  /** Also removes what a process that ended in the middle of writing left behind. */
  list(): readonly string[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw new StorageFault(`${this.#folder} cannot be read: ${(error as Error).message}`, { cause: error });
    }
    for (const name of names) if (name.endsWith(".new")) rmSync(join(this.#folder, name), { force: true });
    return names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  }

  #path(sha256: string): string {
    return join(this.#folder, `${sha256}${suffix}`);
  }
}
