// How the record sets of one name and type lie in memory when a routing policy chooses among them. All fields are 32-bit
// words, so that the packed image of the zones holds groups as they are and no query makes an object of them.
//
//   group   policy + sets << 8 | CIDR collection (ip-based, else 0) | set 0 | set 1 | …
//   set     value | health check | flags | key | detail
//
// A pointer to a group is the index of its first word; 0 is no group, and a negative one is a plain RRset: one set that
// nobody chooses among and nobody checks, at minus the pointer. `value` of an alias is what leads to its target's group
// (RecordSets.target), of any other set what answers; both are the zones' own business. `key` and `detail` are the
// policy's: see Policy. The writer is ./pack.ts, the reader ./router.ts.

/** What `key` and `detail` of a group's sets mean is said behind each. */
export const Policy = {
  /** Nothing: there is one set. */
  simple: 0,
  /** The weight, 0 to 255. */
  weighted: 1,
  /** The region's index (./regions.ts). */
  latency: 2,
  /** 0 for the primary, 1 for the secondary. */
  failover: 3,
  /** The level in the upper octet, the continent's or country's code below it; the subdivision's code (./codes.ts). */
  geolocation: 4,
  /** Latitude and longitude in hundredths of a degree, 16 bits each; the bias, -99 to 99. */
  geoproximity: 5,
  /** Nothing. */
  multivalue: 6,
  /** The location's number in the CIDR collection, 0 for `*`. */
  ipBased: 7,
} as const;
export type Policy = (typeof Policy)[keyof typeof Policy];

export const groupPolicy = 0;
export const groupCollection = 1;
export const groupSets = 2;

export const setValue = 0;
/** The health check's number in the board (./health-board.ts), 0 for none. */
export const setCheck = 1;
export const setFlags = 2;
export const setKey = 3;
export const setDetail = 4;
export const setWords = 5;

export const flagAlias = 1;
/** EvaluateTargetHealth of an alias. */
export const flagEvaluate = 2;

/** Levels of a geolocation, from the largest region to the smallest. */
export const GeoLevel = { default: 0, continent: 1, country: 2, subdivision: 3 } as const;

/** What the engine must know of the record sets beyond their words. */
export interface RecordSets {
  readonly words: Int32Array;
  /** The group that the alias at word `set` targets: 0 when there is none, negative for a plain RRset. */
  target(set: number): number;
  /** For tellings only: the set identifier of the set at word `set`, and what the alias there targets. */
  identifierOf(set: number): string;
  targetOf(set: number): string;
}

export function policyOf(words: Int32Array, group: number): Policy {
  return (words[group + groupPolicy] & 0xff) as Policy;
}

export function setCount(words: Int32Array, group: number): number {
  return words[group + groupPolicy] >>> 8;
}

/** The word at which the group's set number `index` begins. */
export function setAt(group: number, index: number): number {
  return group + groupSets + index * setWords;
}
