// Proofs that something does not exist: which NSEC or NSEC3 records an answer needs (RFC 4035 §3.1.3, RFC 5155 §7.2), for
// clients that set DO. They are gathered while the question is answered, an alias chain's wildcards included, each record
// once, and go into the authority section when the answer section is complete.
// Finding them: ../zone/denial-search.ts. A zone without an index proves nothing: what is asked of it here does not happen.
// Nothing is allocated.

import { RRType } from "../dns/types.ts";
import { DenialKind, indexKind } from "../zone/denial-index.ts";
import { DenialSearch } from "../zone/denial-search.ts";
import { signatureKey } from "../zone/entry-keys.ts";
import { entryOf, recordOctets, treeLabels, visibleVersion } from "../zone/layout.ts";
import { nameOfNode } from "../zone/tree.ts";
import { maxProofs, Need, ownTtl, Place, Section } from "./answer.ts";
import { ProvenEnclosers } from "./proven-enclosers.ts";
import { nameFrom, nameIn } from "./traced-names.ts";
import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { Trace } from "../trace/steps.ts";
import type { Answer } from "./answer.ts";

export class Denials {
  trace: Trace | null = null;
  readonly #memory: Memory;
  readonly #search: DenialSearch;
  #count = 0;
  readonly #nodes = new Int32Array(maxProofs);
  readonly #zones = new Int32Array(maxProofs);
  readonly #types = new Uint16Array(maxProofs);
  /** The zone and the index that are looked into, and the reader's version. */
  #zone = 0;
  #index = 0;
  #at = 0;
  readonly #enclosers = new ProvenEnclosers();
  /** The record of the closest provable encloser, 0 where none was found. */
  #encloser = 0;
  /** Among what was gathered the record that proves something of this name alone; -1 where all of it is the encloser's. */
  own = 0;
  /** Denials below this place have all but that one record in common; 0 where that is not known. */
  place = 0;
  /** How many of what was gathered stand before it, or would. */
  before = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#search = new DenialSearch(memory);
  }

  clear(): void {
    this.#count = 0;
    this.place = 0;
  }

  /** What follows is about this zone and its index, as a reader of version `at` sees them. */
  look(zone: number, index: number, at: number): void {
    this.#zone = zone;
    this.#index = index;
    this.#at = at;
    this.#encloser = 0;
  }

  /**
   * The name does not exist, nor a wildcard below its closest encloser, the node `encloser`, `depth` labels into it
   * (RFC 4035 §3.1.3.2, RFC 5155 §7.2.2).
   */
  missing(name: NameCursor, depth: number, encloser: number): void {
    const known = this.#enclosers;
    if (this.#isNsec) this.#add(name, 0);
    if (this.trace === null && known.find(encloser, this.#index, this.#at)) {
      if (known.match !== 0) this.#keepNode(known.match);
      if (!this.#isNsec) this.#add(name, depth + known.rise - 1);
      this.#divide(encloser, known);
      return this.#keepNode(known.wildcard);
    }
    const above = this.#isNsec ? depth : this.#proveEncloser(name, depth);
    this.#search.setWildcard(name, above);
    this.#add(this.#search.wildcard, 0);
    if (!this.#isNsec && this.#encloser === 0) return;
    known.rise = above - depth;
    known.match = this.#encloser;
    known.wildcard = this.#search.node;
    known.keep(encloser, this.#index, this.#at);
  }

  /** The name exists and has none of the type (RFC 4035 §3.1.3.1, RFC 5155 §7.2.3, §7.2.4). */
  nodata(name: NameCursor): void {
    this.#addOwnOrInsecure(name, 0);
    if (!this.#search.isMatch) return;
    this.place = this.#index;
    this.before = this.own = 0;
  }

  /** The name is made from a wildcard, so it does not exist itself (RFC 4035 §3.1.3.3, RFC 5155 §7.2.6). */
  expansion(name: NameCursor, depth: number): void {
    this.#add(name, this.#isNsec ? 0 : depth - 1);
  }

  /** The same, and the wildcard has none of the type (RFC 4035 §3.1.3.4, RFC 5155 §7.2.5). */
  wildcardNodata(name: NameCursor, depth: number): void {
    if (this.#isNsec) this.#add(name, 0);
    else this.#proveEncloser(name, depth);
    this.#search.setWildcard(name, depth);
    this.#add(this.#search.wildcard, 0);
  }

  /** The delegation `depth` labels into the name has no DS (RFC 4035 §3.1.4, RFC 5155 §7.2.7). */
  insecure(name: NameCursor, depth: number): void {
    this.#addOwnOrInsecure(name, depth);
  }

  /** Moves what was gathered into the authority section. */
  flush(answer: Answer): void {
    for (let i = 0; i < this.#count; i++) this.#tellOf(i, answer);
    this.#count = 0;
  }

  /** Where the name's own proof stands that others may share who are denied by it; 0 for none. */
  get cover(): number {
    return this.own < 0 || this.place === this.#index ? 0 : this.#nodes[this.own];
  }

  /** Puts the name's own proof alone into the authority section, and returns the octets that it takes at most. */
  tellOwn(answer: Answer): number {
    if (this.own < 0) return 0;
    const owner = answer.scratchLength;
    this.#tellOf(this.own, answer);
    const last = answer.count - 1;
    const rrset = recordOctets(this.#memory, answer.rrsets[last]);
    const signatures = answer.signatures[last] === 0 ? 0 : recordOctets(this.#memory, answer.signatures[last]);
    return answer.scratchLength - owner + rrset + signatures;
  }

  #tellOf(i: number, answer: Answer): void {
    const memory = this.#memory;
    const node = this.#nodes[i];
    const type = this.#types[i];
    const version = visibleVersion(memory, node, this.#at);
    const owner = answer.scratchLength;
    answer.scratchLength = nameOfNode(memory, this.#zones[i], node, answer.scratch, owner);
    answer.add(Section.authority, entryOf(memory, version, type), Place.scratch, owner, ownTtl, Need.proves);
    answer.sign(entryOf(memory, version, signatureKey | type));
  }

  get #isNsec(): boolean {
    return this.#memory.words[this.#index + indexKind] === DenialKind.nsec;
  }

  /** What was found last is the name's own proof, and the rest that of its encloser. */
  #divide(encloser: number, { match, wildcard }: ProvenEnclosers): void {
    const { node } = this.#search;
    this.place = encloser;
    this.before = match === 0 ? 0 : 1;
    this.own = node === match || node === wildcard ? -1 : this.before;
  }

  /** The record of a name that exists; where opting out left it without one, that it may only be insecure. */
  #addOwnOrInsecure(name: NameCursor, depth: number): void {
    const search = this.#search;
    if (this.#isNsec) return this.#add(name, depth);
    if (search.find(this.#index, this.#zone, name, depth)) return this.#keep(name, depth);
    // RFC 5155 §7.2.4: the closest provable encloser, and the span that covers the next closer name, which opts out.
    this.#proveEncloser(name, depth + 1);
  }

  /**
   * The closest encloser proof (RFC 5155 §7.2.1): the closest encloser that has a record, from `depth` labels into the name
   * upwards, and what covers the next closer name. Returns how many labels it is in.
   */
  #proveEncloser(name: NameCursor, depth: number): number {
    const search = this.#search;
    const last = name.count - this.#memory.words[this.#zone + treeLabels];
    for (let encloser = depth; encloser <= last; encloser++) {
      if (!search.find(this.#index, this.#zone, name, encloser)) continue;
      this.#encloser = search.node;
      this.#keep(name, encloser);
      if (encloser > 0) this.#add(name, encloser - 1);
      return encloser;
    }
    return depth;
  }

  #add(name: NameCursor, depth: number): void {
    this.#search.find(this.#index, this.#zone, name, depth);
    this.#keep(name, depth);
  }

  /** Keeps what was found for the name. */
  #keep(name: NameCursor, depth: number): void {
    const { node, isMatch } = this.#search;
    if (this.trace !== null) this.#tell(this.trace, name, depth, node, isMatch);
    this.#keepNode(node);
  }

  /** A record that proves two things is there once. */
  #keepNode(node: number): void {
    for (let i = 0; i < this.#count; i++) if (this.#nodes[i] === node) return;
    if (this.#count === maxProofs) return;
    this.#nodes[this.#count] = node;
    this.#zones[this.#count] = this.#zone;
    this.#types[this.#count++] = this.#isNsec ? RRType.NSEC : RRType.NSEC3;
  }

  #tell(trace: Trace, name: NameCursor, depth: number, node: number, isMatch: boolean): void {
    const octets = new Uint8Array(256);
    nameOfNode(this.#memory, this.#zone, node, octets, 0);
    const words = { name: nameFrom(name, depth), owner: nameIn(octets, 0) };
    if (this.#isNsec) trace.note(isMatch ? "zone.nsec-match" : "zone.nsec-cover", words);
    else trace.note(isMatch ? "zone.nsec3-match" : "zone.nsec3-cover", words);
  }
}
