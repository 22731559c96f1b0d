// Replies that were given before, found by the octets of the query: the same question in the same words, to the same version
// of the zones, has the same reply but for its id. Most of what a busy server is asked it was asked a moment ago, and is
// then neither read nor looked up nor written again.
// What is remembered is up to ./responder.ts: only what depends on nothing but the query's octets and the zones. Where few
// queries are found, as when each asks for another of a million names, looking is given up for a while.
// Invariants: a reply of another version of the zones is never found; what hostile queries fill is bounded, and nothing is
// allocated after the first one.

import { maxKnownReplies } from "../base/limits.ts";

/** A row: four words, the query behind its id, the reply. */
const rowOctets = 256;
const rowWords = rowOctets / 4;
const rowHead = 16;
const rowRoom = rowOctets - rowHead;

/** The words of a row. */
const hashOf = 0;
const versionOf = 1;
/** Octets of the query and of the reply, and whether RA is set. */
const sizesOf = 2;
const accountKeyOf = 3;
const replyShift = 8;
const recursionBit = 1 << 16;
const sizeMask = 0xff;
const tagBits = recursionBit | sizeMask;
/** Rows that a query may stand in. */
const ways = 2;

/** Queries that a server has been asked before it remembers any. */
const unhurried = 2048;
/** Of so many looks two in five must find something; else as many times as many queries are not looked for. */
const round = 32_768;
const worthIt = round * 0.4;
const roundsLeftOut = 64;

const idOctets = 2;
/** The least that a query with a question has. */
const leastOctets = 17;

const State = { idle: 0, filling: 1, proven: 2 } as const;
type State = (typeof State)[keyof typeof State];

export class KnownReplies {
  /** Of the reply that was found: what it counts as for rate limiting. */
  accountKey = 0;
  #words = new Int32Array(0);
  #octets = new Uint8Array(0);
  /** Where the query at hand belongs, -1 where it is not looked for; and what its row says of it. */
  #row = -1;
  #hash = 0;
  #version = 0;
  #tag = 0;
  #turn = 0;
  #found = 0;
  /** Nothing is looked for, or everything: for the first time, or because it proved to be worth it. */
  #state: State = State.idle;
  /** Queries to come before that is decided again. */
  #left = unhurried;

  /** Whether the reply to the query that was looked for last may be kept. */
  get isWanting(): boolean {
    return this.#row >= 0;
  }

  /** The query at hand is not to be looked for, nor its reply kept. */
  skip(): void {
    this.#row = -1;
  }

  /**
   * The reply to the query in `rx[start, end)` for a reader of version `at`, written to `tx[txStart, txStart + room)`: its
   * octets, or 0 where none is known. `canRecurse`: whether the client is told that recursion is available.
   */
  find(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    at: number,
    canRecurse: boolean,
  ): number {
    const size = end - start - idOctets;
    this.#row = -1;
    if (size > rowRoom / 2 || size + idOctets < leastOctets || !this.#isLooking()) return 0;
    const hash = hashOctets(rx, start + idOctets, end);
    const first = hash & (maxKnownReplies - ways);
    const tag = size | (canRecurse ? recursionBit : 0);
    this.#hash = hash;
    this.#version = at;
    this.#tag = tag;
    this.#row = first;
    for (let row = first; row < first + ways; row++) {
      const base = row * rowWords;
      if (this.#words[base + versionOf] !== at) this.#row = row;
      else if (this.#words[base + hashOf] === hash && (this.#words[base + sizesOf] & tagBits) === tag) {
        const length = this.#answer(row, rx, start + idOctets, size, tx, txStart, room);
        if (length > 0) return length;
      }
    }
    // Where both are taken, the one or the other goes.
    if (this.#words[this.#row * rowWords + versionOf] === at) this.#row = first + (this.#turn ^= 1);
    return 0;
  }

  #answer(
    row: number,
    rx: Uint8Array,
    start: number,
    size: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
  ): number {
    const known = this.#octets;
    const base = row * rowWords;
    const length = (this.#words[base + sizesOf] >>> replyShift) & sizeMask;
    if (length > room) return 0;
    const query = row * rowOctets + rowHead;
    for (let i = 0; i < size; i++) if (known[query + i] !== rx[start + i]) return 0;
    tx[txStart] = rx[start - 2];
    tx[txStart + 1] = rx[start - 1];
    const reply = query + size;
    for (let i = idOctets; i < length; i++) tx[txStart + i] = known[reply + i];
    this.accountKey = this.#words[base + accountKeyOf];
    this.#found++;
    return length;
  }

  /** Remembers the reply to the query that was looked for last, which still begins at `rx[start]`. */
  keep(rx: Uint8Array, start: number, tx: Uint8Array, txStart: number, length: number, accountKey: number): void {
    const row = this.#row;
    const size = this.#tag & sizeMask;
    if (row < 0 || size + length > rowRoom) return;
    this.#row = -1;
    const base = row * rowWords;
    const words = this.#words;
    words[base + hashOf] = this.#hash;
    words[base + versionOf] = this.#version;
    words[base + sizesOf] = this.#tag | (length << replyShift);
    words[base + accountKeyOf] = accountKey;
    const known = this.#octets;
    const query = row * rowOctets + rowHead;
    for (let i = 0; i < size; i++) known[query + i] = rx[start + idOctets + i];
    for (let i = 0; i < length; i++) known[query + size + i] = tx[txStart + i];
  }

  /** A server that is asked little needs none of this. */
  #isLooking(): boolean {
    if (--this.#left > 0) return this.#state !== State.idle;
    if (this.#words.length === 0) this.#allocate();
    // The first round after a pause fills the rows, and says nothing of what they are good for.
    const pauses = this.#state === State.proven && this.#found < worthIt;
    this.#state = pauses ? State.idle : this.#state === State.idle ? State.filling : State.proven;
    this.#left = pauses ? round * roundsLeftOut : round;
    this.#found = 0;
    return this.#state !== State.idle;
  }

  #allocate(): void {
    this.#octets = new Uint8Array(maxKnownReplies * rowOctets);
    this.#words = new Int32Array(this.#octets.buffer);
  }
}

/** Of octets [start, end), four at a time. */
function hashOctets(octets: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    const word = octets[at] | (octets[at + 1] << 8) | (octets[at + 2] << 16) | (octets[at + 3] << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ octets[at], 0x9e3779b1);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
