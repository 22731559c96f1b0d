// Reading zip files of function code: what the central directory lists, stored or deflated. Everything is bounded before it
// is done: entries, octets in all, and what one octet may grow to; names that lead out of the folder, links and encrypted
// entries are refused, so nobody's zip can write beside its folder or fill the disk.
// PKWARE APPNOTE.TXT §4.3 (layout), §4.4.5 (methods); DG: gettingstarted-limits (250 MB unzipped).

import { crc32, inflateRawSync } from "node:zlib";
import { maxZipEntries, maxZipOctets, maxZipRatio } from "../../base/limits.ts";
import { noFiles } from "../../gateway/functions/code.ts";

export interface ZipEntry {
  /** With slashes, relative, without "." and "..". */
  readonly path: string;
  readonly size: number;
  /** Inflates and checks. Throws ZipFault. */
  readonly read: () => Uint8Array;
}

/** What is wrong with a zip file, as a sentence's end. */
export class ZipFault extends Error {
  override readonly name = "ZipFault";
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endOctets = 22;
const centralOctets = 46;
const localOctets = 30;
const longestComment = 0xffff;
const stored = 0;
const deflated = 8;
const encryptedFlag = 1;
/** The upper half of the external attributes holds a Unix mode; this is its type, and the type of a link. */
const typeMask = 0xf000;
const linkType = 0xa000;

interface Header {
  readonly path: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Every file of the zip, folders left out; of two with one path the later. Throws ZipFault. */
export function readZip(zip: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { entries, offset, length } = findDirectory(view);
  if (entries > maxZipEntries) throw new ZipFault(`it has more than ${maxZipEntries} entries`);
  const files = new Map<string, ZipEntry>();
  let total = 0;
  let at = offset;
  for (let count = 0; count < entries; count++) {
    if (at + centralOctets > offset + length) throw new ZipFault("its directory is cut off");
    const { header, next } = readHeader(view, zip, at);
    at = next;
    if (header === null) continue;
    total += header.size;
    if (total > maxZipOctets) throw new ZipFault(`it unzips to more than ${maxZipOctets} octets`);
    files.set(header.path, { path: header.path, size: header.size, read: () => readEntry(view, zip, header) });
  }
  for (const path of files.keys()) checkFolders(path, files);
  return [...files.values()];
}

/** A path through a file leads nowhere. */
function checkFolders(path: string, files: ReadonlyMap<string, ZipEntry>): void {
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1))
    if (files.has(path.slice(0, at))) throw new ZipFault(`${path.slice(0, at)} is a file and a folder`);
}

/** What is wrong with a zip, its contents included; null when all can be read, and it is something. */
export function zipFault(zip: Uint8Array): string | null {
  try {
    const entries = readZip(zip);
    for (const entry of entries) entry.read();
    return entries.length === 0 ? noFiles : null;
  } catch (error) {
    if (error instanceof ZipFault) return error.message;
    throw error;
  }
}

/** The end record stands last, a comment behind it. */
function findDirectory(view: DataView): { entries: number; offset: number; length: number } {
  const least = Math.max(0, view.byteLength - endOctets - longestComment);
  for (let at = view.byteLength - endOctets; at >= least; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    const entries = view.getUint16(at + 10, true);
    const length = view.getUint32(at + 12, true);
    const offset = view.getUint32(at + 16, true);
    // Sizes that do not fit stand in ZIP64 records, which no function within Lambda's bounds needs.
    if (entries === 0xffff || offset === 0xffffffff) throw new ZipFault("it is in the ZIP64 form");
    if (offset + length > at) throw new ZipFault("its directory lies outside of it");
    return { entries, offset, length };
  }
  throw new ZipFault("it is no zip file");
}

function readHeader(view: DataView, zip: Uint8Array, at: number): { header: Header | null; next: number } {
  if (view.getUint32(at, true) !== centralSignature) throw new ZipFault("its directory is damaged");
  const flags = view.getUint16(at + 8, true);
  const nameLength = view.getUint16(at + 28, true);
  const next = at + centralOctets + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > view.byteLength) throw new ZipFault("its directory is cut off");
  const name = new TextDecoder().decode(zip.subarray(at + centralOctets, at + centralOctets + nameLength));
  if (name.endsWith("/")) return { header: null, next };
  const path = safePath(name);
  if ((flags & encryptedFlag) !== 0) throw new ZipFault(`${path} is encrypted`);
  if (((view.getUint32(at + 38, true) >>> 16) & typeMask) === linkType) throw new ZipFault(`${path} is a link`);
  const header: Header = {
    path,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  if (header.method !== stored && header.method !== deflated)
    throw new ZipFault(`${path} is compressed by method ${header.method}; only 0 and 8 are read`);
  if (header.size > header.packed * maxZipRatio + maxZipRatio)
    throw new ZipFault(`${path} grows to more than ${maxZipRatio} times its size`);
  return { header, next };
}

/** A path below the folder, whatever the zip calls it. Some tools write backslashes. */
function safePath(name: string): string {
  const parts = name.replaceAll("\\", "/").split("/");
  const kept = parts.filter((part) => part !== "" && part !== ".");
  const leadsOut = parts[0] === "" || kept.includes("..") || /^[a-z]:/i.test(name) || name.includes("\0");
  if (kept.length === 0 || leadsOut) throw new ZipFault(`the name ${JSON.stringify(name)} leads out of its folder`);
  return kept.join("/");
}

function readEntry(view: DataView, zip: Uint8Array, { path, method, crc, packed, size, offset }: Header): Uint8Array {
  if (offset + localOctets > view.byteLength || view.getUint32(offset, true) !== localSignature)
    throw new ZipFault(`${path} is not where the directory says`);
  const start = offset + localOctets + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > view.byteLength) throw new ZipFault(`${path} is cut off`);
  const octets = zip.subarray(start, start + packed);
  const contents = method === stored ? octets : inflate(octets, size, path);
  if (contents.length !== size || crc32(contents) !== crc) throw new ZipFault(`${path} is damaged`);
  return contents;
}

function inflate(octets: Uint8Array, size: number, path: string): Uint8Array {
  try {
    // One octet more than it says, so that a longer one is seen and not cut.
    return inflateRawSync(octets, { maxOutputLength: size + 1 });
  } catch (error) {
    throw new ZipFault(`${path} is damaged`, { cause: error });
  }
}
