// Finding the NSEC or NSEC3 that matches or covers a name, by halving the index of a zone (./denial-index.ts).
// Hashing a name: ../dnssec/nsec3.ts. One search serves every query: its fields are the result of the last one.
// Nothing is allocated; how often a name is hashed was limited when the index was laid down.

import { base32hex } from "../base/encodings.ts";
import { maxNameOctets } from "../dns/name.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { hashOctets, hashWire } from "../dnssec/nsec3.ts";
import {
  DenialKind,
  indexFirst,
  indexIterations,
  indexKind,
  indexRows,
  indexSalt,
  indexSaltOctets,
  nsec3Row,
} from "./denial-index.ts";
import { compareHashLabels, compareWithName, hashDigits, hashPrefix } from "./denial-order.ts";
import { denialKey } from "./entry-keys.ts";
import { entryOf, flagSigned, nodeLabel, treeLabels, treeRoot, versionFlags, visibleVersion } from "./layout.ts";
import type { Memory } from "../base/memory.ts";

const digits = Uint8Array.from(base32hex.digits, (digit) => digit.charCodeAt(0));

/** The index of a zone as a reader of version `at` sees it, or 0. */
export function denialIndexOf(memory: Memory, zone: number, at: number): number {
  const apex = visibleVersion(memory, memory.words[zone + treeRoot], at);
  if ((memory.words[apex + versionFlags] & flagSigned) === 0) return 0;
  return entryOf(memory, apex, denialKey);
}

export class DenialSearch {
  /** Where the record stands that was found last. */
  node = 0;
  /** Whether it is that of the name, not one that covers it. */
  isMatch = false;
  readonly #memory: Memory;
  /** The hash of the name sought, and the same as a label in base32hex. */
  readonly #hashed = new Uint8Array(hashOctets);
  readonly #label = Uint8Array.from({ length: hashDigits + 1 }, () => hashDigits);
  /** The wildcard right below a name (RFC 4592 §2.1.1). */
  readonly #wildcard = new Uint8Array(maxNameOctets + 2);
  readonly wildcard = new NameCursor();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Looks at the wildcard right below the cursor's name without its first `depth` labels. */
  setWildcard(name: NameCursor, depth: number): void {
    const octets = this.#wildcard;
    octets[0] = 1;
    octets[1] = 0x2a;
    for (let i = name.labels[depth], to = 2; i < name.length; i++) octets[to++] = name.bytes[name.start + i];
    this.wildcard.set(octets, 0);
  }

  /** Finds what matches or covers the cursor's name without its first `depth` labels, a name of the zone; true: matches. */
  find(index: number, zone: number, name: NameCursor, depth: number): boolean {
    return this.#memory.words[index + indexKind] === DenialKind.nsec
      ? this.#findNsec(index, zone, name, depth)
      : this.#findNsec3(index, name, depth);
  }

  /** The last name that is not behind it; the apex, the first one, is behind none. */
  #findNsec(index: number, zone: number, name: NameCursor, depth: number): boolean {
    const memory = this.#memory;
    const { words } = memory;
    const apexLabels = words[zone + treeLabels];
    const first = index + indexFirst;
    let low = 0;
    let high = words[index + indexRows];
    let order = -1;
    let last = -1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      order = compareWithName(memory, words[first + middle], name, depth, apexLabels);
      if (order > 0) high = middle;
      else {
        last = order;
        low = middle + 1;
      }
    }
    this.node = words[first + Math.max(0, low - 1)];
    return (this.isMatch = last === 0);
  }

  /** The last hash that is not behind it; before the first one stands the last (RFC 5155 §3.1.7). */
  #findNsec3(index: number, name: NameCursor, depth: number): boolean {
    const { words, bytes } = this.#memory;
    this.#hash(index, name, depth);
    const prefix = hashPrefix(this.#label, 0) >>> 0;
    const first = index + indexFirst;
    const rows = words[index + indexRows];
    let low = 0;
    let high = rows;
    let last = -1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = first + middle * nsec3Row;
      const own = words[row] >>> 0;
      const order =
        own === prefix ? compareHashLabels(bytes, (words[row + 1] + nodeLabel) * 4, this.#label, 0) : own - prefix;
      if (order > 0) high = middle;
      else {
        last = order;
        low = middle + 1;
      }
    }
    this.node = words[first + (low === 0 ? rows - 1 : low - 1) * nsec3Row + 1];
    return (this.isMatch = last === 0);
  }

  /** The hash of the cursor's name without its first `depth` labels (RFC 5155 §5), as a label. */
  #hash(index: number, name: NameCursor, depth: number): void {
    const { words, bytes } = this.#memory;
    const octets = this.#hashed;
    const salt = (index + indexSalt) * 4;
    const saltEnd = salt + words[index + indexSaltOctets];
    hashWire(name.folded, name.labels[depth], bytes, salt, saltEnd, words[index + indexIterations], octets);
    // 20 octets are 32 digits: five at a time.
    for (let from = 0, to = 1; from < hashOctets; from += 5) {
      const high = (octets[from] << 12) | (octets[from + 1] << 4) | (octets[from + 2] >>> 4);
      const low = ((octets[from + 2] & 15) << 16) | (octets[from + 3] << 8) | octets[from + 4];
      for (let shift = 15; shift >= 0; shift -= 5) this.#label[to++] = digits[(high >>> shift) & 31];
      for (let shift = 15; shift >= 0; shift -= 5) this.#label[to++] = digits[(low >>> shift) & 31];
    }
  }
}
