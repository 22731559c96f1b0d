// A hash table of octets by octets in shared memory: one writer, any number of readers, no locks. Full, it forgets what
// was not asked for longest. Entries lie one behind the other in a ring; an index of buckets says where:
//
//   buffer:  head | buckets | ring
//   bucket:  7 hashes i32, 0 for a free slot | 7 positions i32 | 7 marks u8 | 1 octet free      one cache line
//   entry:   units u16 | key octets u16 | hash i32 | value octets u32 | useless after u32 | key | value | padding to a unit
//
// A position counts units of 8 octets ever written, modulo a whole number of laps. The writer raises `tail` past an
// entry before it writes over it, so a reader looks at an entry in place and asks afterwards whether its
// position is still beyond the tail: if not, it saw nothing. The tail runs `slack` ahead of the writing, so that even
// on a machine that reorders loads and stores nobody sees half an entry and believes it.
// Readers write marks only, by slot and not by place: a mark that comes too late marks a stranger, which does no harm.

import { halfSipHash } from "./half-siphash.ts";
import { maxSecondChances } from "./limits.ts";
import { putU16, u16At } from "./octets.ts";

const slotsPerBucket = 7;
const bucketWords = 16;
/** Slots are numbered by eights, so that seven of them cost a shift and no division. */
const slotBits = 3;
const slotMask = 7;
const entryHead = 16;
const unitOctets = 8;

// Words of the head.
const wordTail = 0;
const wordUnits = 1;
const wordBuckets = 2;
const wordLaps = 3;
const wordKey = 4;
const wordTaken = 6;
const headWords = 16;

/** An entry's units are 16 bits; and one entry may take an eighth of a small ring. */
const maxUnits = 65_535;
const entriesPerRing = 8;
/** A ring of 1 GiB: every offset is a positive 32-bit number. */
const maxRingUnits = 2 ** 27;

/** What readers note about an entry. */
export const Mark = { used: 1, asked: 2 } as const;

export interface RingShape {
  /** What all of it may take. */
  readonly octets: number;
  /** What an entry takes by and large: the index is made for so many of them. */
  readonly typicalEntryOctets: number;
  /** Two words that nobody can guess. */
  readonly key: readonly [number, number];
}

/** Memory for an empty table. Throws RangeError where it cannot be allocated. */
export function createRing({ octets, typicalEntryOctets, key }: RingShape): SharedArrayBuffer {
  const entries = octets / (typicalEntryOctets + (bucketWords * 4) / slotsPerBucket);
  // A third of the slots stays free, so that hardly ever an entry pushes another one out of full buckets.
  const buckets = 2 ** Math.max(1, Math.ceil(Math.log2(entries / slotsPerBucket / 0.7)));
  const indexOctets = (headWords + buckets * bucketWords) * 4;
  const units = Math.min(maxRingUnits, Math.max(64, Math.floor((octets - indexOctets) / unitOctets)));
  const buffer = new SharedArrayBuffer(indexOctets + units * unitOctets);
  const words = new Int32Array(buffer, 0, headWords);
  words[wordUnits] = units;
  words[wordBuckets] = buckets;
  words[wordLaps] = units * Math.floor((2 ** 31 - 1) / units);
  words[wordKey] = key[0];
  words[wordKey + 1] = key[1];
  return buffer;
}

export class RingReader {
  readonly buffer: SharedArrayBuffer;
  readonly bytes: Uint8Array;
  /** Where the value found last begins in `bytes`. */
  valueStart = 0;
  valueOctets = 0;
  protected readonly words: Int32Array;
  protected readonly units: number;
  protected readonly laps: number;
  /** Where the ring begins in `bytes`. */
  protected readonly ring: number;
  protected readonly buckets: number;
  readonly #key0: number;
  readonly #key1: number;
  /** The slot and position of the entry found last, and the hash that was looked for. */
  protected slot = -1;
  protected position = 0;
  protected hash = 0;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
    const { words } = this;
    this.units = words[wordUnits];
    this.buckets = words[wordBuckets];
    this.laps = words[wordLaps];
    this.#key0 = words[wordKey];
    this.#key1 = words[wordKey + 1];
    this.ring = (headWords + this.buckets * bucketWords) * 4;
  }

  /** Looks for the key `key[0, length)`; true when it is there: its value lies at `valueStart`. */
  find(key: Uint8Array, length: number): boolean {
    const hash = halfSipHash(this.#key0, this.#key1, key, length) || 1;
    this.hash = hash;
    const first = hash & (this.buckets - 1);
    return this.#search(first, hash, key, length) || this.#search(this.otherBucket(first), hash, key, length);
  }

  /** Whether what was found last is still what it was; ask after the last look at it. */
  isIntact(): boolean {
    return this.isLive(this.position);
  }

  /** Notes something about the entry found last. */
  mark(mark: number): void {
    const at = markOctet(this.slot);
    if ((this.bytes[at] & mark) === 0) this.bytes[at] |= mark;
  }

  /** As `mark`; true for the one reader that was first. */
  markFirst(mark: number): boolean {
    const at = markOctet(this.slot);
    return (this.bytes[at] & mark) === 0 && (Atomics.or(this.bytes, at, mark) & mark) === 0;
  }

  /** The second bucket that an entry may lie in; of that one, it is the first. */
  protected otherBucket(bucket: number): number {
    // Taken from the hash's upper half, so that the entries of one bucket overflow into many.
    return (bucket ^ ((this.hash >>> 16) | 1)) & (this.buckets - 1);
  }

  protected place(position: number): number {
    return this.ring + (position % this.units) * unitOctets;
  }

  protected isLive(position: number): boolean {
    const ahead = position - Atomics.load(this.words, wordTail);
    return (ahead < 0 ? ahead + this.laps : ahead) < this.units;
  }

  #search(bucket: number, hash: number, key: Uint8Array, length: number): boolean {
    const { words } = this;
    const at = headWords + bucket * bucketWords;
    for (let i = 0; i < slotsPerBucket; i++) {
      if (words[at + i] !== hash) continue;
      const position = Atomics.load(words, at + slotsPerBucket + i);
      if (!this.#isAt(position, key, length)) continue;
      this.slot = (bucket << slotBits) | i;
      this.position = position;
      return true;
    }
    return false;
  }

  /** Whether the entry at a position has this key; its value is the current one then. */
  #isAt(position: number, key: Uint8Array, length: number): boolean {
    const { bytes } = this;
    const at = this.place(position);
    if (u16At(bytes, at + 2) !== length) return false;
    const start = at + entryHead;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== key[i]) return false;
    this.valueStart = start + length;
    this.valueOctets = this.words[(at >> 2) + 2];
    return true;
  }
}

/** An entry as `entries` shows it: good until the next one is asked for. */
export interface RingEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** The one writer of a table; it reads, too. A successor begins with an empty table, whatever its predecessor left. */
export class RingWriter extends RingReader {
  entryCount = 0;
  #liveUnits = 0;
  #head = 0;
  #tail = 0;
  readonly #maxUnits: number;
  /** So many units before the head nothing lies that a reader may still look at. */
  readonly #slack: number;

  constructor(buffer: SharedArrayBuffer) {
    super(buffer);
    this.#maxUnits = Math.min(maxUnits, Math.floor(this.units / entriesPerRing));
    this.#slack = this.#maxUnits * 2;
    if (this.words[wordTaken] !== 0) this.clear();
    this.words[wordTaken] = 1;
    // A lap beyond everything that was ever written, which so is nobody's any more.
    this.#head = this.#tail = (this.words[wordTail] + 2 * this.units) % this.laps;
    Atomics.store(this.words, wordTail, this.#tail);
  }

  /** Octets that the entries take, their share of the index included. */
  get octets(): number {
    return this.#liveUnits * unitOctets + this.entryCount * 9;
  }

  /** Octets of the largest entry that has room: head, key and value. */
  get maxEntryOctets(): number {
    return this.#maxUnits * unitOctets - entryHead;
  }

  /**
   * Stores a value in place of the key's old one. From `uselessAfter` on, in the caller's time, the entry may go
   * before others. False, and the old one gone, when it is too large.
   */
  put(key: Uint8Array, length: number, value: Uint8Array, octets: number, uselessAfter: number, now: number): boolean {
    const units = Math.ceil((entryHead + length + octets) / unitOctets);
    if (units > this.#maxUnits) {
      this.delete(key, length);
      return false;
    }
    this.#makeRoom(units, now); // first, as it may move what is there
    const known = this.find(key, length);
    const slot = known ? this.slot : this.#freeSlot(now);
    const position = this.#skipTo(units);
    const at = this.place(position);
    const { bytes, words } = this;
    putU16(bytes, at, units);
    putU16(bytes, at + 2, length);
    words[(at >> 2) + 1] = this.hash;
    words[(at >> 2) + 2] = octets;
    words[(at >> 2) + 3] = uselessAfter;
    copy(bytes, at + entryHead, key, length);
    copy(bytes, at + entryHead + length, value, octets);
    this.#advance(units);
    if (known) this.#liveUnits -= this.#unitsAt(this.position);
    else this.entryCount++;
    this.#liveUnits += units;
    this.#point(slot, this.hash, position);
    return true;
  }

  /** Removes a key; whether it was there. */
  delete(key: Uint8Array, length: number): boolean {
    if (!this.find(key, length)) return false;
    this.#clear(this.slot);
    return true;
  }

  /** Removes everything. */
  clear(): void {
    for (let slot = this.#slotFrom(0); slot >= 0; slot = this.#slotFrom(slot + 1)) {
      Atomics.store(this.words, hashWord(slot), 0);
    }
    this.entryCount = this.#liveUnits = 0;
  }

  /** All entries in no order. Deleting the one shown is allowed, putting is not. */
  *entries(): IterableIterator<RingEntry> {
    for (let slot = this.#slotFrom(0); slot >= 0; slot = this.#slotFrom(slot + 1)) {
      const at = this.place(this.words[hashWord(slot) + slotsPerBucket]);
      const start = at + entryHead;
      const end = start + u16At(this.bytes, at + 2);
      const key = this.bytes.subarray(start, end);
      yield { key, value: this.bytes.subarray(end, end + this.words[(at >> 2) + 2]) };
    }
  }

  /** The first slot from this one on that holds an entry, or -1. */
  #slotFrom(start: number): number {
    for (let slot = start; slot < this.buckets << slotBits; slot++) {
      if ((slot & slotMask) < slotsPerBucket && this.words[hashWord(slot)] !== 0) return slot;
    }
    return -1;
  }

  #unitsAt(position: number): number {
    return u16At(this.bytes, this.place(position));
  }

  #point(slot: number, hash: number, position: number): void {
    const word = hashWord(slot);
    this.bytes[markOctet(slot)] = 0;
    // The position first: who meets the hash of a new entry must not follow the position of an old one for nothing.
    Atomics.store(this.words, word + slotsPerBucket, position);
    Atomics.store(this.words, word, hash);
  }

  #clear(slot: number): void {
    const word = hashWord(slot);
    Atomics.store(this.words, word, 0);
    this.#liveUnits -= this.#unitsAt(this.words[word + slotsPerBucket]);
    this.entryCount--;
  }

  /** A slot for the hash that was looked for; where both buckets are full, that of the entry that is missed least. */
  #freeSlot(now: number): number {
    const first = this.hash & (this.buckets - 1);
    const second = this.otherBucket(first);
    let victim = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < slotsPerBucket * 2; i++) {
      const slot = slotOfTwo(first, second, i);
      if (this.words[hashWord(slot)] === 0) return slot;
      const worth = this.#worth(slot, now);
      if (worth >= least) continue;
      least = worth;
      victim = slot;
    }
    this.#clear(victim);
    return victim;
  }

  /** How long an entry will stay by itself: its way to the tail, a lap more when it is in use, nothing when it is useless. */
  #worth(slot: number, now: number): number {
    const position = this.words[hashWord(slot) + slotsPerBucket];
    if (this.words[(this.place(position) >> 2) + 3] <= now) return 0;
    const ahead = this.#span(this.#tail, position);
    return (this.bytes[markOctet(slot)] & Mark.used) === 0 ? ahead : ahead + this.units;
  }

  get #freeUnits(): number {
    return this.units - this.#span(this.#tail, this.#head);
  }

  /** Units from one position to a later one. */
  #span(from: number, to: number): number {
    return to >= from ? to - from : to - from + this.laps;
  }

  /** Lets the tail go on until so many units fit with the slack behind them. */
  #makeRoom(units: number, now: number): void {
    // An entry lies in one piece, so the end of the ring may stay empty.
    const wanted = units * 2 + this.#slack;
    let chances = maxSecondChances;
    while (this.#freeUnits < wanted) {
      if (this.#forgetOldest(chances > 0, now)) chances--;
    }
  }

  /** Lets the tail pass one entry; true when that one got a second chance at the head. */
  #forgetOldest(mayStay: boolean, now: number): boolean {
    const position = this.#tail;
    const at = this.place(position);
    const units = u16At(this.bytes, at);
    const slot = u16At(this.bytes, at + 2) === fillerKey ? -1 : this.#slotOf(this.words[(at >> 2) + 1], position);
    let moved = false;
    if (slot >= 0) {
      const isWanted = (this.bytes[markOctet(slot)] & Mark.used) !== 0 && this.words[(at >> 2) + 3] > now;
      moved = mayStay && isWanted && this.#freeUnits >= units * 2;
      if (moved) this.#move(slot, at, units);
      else this.#clear(slot);
    }
    this.#tail = (position + units) % this.laps;
    Atomics.store(this.words, wordTail, this.#tail);
    return moved;
  }

  /** The slot that points at a position, or -1 when none does any more. */
  #slotOf(hash: number, position: number): number {
    this.hash = hash;
    const first = hash & (this.buckets - 1);
    const second = this.otherBucket(first);
    for (let i = 0; i < slotsPerBucket * 2; i++) {
      const slot = slotOfTwo(first, second, i);
      const word = hashWord(slot);
      if (this.words[word] === hash && this.words[word + slotsPerBucket] === position) return slot;
    }
    return -1;
  }

  /** Writes the entry at `at` once more at the head; the slack has room for it. */
  #move(slot: number, at: number, units: number): void {
    const position = this.#skipTo(units);
    this.bytes.copyWithin(this.place(position), at, at + units * unitOctets);
    this.#advance(units);
    this.#point(slot, this.words[(at >> 2) + 1], position);
  }

  /** The position where so many units lie in one piece; what is skipped becomes a filler. */
  #skipTo(units: number): number {
    const rest = this.units - (this.#head % this.units);
    if (rest < units) {
      const at = this.place(this.#head);
      putU16(this.bytes, at, rest);
      putU16(this.bytes, at + 2, fillerKey);
      this.#advance(rest);
    }
    return this.#head;
  }

  #advance(units: number): void {
    this.#head = (this.#head + units) % this.laps;
  }
}

/** Key octets that no entry has. */
const fillerKey = 0xffff;

/** The word that holds a slot's hash; its position stands `slotsPerBucket` further on. */
function hashWord(slot: number): number {
  return headWords + (slot >> slotBits) * bucketWords + (slot & slotMask);
}

/** The octet that holds a slot's marks. */
function markOctet(slot: number): number {
  return (headWords + (slot >> slotBits) * bucketWords + slotsPerBucket * 2) * 4 + (slot & slotMask);
}

/** The slots of two buckets, counted from 0. */
function slotOfTwo(first: number, second: number, i: number): number {
  return i < slotsPerBucket ? (first << slotBits) | i : (second << slotBits) | (i - slotsPerBucket);
}

function copy(to: Uint8Array, at: number, from: Uint8Array, octets: number): void {
  for (let i = 0; i < octets; i++) to[at + i] = from[i];
}
