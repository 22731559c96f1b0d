// Finding the NSEC or NSEC3 that matches or covers a name in the index of a zone (./denial-index.ts): names by halving it, hashes
// from where they should be, as they are spread evenly.
// Hashing a name: ../dnssec/nsec3.ts. One search serves every query: its fields are the result of the last one.
// Nothing is allocated; how often a name is hashed was limited when the index was laid down.

import { u32At } from "../base/octets.ts";
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
  nsecRow,
} from "./denial-index.ts";
import { compareWithHash, compareWithName, labelPrefix } from "./denial-order.ts";
import { denialKey } from "./entry-keys.ts";
import { entryOf, flagSigned, nodeLabel, treeLabels, treeRoot, versionFlags, visibleVersion } from "./layout.ts";
import type { Memory } from "../base/memory.ts";

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
  /** The hash of the name sought, and an octet behind it. */
  readonly #hashed = new Uint8Array(hashOctets + 1);
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
    // The root label's octet, where the name is the apex: that of an empty label.
    const label = name.labels[depth === name.count - apexLabels ? name.count : name.count - apexLabels - 1];
    const prefix = labelPrefix(name.folded, label, 0) >>> 0;
    const more = labelPrefix(name.folded, label, 4) >>> 0;
    let low = 0;
    let high = words[index + indexRows];
    let last = -1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = first + middle * nsecRow;
      let order = (words[row] >>> 0) - prefix;
      if (order === 0) order = (words[row + 1] >>> 0) - more;
      if (order === 0) order = compareWithName(memory, words[row + 2], name, depth, apexLabels);
      if (order > 0) high = middle;
      else {
        last = order;
        low = middle + 1;
      }
    }
    this.node = words[first + Math.max(0, low - 1) * nsecRow + 2];
    return (this.isMatch = last === 0);
  }

  /**
   * The last hash that is not behind it; before the first one stands the last (RFC 5155 §3.1.7). Hashes are spread evenly, so
   * a look at one says how far away another is, give or take; what it took too little is doubled each time.
   */
  #findNsec3(index: number, name: NameCursor, depth: number): boolean {
    const { words, bytes } = this.#memory;
    this.#hash(index, name, depth);
    const prefix = u32At(this.#hashed, 0);
    const first = index + indexFirst;
    const rows = words[index + indexRows];
    const density = rows / 2 ** 32;
    let low = 0;
    let high = rows;
    let last = -1;
    let probe = Math.floor(prefix * density);
    for (let slack = 1; low < high; slack *= 2) {
      const row = first + probe * nsec3Row;
      const ahead = (words[row] >>> 0) - prefix;
      const order = ahead === 0 ? compareWithHash(bytes, (words[row + 1] + nodeLabel) * 4, this.#hashed) : ahead;
      if (order > 0) {
        high = probe;
        probe -= Math.floor(ahead * density) + slack;
      } else {
        last = order;
        low = probe + 1;
        probe += Math.floor(-ahead * density) + slack;
      }
      if (probe < low || probe >= high) probe = (low + high) >>> 1;
    }
    this.node = words[first + (low === 0 ? rows - 1 : low - 1) * nsec3Row + 1];
    return (this.isMatch = last === 0);
  }

  /** The hash of the cursor's name without its first `depth` labels (RFC 5155 §5). */
  #hash(index: number, name: NameCursor, depth: number): void {
    const { words, bytes } = this.#memory;
    const salt = (index + indexSalt) * 4;
    const saltEnd = salt + words[index + indexSaltOctets];
    hashWire(name.folded, name.labels[depth], bytes, salt, saltEnd, words[index + indexIterations], this.#hashed);
  }
}
