// Replies that were given before, found by the octets of the query: the same question in the same words, to the same version
// of the zones, has the same reply but for its id. Most of what a busy server is asked it was asked a moment ago, and is
// then neither read nor looked up nor written again.
// In a slab that has queries and replies both, as ../net/udp-mmsg.ts has, four octets are looked at at a time; elsewhere one.
// What is remembered is up to ./responder.ts: only what depends on nothing but the query's octets and the zones. Where few
// queries are found, as when each asks for another of a million names, looking is given up for a while.
// Invariants: a reply of another version of the zones is never found; what hostile queries fill is bounded, and nothing is
// allocated after the first one.

import { maxKnownReplies } from "../base/limits.ts";

/** A row: four words, the query with any id, the reply with any id, each from a whole word on. */
const rowOctets = 256;
const rowWords = rowOctets / 4;
const rowHead = 16;
const headWords = rowHead / 4;
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
/** If fewer than two in five lookups of a round hit, the table is left unused for `roundsLeftOut` rounds. */
const round = 32_768;
const worthIt = round * 0.4;
const roundsLeftOut = 64;

const idOctets = 2;
/** The id in a message's first word, as this machine reads words. */
const idMask = 0xffff;
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
/** The least that a query with a question has. */
const leastOctets = 17;

const State = { idle: 0, filling: 1, proven: 2 } as const;
type State = (typeof State)[keyof typeof State];

export class KnownReplies {
  /** Of the reply that was found: what it counts as for rate limiting. */
  accountKey = 0;
  #words = new Int32Array(0);
  #octets = new Uint8Array(0);
  /** The slab that was met last, and its words. */
  #slab: Uint8Array | null = null;
  #slabWords: Int32Array = this.#words;
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
    const size = end - start;
    this.#row = -1;
    if (size > rowRoom / 2 || size < leastOctets || !this.#countLook()) return 0;
    const slab = rx === tx ? this.#wordsOf(rx, start, txStart) : null;
    const hash = slab === null ? hashOctets(rx, start, end) : hashWords(slab, start >> 2, size);
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
        const length =
          slab === null
            ? this.#answer(row, rx, start, size, tx, txStart, room)
            : this.#answerInSlab(row, slab, start >> 2, size, txStart >> 2, room);
        if (length > 0) return length;
      }
    }
    // Where both are taken, the one or the other goes.
    if (this.#words[this.#row * rowWords + versionOf] === at) this.#row = first + (this.#turn ^= 1);
    return 0;
  }

  /** The slab's words; null where its messages do not begin with one. */
  #wordsOf(slab: Uint8Array, start: number, txStart: number): Int32Array | null {
    if (((start | txStart | slab.byteOffset) & 3) !== 0 || !isLittleEndian) return null;
    if (slab !== this.#slab) {
      this.#slab = slab;
      this.#slabWords = new Int32Array(slab.buffer, slab.byteOffset, slab.length >> 2);
    }
    return this.#slabWords;
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
    const length = this.#lengthIn(row);
    if (length > room) return 0;
    const query = row * rowOctets + rowHead;
    for (let i = idOctets; i < size; i++) if (known[query + i] !== rx[start + i]) return 0;
    tx[txStart] = rx[start];
    tx[txStart + 1] = rx[start + 1];
    const reply = query + wholeWords(size);
    for (let i = idOctets; i < length; i++) tx[txStart + i] = known[reply + i];
    return this.#give(row, length);
  }

  /** The same by words: `start` and `txStart` count them. What the last word of the reply has too much is behind its end. */
  #answerInSlab(row: number, slab: Int32Array, start: number, size: number, txStart: number, room: number): number {
    const known = this.#words;
    const length = this.#lengthIn(row);
    if (wholeWords(length) > room) return 0;
    const query = row * rowWords + headWords;
    const last = size >> 2;
    if (((known[query] ^ slab[start]) & ~idMask) !== 0) return 0;
    for (let i = 1; i < last; i++) if (known[query + i] !== slab[start + i]) return 0;
    if (((known[query + last] ^ slab[start + last]) & restMask(size)) !== 0) return 0;
    const reply = query + (wholeWords(size) >> 2);
    slab[txStart] = (known[reply] & ~idMask) | (slab[start] & idMask);
    const end = wholeWords(length) >> 2;
    for (let i = 1; i < end; i++) slab[txStart + i] = known[reply + i];
    return this.#give(row, length);
  }

  /** Octets of the row's reply. */
  #lengthIn(row: number): number {
    return (this.#words[row * rowWords + sizesOf] >>> replyShift) & sizeMask;
  }

  #give(row: number, length: number): number {
    this.accountKey = this.#words[row * rowWords + accountKeyOf];
    this.#found++;
    return length;
  }

  /** Remembers the reply to the query that was looked for last, which still begins at `rx[start]`. */
  keep(rx: Uint8Array, start: number, tx: Uint8Array, txStart: number, length: number, accountKey: number): void {
    const row = this.#row;
    const size = this.#tag & sizeMask;
    if (row < 0 || wholeWords(size) + wholeWords(length) > rowRoom) return;
    this.#row = -1;
    const base = row * rowWords;
    const words = this.#words;
    words[base + hashOf] = this.#hash;
    words[base + versionOf] = this.#version;
    words[base + sizesOf] = this.#tag | (length << replyShift);
    words[base + accountKeyOf] = accountKey;
    const known = this.#octets;
    const query = row * rowOctets + rowHead;
    for (let i = 0; i < size; i++) known[query + i] = rx[start + i];
    const reply = query + wholeWords(size);
    for (let i = 0; i < length; i++) known[reply + i] = tx[txStart + i];
  }

  /** Counts a query; true where it is to be looked for. A server that is asked little needs none of this. */
  #countLook(): boolean {
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

/** Octets up to the end of a word. */
function wholeWords(octets: number): number {
  return (octets + 3) & ~3;
}

/** The octets of a message's last word that are its own; none where it ends with a word. */
function restMask(size: number): number {
  return (1 << ((size & 3) * 8)) - 1;
}

/** Of octets [start, end) but the id, four at a time: as `hashWords` sees them. */
function hashOctets(octets: Uint8Array, start: number, end: number): number {
  let hash = mix(end - start, (octets[start + 2] << 16) | (octets[start + 3] << 24));
  let at = start + 4;
  for (const last = end - 3; at < last; at += 4)
    hash = mix(hash, octets[at] | (octets[at + 1] << 8) | (octets[at + 2] << 16) | (octets[at + 3] << 24));
  let rest = 0;
  for (let shift = 0; at < end; at++, shift += 8) rest |= octets[at] << shift;
  return finish(mix(hash, rest));
}

/** Of a message of `size` octets that begins with word `start`, but its id. */
function hashWords(words: Int32Array, start: number, size: number): number {
  const end = start + (size >> 2);
  let hash = mix(size, words[start] & ~idMask);
  for (let at = start + 1; at < end; at++) hash = mix(hash, words[at]);
  return finish(mix(hash, words[end] & restMask(size)));
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
