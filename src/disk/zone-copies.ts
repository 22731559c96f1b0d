// Copies of zones that were transferred from other servers, or signed here: a master file for each, so that a restart serves at
// once what was served, and people can read it. A file's time says when its zone was last known to be current, which its expiry counts from (RFC 1035 §3.3.13).
// Invariant: a copy appears whole or not at all. Faults are values here: a transferred copy that is lost costs a transfer, and
// of a signed one its signer says what is to be done (../server/signing/file-signer.ts).

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Name } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import { writeWholeFile } from "./whole-file.ts";

/** So much text is written at a time; between two pieces everybody else has a turn. */
const pieceCharacters = 65_536;
/** File systems take 255 octets as a file's name, of which the endings want some. */
const maxFileNameCharacters = 200;
const longNameCharacters = 120;
const unfinishedName = /\.zone(\.\d+)?\.new$/;

export interface StoredCopy {
  readonly file: string;
  readonly text: Uint8Array;
  readonly currentAtMs: number;
}

export class ZoneCopies {
  readonly #folder: string;
  /** Copies that were begun: two of one zone may be under way, of which one is not wanted any more. */
  #begun = 0;

  /** The folder is made when something is kept. What a process that was killed has begun there is removed: nobody finishes it. */
  constructor(folder: string) {
    this.#folder = folder;
    for (const name of namesIn(folder)) if (unfinishedName.test(name)) removeIfThere(join(folder, name));
  }

  /** null: there is none. A sentence: it cannot be read. */
  read(zone: Name): StoredCopy | string | null {
    const file = this.#path(zone);
    try {
      // A catalog that names zones for the first time has no copies of them: an error for each would take most of the time.
      const status = statSync(file, { throwIfNoEntry: false });
      if (status !== undefined) return { file, text: readFileSync(file), currentAtMs: status.mtimeMs };
      const isFolder = statSync(this.#folder, { throwIfNoEntry: false })?.isDirectory() ?? true;
      return isFolder ? null : `${file} cannot be read: what it would lie in is no folder`;
    } catch (error) {
      return `${file} cannot be read: ${(error as Error).message}`;
    }
  }

  /** Keeps the lines, as long as `isWanted`; a sentence where that fails. */
  async write(
    zone: Name,
    lines: Iterable<string>,
    currentAtMs: number,
    isWanted: () => boolean,
  ): Promise<string | null> {
    const path = this.#path(zone);
    const unfinished = `${path}.${this.#begun++}.new`;
    let file: FileHandle | null = null;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      file = await open(unfinished, "w", 0o600);
      for (const piece of piecesOf(lines)) {
        await file.writeFile(piece); // all of it from where the last piece ended: write() may stop early where a disk is full
        await nextTurn();
        if (!isWanted()) return null;
      }
      await file.sync();
      await file.utimes(currentAtMs / 1000, currentAtMs / 1000);
      if (!isWanted()) return null;
      renameSync(unfinished, path);
      return null;
    } catch (error) {
      return `${path} cannot be written: ${(error as Error).message}`;
    } finally {
      await file?.close().catch(() => {}); // what is on the disk was said by sync()
      removeIfThere(unfinished);
    }
  }

  /** Keeps the text, which is on the disk when this returns; a sentence where that fails. */
  writeNow(zone: Name, text: Uint8Array): string | null {
    const path = this.#path(zone);
    try {
      writeWholeFile(path, text);
      return null;
    } catch (error) {
      return `${path} cannot be written: ${(error as Error).message}`;
    }
  }

  /** The kept copy is current still. */
  touch(zone: Name, currentAtMs: number): void {
    try {
      utimesSync(this.#path(zone), currentAtMs / 1000, currentAtMs / 1000);
    } catch {
      // It was never kept, and an older time makes a copy expire earlier, not later.
    }
  }

  /** The zone is nobody's here any more. One that cannot be removed is read again where the zone comes back, and then looked after. */
  remove(zone: Name): void {
    removeIfThere(this.#path(zone));
  }

  #path(zone: Name): string {
    const text = printName(zone.wire).toLowerCase();
    return join(this.#folder, `${text === "." ? "@" : fileNameOf(text.slice(0, -1))}.zone`);
  }
}

/** A name that is too long for a file is cut, and told from others that begin alike by its digest. */
function fileNameOf(text: string): string {
  const name = encodeURIComponent(text);
  if (name.length <= maxFileNameCharacters) return name;
  return `${name.slice(0, longNameCharacters)}~${createHash("sha256").update(text).digest("hex")}`;
}

/** None where there is no folder, or none that could be read: then no copy in it can be read either, which is told of each. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What cannot be removed is overwritten the next time. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where a copy cannot be made its remains need not be there to be removed, nor the folder.
  }
}

function* piecesOf(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
