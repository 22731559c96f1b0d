// An answer as a value: what is said, before any octet of it is written (./encoder.ts writes it).
// RRsets are pointers into the packed image, so an answer is good only while its reader's version is pinned.
// Owners are places where the name stands: in the question, in the image, or in this answer's own scratch octets,
// where a DNAME's synthesised names are kept. One Answer serves every query; nothing is allocated.

import { maxAdditionalTargets, maxAliasChain, maxSignatureSets } from "../base/limits.ts";
import { maxNameOctets } from "../dns/name.ts";
import { multivalueAnswers } from "../routing/multivalue.ts";
import { MadeSets } from "./made-sets.ts";
import { WrittenAnswers } from "./written-answers.ts";
import { WrittenDenials } from "./written-denials.ts";

export const Section = { answer: 0, authority: 1, additional: 2 } as const;
export type Section = (typeof Section)[keyof typeof Section];

/** In which octets a name stands. */
export const Place = { question: 0, image: 1, scratch: 2 } as const;
export type Place = (typeof Place)[keyof typeof Place];

/**
 * What is left out when it does not fit: the whole rest with TC, this alone with TC, or this alone (RFC 2181 §9, RFC 9471 §3);
 * what proves a denial is as needed as what it denies (RFC 4035 §3.1.1).
 */
export const Need = { truncates: 0, marksTruncated: 1, optional: 2, proves: 3 } as const;
export type Need = (typeof Need)[keyof typeof Need];

/** Records of one answer that prove what does not exist: one for each alias made from a wildcard, and what the chain ends in. */
export const maxProofs = maxAliasChain + 4;
// Two entries a link of the chain (DNAME and CNAME), the final RRset or RRsets, authority, proofs, and two address RRsets a
// target.
const maxFinal = Math.max(multivalueAnswers, maxSignatureSets);
export const maxEntries = maxAliasChain * 2 + maxFinal + 4 + maxProofs + maxAdditionalTargets * 4;

/** Why an answer that was to be signed is none: there are no keys, or too much is signed already in this second. */
export const Unsigned = { none: 0, keyless: 1, withheld: 2 } as const;
export type Unsigned = (typeof Unsigned)[keyof typeof Unsigned];

/** An entry's TTL is the RRset's own. */
export const ownTtl = -1;

export class Answer {
  rcode = 0;
  /** The AA bit: the first name's data is ours (RFC 1035 §4.1.1). */
  authoritative = false;
  /** The rest is others' to answer: no zone of ours, a delegation, or an alias out of our zones. */
  leaves = false;
  /** Of an answer that ends in a delegation of ours: the octets of the cut's name, which the last name ends with; else 0. */
  cutOctets = 0;
  /** Whoever asks in the same words gets the same, as long as the zones are what they are; nobody is told how it came about. */
  isForAll = false;
  /** Extended DNS error to tell, or -1 (RFC 8914). */
  extendedError = -1;
  /** What the answer is about, for rate limiting: the name, or the zone or cut that denies or refers. */
  accountKey = 0;
  count = 0;
  /** Entries behind `count` that are written when somebody else has ended the chain. */
  proofs = 0;
  readonly sections = new Uint8Array(maxEntries);
  /** Signatures are in it. */
  isSigned = false;
  /** The packed RRset; 0 for a synthesised CNAME, whose target stands in `scratch` at `targets`; negative for one of `made`. */
  readonly rrsets = new Int32Array(maxEntries);
  /** The signatures of the RRset, which go where it goes: as `rrsets`; 0 for none. */
  readonly signatures = new Int32Array(maxEntries);
  readonly ownerPlaces = new Uint8Array(maxEntries);
  /** Where the owner begins: from the question's name, or an offset of octets in the image or the scratch. */
  readonly owners = new Float64Array(maxEntries);
  readonly ttls = new Int32Array(maxEntries);
  readonly needs = new Uint8Array(maxEntries);
  readonly targets = new Uint16Array(maxEntries);
  /** Names that stand nowhere else in one piece: made by DNAME synthesis, and owners of proofs. */
  readonly scratch = new Uint8Array((maxAliasChain + maxProofs) * maxNameOctets);
  scratchLength = 0;
  /** Records that no zone holds: those of answers that are signed as they are given. */
  readonly made = new MadeSets();
  /** A zone has part in it that is signed as it is answered, whose denials are compact (RFC 9824 §5.1). */
  isCompact = false;
  /** Nothing of it may be sent. */
  unsigned: Unsigned = Unsigned.none;
  /** Where it may stand as it was written for somebody else; nothing else is in it then but what is said above. */
  readonly written = new WrittenAnswers();
  /** Where a proven denial may stand as it was written for somebody else; then nothing but the name's own proof is in here. */
  readonly denials = new WrittenDenials();

  clear(): void {
    this.rcode = 0;
    this.authoritative = this.leaves = this.isSigned = false;
    this.extendedError = -1;
    this.accountKey = 0;
    this.count = this.proofs = this.cutOctets = 0;
    this.scratchLength = 0;
    this.written.clear();
    this.denials.clear();
    if (this.isCompact) this.#clearMade();
  }

  #clearMade(): void {
    this.isCompact = false;
    this.unsigned = Unsigned.none;
    this.made.clear();
  }

  /** Adds an RRset; false when the answer is full, which only optional data meets. */
  add(section: Section, rrset: number, place: Place, owner: number, ttl: number, need: Need): boolean {
    if (this.count === maxEntries) return false;
    const i = this.count++;
    this.sections[i] = section;
    this.rrsets[i] = rrset;
    this.signatures[i] = 0;
    this.ownerPlaces[i] = place;
    this.owners[i] = owner;
    this.ttls[i] = ttl;
    this.needs[i] = need;
    return true;
  }

  /** Puts signatures beside the RRset that was added last; 0 for none. */
  sign(signatures: number): void {
    if (signatures === 0) return;
    this.signatures[this.count - 1] = signatures;
    this.isSigned = true;
  }

  /** Adds the CNAME that a DNAME stands for; its target begins at `scratch[target]` (RFC 6672 §2.2). */
  addSynthesised(place: Place, owner: number, ttl: number, target: number): void {
    this.targets[this.count] = target;
    this.add(Section.answer, 0, place, owner, ttl, Need.truncates);
  }

  /** Forgets what was added beside the chain of aliases, and sets aside what proves that wildcards made some of it. */
  keepChain(): void {
    this.written.clear();
    this.denials.clear();
    this.cutOctets = 0;
    let kept = 0;
    while (kept < this.count && this.sections[kept] === Section.answer) kept++;
    let end = kept;
    for (let i = kept; i < this.count; i++) {
      if (this.needs[i] === Need.proves) this.#move(i, end++);
    }
    this.count = kept;
    this.proofs = end - kept;
  }

  #move(from: number, to: number): void {
    this.sections[to] = this.sections[from];
    this.rrsets[to] = this.rrsets[from];
    this.signatures[to] = this.signatures[from];
    this.ownerPlaces[to] = this.ownerPlaces[from];
    this.owners[to] = this.owners[from];
    this.ttls[to] = this.ttls[from];
    this.needs[to] = this.needs[from];
  }

  /** Whether an RRset stands in the answer already, at the same owner or, being an alias, at any. */
  hasRRset(rrset: number): boolean {
    for (let i = 0; i < this.count; i++) if (this.rrsets[i] === rrset) return true;
    return false;
  }
}
