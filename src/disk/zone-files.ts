// The files of a zones directory: which there are, and their octets. Nothing outside the directory is ever opened:
// a path is resolved with all its symbolic links first, and what lies elsewhere is refused, be it a zone file or what
// a zone file includes. Only regular files are read (a FIFO would block us), up to a size.
// Names that begin with a dot are passed over: editors and volume managers keep their own things there.

import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import type { Dirent, Stats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { maxZoneFileOctets } from "../base/limits.ts";
import type { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import type { FileFault } from "../zone/file-fault.ts";
import type { IncludedFile } from "../zone/master-file.ts";

export interface Listing {
  /** Zone files, in the order of their names, each as people know it: below the directory as it was given. */
  readonly files: string[];
  /** The directory and all below it that were looked at. */
  readonly directories: string[];
  /** Directories that could not be looked at: whatever was in them may be there still. */
  readonly unreadable: string[];
  readonly faults: FileFault[];
  /** Folders that are labs, passed over. */
  readonly labs: string[];
}

export interface FileContents {
  readonly text: Uint8Array;
  readonly stamp: string;
}

const suffix = ".zone";
/** A folder with this file is a lab: a network of its own, whose zones are not ours to serve (../lab/lab.ts). */
const labMark = "network.yaml";

export class ZoneFiles {
  readonly directory: string;
  /** The directory with all links resolved, as of the last list(); null: there is none. */
  #root: string | null = null;
  /** The listed files that are symbolic links. */
  readonly #links = new Set<string>();

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Every *.zone below the directory. */
  list(): Listing {
    const listing: Listing = { files: [], directories: [], unreadable: [], faults: [], labs: [] };
    const root = (this.#root = realPath(this.directory));
    this.#links.clear();
    if (root === null) {
      listing.unreadable.push(this.directory);
      listing.faults.push(fileFault(this.directory, "there is no such directory of zones"));
      return listing;
    }
    const queue = [this.directory];
    for (let directory = queue.pop(); directory !== undefined; directory = queue.pop()) {
      listing.directories.push(directory);
      const entries = this.#entries(directory, listing);
      if (entries.some(({ name }) => name === labMark)) {
        listing.labs.push(directory);
        continue;
      }
      for (const entry of entries) {
        const path = join(directory, entry.name);
        if (entry.name.startsWith(".")) continue;
        if (entry.isDirectory()) queue.push(path);
        else if (entry.name.endsWith(suffix) || entry.isSymbolicLink()) this.#listEntry(path, entry, root, listing);
      }
    }
    listing.files.sort();
    listing.faults.sort((a, b) => (a.file < b.file ? -1 : 1));
    return listing;
  }

  /** The octets of a listed file, or the sentence that says why not. */
  read(path: string): FileContents | string {
    // What was listed as a plain file has no link above it, and is not followed if it became one.
    if (!this.#links.has(path)) return readRegular(path);
    const real = realPath(path);
    if (real === null || this.#root === null) return "there is no such file";
    return isBelow(real, this.#root) ? readRegular(real) : "leads out of the zones directory";
  }

  /** The file that `from` includes as `path`: beside `from`, unless the path is absolute. */
  include(path: string, from: string): (IncludedFile & FileContents) | string {
    const root = this.#root;
    const wanted = includedPath(path, from);
    const real = realPath(wanted);
    if (root === null || real === null) return "there is no such file";
    if (!isBelow(real, root)) return "$INCLUDE leads out of the zones directory";
    const contents = readRegular(real);
    if (typeof contents === "string") return contents;
    return { file: join(this.directory, relative(root, real)), ...contents };
  }

  #listEntry(path: string, entry: Dirent, root: string, listing: Listing): void {
    if (!entry.isSymbolicLink()) {
      if (entry.isFile()) listing.files.push(path);
      else listing.faults.push(fileFault(path, "is not a regular file"));
      return;
    }
    const real = realPath(path);
    const isZoneFile = path.endsWith(suffix);
    if (real === null) {
      if (isZoneFile) listing.faults.push(fileFault(path, "is a symbolic link to nothing"));
    } else if (!isBelow(real, root)) {
      // A link to some other file does no harm until it is included, and then it is refused.
      if (isZoneFile || isDirectory(real))
        listing.faults.push(fileFault(path, "is a symbolic link that leads out of the zones directory"));
    } else if (isZoneFile) {
      this.#links.add(path);
      listing.files.push(path);
    }
    // A link to a directory inside is not followed: its files are found where they are.
  }

  #entries(directory: string, listing: Listing): Dirent[] {
    try {
      return readdirSync(directory, { withFileTypes: true });
    } catch (fault) {
      // One that vanished since its parent was read is none of ours any more.
      if (codeOf(fault) !== "ENOENT") {
        listing.unreadable.push(directory);
        listing.faults.push(fileFault(directory, sentenceOf(fault)));
      }
      return [];
    }
  }
}

/** Opens includes without confinement, as `readAnyFile` reads. */
export function includeAnyFile(path: string, from: string): IncludedFile | string {
  const file = isAbsolute(path) ? path : join(dirname(from), path);
  const contents = readAnyFile(file);
  return typeof contents === "string" ? contents : { file, text: contents.text };
}

/** Where an $INCLUDE of `path` in the file `from` points to, links unresolved. */
export function includedPath(path: string, from: string): string {
  return resolve(dirname(from), path);
}

/** The octets of any regular file: for commands, whose user may read what the system lets them. */
export function readAnyFile(path: string): FileContents | string {
  const real = realPath(path);
  return real === null ? "there is no such file" : readRegular(real);
}

/** What tells that a file was not touched since: changes with every write, rename and replacement. "" when there is none. */
export function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "" : printStamp(stats);
}

/** When the file of a stamp was last changed, in milliseconds. */
export function stampTimeMs(stamp: string): number {
  return Number(stamp.slice(stamp.lastIndexOf(" ") + 1));
}

/** The zone that a zone file's own name stands for: example.test.zone holds example.test; null when it is no name. */
export function zoneNamedBy(file: string): Name | null {
  const name = nameFromText(basename(file, suffix));
  return typeof name === "string" ? null : name;
}

/** A fault about a file as a whole. */
export function fileFault(file: string, message: string): FileFault {
  return { severity: "error", file, line: 1, column: 1, message, text: "" };
}

function readRegular(path: string): FileContents | string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (fault) {
    return sentenceOf(fault);
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return "is not a regular file";
    if (stats.size > maxZoneFileOctets) return `is larger than ${maxZoneFileOctets} octets`;
    return { text: readAll(file, stats.size), stamp: printStamp(stats) };
  } catch (fault) {
    return sentenceOf(fault);
  } finally {
    closeSync(file);
  }
}

function readAll(file: number, size: number): Uint8Array {
  const text = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const got = readSync(file, text, length, size - length, null);
    if (got === 0) break;
    length += got;
  }
  return text.subarray(0, length);
}

function printStamp(stats: Stats): string {
  return `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
}

/** Whether the path `path` leads through the directory `root`. */
export function isBelow(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function codeOf(fault: unknown): string {
  return (fault as NodeJS.ErrnoException).code ?? "";
}

function sentenceOf(fault: unknown): string {
  switch (codeOf(fault)) {
    case "EACCES":
    case "EPERM":
      return "may not be read by this user";
    case "ENOENT":
      return "there is no such file";
    case "ELOOP":
      return "is a symbolic link";
    default:
      return `cannot be read: ${(fault as Error).message}`;
  }
}
