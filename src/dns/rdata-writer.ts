// RDATA on its way into a message: behind its length, and with its names compressed where receivers know to look for pointers,
// which is in the types of RFC 1035 alone (RFC 3597 §4). Which those are says the type table; its columns stand here as arrays by
// type number, as no object is touched a record.

import { putU16 } from "../base/octets.ts";
import type { MessageWriter } from "./message-writer.ts";
import { allTypes } from "./types.ts";

/** How many compressible names a type's RDATA has after `compressPrefix` octets; 0 for most. */
export const compressNames = new Uint8Array(65536);
export const compressPrefix = new Uint8Array(65536);

for (const { number, compressible } of allTypes()) {
  if (compressible === null) continue;
  compressNames[number] = compressible.names;
  compressPrefix[number] = compressible.prefix;
}

/** Appends RDLENGTH and the uncompressed RDATA at `bytes[from, end)`; false when it does not fit: then what was written is no record. */
export function writeRdata(writer: MessageWriter, type: number, bytes: Uint8Array, from: number, end: number): boolean {
  const names = compressNames[type];
  const length = writer.at;
  if (length + 2 + (names === 0 ? end - from : compressPrefix[type]) > writer.limit) return false;
  writer.u16(0);
  let at = from + compressPrefix[type];
  writer.octets(bytes, from, at);
  for (let i = 0; i < names; i++) {
    if (!writer.name(bytes, at)) return false;
    while (bytes[at] !== 0) at += bytes[at] + 1;
    at++;
  }
  if (writer.at + end - at > writer.limit) return false;
  writer.octets(bytes, at, end);
  putU16(writer.bytes, length, writer.at - length - 2);
  return true;
}
