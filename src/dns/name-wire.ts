// Names in messages: reading one out of a message that may compress it (RFC 1035 §4.1.4).
// Invariants: every pointer leads to before the part it ends, so no chain can loop; at most maxPointerHops are
// followed; the result obeys name.ts's limits. Nothing is appended when the name is bad.

import type { OctetWriter } from "../base/octets.ts";
import { maxPointerHops } from "../base/limits.ts";
import { maxNameOctets } from "./name.ts";

/** Appends the name at `offset`, decompressed. Returns the offset behind it in the message, or -1. Octets from `end` on belong to others. */
export function parseName(message: Uint8Array, offset: number, end: number, out: OctetWriter): number {
  const mark = out.length;
  let at = offset;
  let partStart = offset;
  let limit = end;
  let after = -1;
  let hops = 0;
  while (at < limit) {
    const size = message[at];
    if (size < 0x40) {
      if (at + size >= limit || out.length - mark + size + 1 > maxNameOctets) break;
      out.octets(message, at, at + size + 1);
      at += size + 1;
      if (size === 0) return after < 0 ? at : after;
      continue;
    }
    if (size < 0xc0 || at + 1 >= limit) break;
    const to = ((size & 0x3f) << 8) | message[at + 1];
    if (after < 0) after = at + 2;
    if (to >= partStart || ++hops > maxPointerHops) break;
    // Later parts are bounded by where the earlier part began: a name never runs into itself.
    limit = partStart;
    partStart = at = to;
  }
  out.length = mark;
  return -1;
}
