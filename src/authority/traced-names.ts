// Names as a trace wants them, made from the octets that answering works on. Only called while somebody listens:
// everything here allocates, and nothing else in this room does.

import { Name, nameLength } from "../dns/name.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import { treeName } from "../zone/layout.ts";
import type { Memory } from "../base/memory.ts";

/** The cursor's name without its first `depth` labels. */
export function nameFrom(cursor: NameCursor, depth: number): Name {
  return nameIn(cursor.bytes, cursor.start + cursor.labels[depth]);
}

/** The valid uncompressed name at `bytes[start]`. */
export function nameIn(bytes: Uint8Array, start: number): Name {
  return new Name(bytes.slice(start, start + nameLength(bytes, start, bytes.length)));
}

/** The apex of a zone of the image. */
export function zoneName(memory: Memory, zone: number): Name {
  return nameIn(memory.bytes, memory.words[zone + treeName] * 4);
}

/** The wildcard right below a name (RFC 4592 §2.1.1). */
export function wildcardAt(encloser: Name): Name {
  return new Name(Uint8Array.of(1, 0x2a, ...encloser.wire));
}
