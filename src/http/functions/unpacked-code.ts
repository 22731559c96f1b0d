// Zips of function code as folders of files, which Node.js can load: made when a function is first invoked, one for each
// content. It is a cache: emptied before its first use and given back at the end.
// Invariants: a folder appears with all of its files or not at all; above them stands a package.json that says nothing, so
// that a project around the data directory does not decide how a handler's files are read.

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CodeStore } from "../../gateway/functions/code.ts";
import { readZip } from "./zip.ts";

const ownersOnly = 0o700;

export class UnpackedCode {
  readonly #folder: string | null;
  readonly #code: CodeStore;
  readonly #made = new Map<string, string>();
  #root: string | null = null;

  /** Below a folder of its own; null makes one among the system's temporary ones. */
  constructor(folder: string | null, code: CodeStore) {
    this.#folder = folder;
    this.#code = code;
  }

  /** The folder of a zip's files; null when the zip is not there any more. Throws ZipFault and errors of the disk. */
  folderOf(sha256: string): string | null {
    const known = this.#made.get(sha256);
    if (known !== undefined) return known;
    const zip = this.#code.get(sha256);
    if (zip === null) return null;
    this.#root ??= makeRoot(this.#folder);
    const folder = join(this.#root, sha256);
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: ownersOnly });
    for (const { path, read } of readZip(zip)) {
      const file = join(unfinished, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, read());
    }
    renameSync(unfinished, folder);
    this.#made.set(sha256, folder);
    return folder;
  }

  /** Removes the folders of zips that are there no more. */
  forgetUnused(): void {
    const kept = new Set(this.#code.list());
    for (const [sha256, folder] of this.#made) {
      if (kept.has(sha256)) continue;
      this.#made.delete(sha256);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    if (this.#root !== null) rmSync(this.#root, { recursive: true, force: true });
  }
}

/** An empty folder; what an earlier process left in it is gone. */
function makeRoot(folder: string | null): string {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  const root = folder ?? mkdtempSync(join(tmpdir(), "signpost-functions-"));
  mkdirSync(root, { recursive: true, mode: ownersOnly });
  writeFileSync(join(root, "package.json"), "{}\n");
  return root;
}
