// What is the same in all denials of names below one encloser: which record shows that it exists (NSEC3), and which that no
// wildcard stands below it. Names that do not exist are asked for below few names, so both are remembered, and what is left
// to look for is what covers the name itself: one hash instead of three.
// Good for one version of the zones, as ./written-answers.ts. Nothing is allocated after the first one.

import { maxProvenEnclosers } from "../base/limits.ts";

const ofNode = 0;
const ofIndex = 1;
const ofReader = 2;
const riseOf = 3;
const matchOf = 4;
const wildcardOf = 5;
const rowWords = 6;
/** Of a hash of 32 bits, so many are too many for the rows. */
const spareBits = Math.clz32(maxProvenEnclosers - 1);

export class ProvenEnclosers {
  /** Of the one found: labels from the encloser up to that which is provable, its record or 0, and the wildcard's. */
  rise = 0;
  match = 0;
  wildcard = 0;
  #words = new Int32Array(0);

  /** Looks for what was kept of an encloser, a node of the zone with this index, for a reader of version `at`. */
  find(encloser: number, index: number, at: number): boolean {
    const words = this.#words;
    if (words.length === 0) return false;
    const row = rowOf(encloser);
    if (words[row + ofNode] !== encloser || words[row + ofIndex] !== index || words[row + ofReader] !== at)
      return false;
    this.rise = words[row + riseOf];
    this.match = words[row + matchOf];
    this.wildcard = words[row + wildcardOf];
    return true;
  }

  /** Keeps `rise`, `match` and `wildcard`. */
  keep(encloser: number, index: number, at: number): void {
    if (this.#words.length === 0) this.#words = new Int32Array(maxProvenEnclosers * rowWords);
    const words = this.#words;
    const row = rowOf(encloser);
    words[row + ofNode] = encloser;
    words[row + ofIndex] = index;
    words[row + ofReader] = at;
    words[row + riseOf] = this.rise;
    words[row + matchOf] = this.match;
    words[row + wildcardOf] = this.wildcard;
  }
}

function rowOf(encloser: number): number {
  return (Math.imul(encloser, 0x9e3779b1) >>> spareBits) * rowWords;
}
