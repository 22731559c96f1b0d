// Signatures of answers, made as the answers are given (RFC 4034 §3, RFC 4035 §3.1.1): what a policy chose, what an alias stands
// for and what a wildcard makes is signed as the name itself, since who signs every name knows every name (RFC 9824 §3.3).
// A signature holds from an hour ago for a fortnight, counted from a time that is the same for hours, and another one for each
// set: so a set that is asked for often is signed once (./signature-table.ts), and not all sets are signed anew at one moment.
// Nothing is kept that holds less than 13 days. What may be made in a second is bounded (./signature-budget.ts).

import {
  maxKeptMadeUpSignatures,
  maxKeptSignatures,
  maxMadeUpSignaturesPerSecond,
  maxSignaturesPerSecond,
} from "../base/limits.ts";
import { lowerCase, OctetWriter, putU16, putU32, u32At } from "../base/octets.ts";
import { sipHash24 } from "../base/siphash.ts";
import { nameLength } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { multivalueAnswers } from "../routing/multivalue.ts";
import { rrsetTtl, treeName } from "../zone/layout.ts";
import { signerOf } from "../zone/signer.ts";
import { ownTtl, Unsigned } from "./answer.ts";
import { CanonicalRecords } from "./canonical-records.ts";
import { SignatureBudget } from "./signature-budget.ts";
import { signatureOctets, SignatureTable } from "./signature-table.ts";
import { zoneName } from "./traced-names.ts";
import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { SigningKey } from "../dnssec/sign.ts";
import type { Trace } from "../trace/steps.ts";
import type { Answer } from "./answer.ts";
import type { Signers, ZoneKeys } from "./signers.ts";

/** How long the same signature is given, at most. */
const periodSeconds = 14_400;
/** Clocks of validators differ from ours. */
const backdatedSeconds = 3_600;
const validSeconds = 14 * 86_400;

/** In front of the octets that are signed: whose key it is, which counts for what they are found by. */
const prefixOctets = 8;
const algorithmAt = prefixOctets + 2;
const expirationAt = prefixOctets + 8;
const inceptionAt = prefixOctets + 12;
const tagAt = prefixOctets + 16;
const asterisk = 0x2a;

/** What is signed: a set that a zone holds, or one that the question makes up. */
class Store {
  readonly table: SignatureTable;
  readonly budget: SignatureBudget;

  constructor(rows: number, perSecond: number) {
    this.table = new SignatureTable(rows);
    this.budget = new SignatureBudget(perSecond);
  }
}

export class OnlineSignatures {
  trace: Trace | null = null;
  /** Whether the client's address is no forgery. */
  client: "proven" | "unproven" = "unproven";
  /** Whether the question makes the current name up: there are as many of those as anybody likes. */
  isMadeUp = false;
  readonly #memory: Memory;
  readonly #signers: Signers;
  readonly #held = new Store(maxKeptSignatures, maxSignaturesPerSecond);
  readonly #madeUp = new Store(maxKeptMadeUpSignatures, maxMadeUpSignaturesPerSecond);
  readonly #records: CanonicalRecords;
  /** The prefix, RRSIG's RDATA without the signature, and the records (RFC 4034 §3.1.8.1). */
  readonly #data = new OctetWriter(1024);
  readonly #hash = new Uint8Array(8);
  #signer = 0;
  #keys: ZoneKeys | null = null;
  #zone = 0;
  #headEnd = 0;

  constructor(memory: Memory, signers: Signers) {
    this.#memory = memory;
    this.#signers = signers;
    this.#records = new CanonicalRecords(memory);
  }

  /** Whether answers from a zone are signed as they are given, to a reader of version `at`; what follows is about that zone. */
  look(zone: number, at: number): boolean {
    const signer = signerOf(this.#memory, zone, at);
    if (signer === 0) return false;
    if (signer !== this.#signer || this.#keys === null) this.#keys = this.#signers.find(signer);
    this.#signer = signer;
    this.#zone = zone;
    return true;
  }

  /**
   * Signs the answer's entries from `first` on, which are one RRset of `type`; its owner is the name without its first `depth`
   * labels. An answer that cannot be signed says so.
   */
  sign(answer: Answer, first: number, type: number, name: NameCursor, depth: number): void {
    answer.isForAll = false; // it holds for some time only
    const set = this.make(answer, first, type, name, depth);
    if (set === 0) return;
    answer.sign(set);
    const signatures = answer.made.countOf(set);
    this.trace?.note("zone.signed-online", { zone: zoneName(this.#memory, this.#zone), type, signatures });
  }

  /** Makes the signatures of what `sign` signs, and leaves the rest to the caller; 0 when there are none. */
  make(answer: Answer, first: number, type: number, name: NameCursor, depth: number): number {
    const keys = this.#keys;
    if (keys === null) {
      answer.unsigned = Unsigned.keyless;
      return 0;
    }
    const last = answer.count - 1;
    const rrset = answer.rrsets[last];
    const own = rrset < 0 ? answer.made.ttlOf(rrset) : this.#memory.words[rrset + rrsetTtl] >>> 0;
    const told = answer.ttls[last] === ownTtl ? own : answer.ttls[last];
    // Sets that answer together have the TTL that is told; a lone one has its own, whatever a denial makes of it.
    const originalTtl = first === last ? own : told;
    this.#compose(answer, first, type, name, depth, originalTtl);
    const set = answer.made.begin();
    // What stands above a name that is made up is not. Of so many sets chance may have picked each time others.
    const isMadeUp = (this.isMadeUp && depth === 0) || answer.count - first >= multivalueAnswers;
    const store = isMadeUp ? this.#madeUp : this.#held;
    const signing = type === RRType.DNSKEY ? keys.entry : [keys.zone];
    for (const [index, key] of signing.entries()) {
      if (this.#lay(answer, key, index, told, store)) continue;
      answer.unsigned = Unsigned.withheld;
      this.#signers.count("withheld");
      return 0;
    }
    return set;
  }

  /** The octets that are signed, but for whose key it is and the times (RFC 4034 §3.1.8.1). */
  #compose(answer: Answer, first: number, type: number, name: NameCursor, depth: number, originalTtl: number): void {
    const data = this.#data;
    data.clear();
    data.u32(this.#signer);
    data.u32(0);
    data.u16(type);
    data.u8(0);
    data.u8(signedLabels(name, depth));
    data.u32(originalTtl);
    data.u32(0);
    data.u32(0);
    data.u16(0);
    const { words, bytes } = this.#memory;
    const apex = words[this.#zone + treeName] * 4;
    const end = apex + nameLength(bytes, apex, bytes.length);
    for (let i = apex; i < end; i++) data.u8(lowerCase[bytes[i]]); // RFC 4034 §6.2
    this.#headEnd = data.length;
    this.#records.append(answer, first, type, name, depth, originalTtl, data);
  }

  /** Lays the RRSIG by one key of what was composed; false when too many were made already. */
  #lay({ made }: Answer, key: SigningKey, index: number, ttlSeconds: number, { table, budget }: Store): boolean {
    const data = this.#data;
    const { bytes } = data;
    putU32(bytes, 4, index);
    bytes[algorithmAt] = key.algorithm;
    putU16(bytes, tagAt, key.tag);
    putU32(bytes, expirationAt, 0);
    putU32(bytes, inceptionAt, 0);
    sipHash24(this.#signers.secret, bytes, data.length, this.#hash, 0);
    const low = u32At(this.#hash, 0);
    const high = u32At(this.#hash, 4);
    const now = this.#signers.nowSeconds();
    const shift = low % periodSeconds;
    const begin = Math.floor((now + shift) / periodSeconds) * periodSeconds - shift;
    const inception = begin - backdatedSeconds;
    putU32(bytes, expirationAt, begin + validSeconds);
    putU32(bytes, inceptionAt, inception);
    let at = table.find(low, high, inception);
    if (at < 0) {
      if (!budget.take(now, this.client)) return false;
      const signature = key.sign(bytes.subarray(prefixOctets, data.length));
      at = table.keep(low, high, inception, now - backdatedSeconds - periodSeconds, signature);
      this.#signers.count("made");
    }
    made.beginRecord(RRType.RRSIG, ttlSeconds);
    made.out.octets(bytes, prefixOctets, this.#headEnd);
    made.out.octets(table.octets, at, at + signatureOctets);
    made.endRecord();
    return true;
  }
}

/** RFC 4034 §3.1.3: neither the root nor a leading asterisk counts. */
function signedLabels(name: NameCursor, depth: number): number {
  const at = name.labels[depth];
  const isWildcard = name.folded[at] === 1 && name.folded[at + 1] === asterisk;
  return name.count - depth - (isWildcard ? 1 : 0);
}
