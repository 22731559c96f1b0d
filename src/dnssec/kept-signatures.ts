// Signatures of a zone as it was signed before, for whoever signs it again: what has not changed keeps the one it had, as long as
// that holds. So a zone of which a record changed, or of which a few signatures grow old, costs what is new in it, and
// secondaries fetch little (RFC 1995). The word is the set's own: its records, its TTL (RFC 4034 §3.1.4), its key.

import type { Name } from "../dns/name.ts";
import { type RRset, sameRecords, setKey } from "../dns/rrset.ts";
import { RRType } from "../dns/types.ts";
import { serialDistance } from "../dns/serial.ts";
import { sameOctets } from "../base/octets.ts";
import { keyTag } from "./dnskey.ts";
import { readRrsig } from "./rrsig.ts";
import type { SigningKey } from "./sign.ts";

/** When signatures are good enough to be kept: they hold already, and until then at least. Seconds since 1970. */
export interface KeepingTimes {
  readonly nowSeconds: number;
  readonly untilSeconds: number;
}

export class KeptSignatures {
  readonly #apex: Name;
  readonly #sets = new Map<string, RRset>();
  readonly #dnskeys: readonly Uint8Array[];
  readonly #times: KeepingTimes;
  readonly #known = new Map<SigningKey, boolean>();

  /** `sets`: the zone as it was signed before, signatures with the sets that they cover. */
  constructor(apex: Name, sets: Iterable<RRset>, times: KeepingTimes) {
    this.#apex = apex;
    this.#times = times;
    for (const set of sets) this.#sets.set(setKey(set), set);
    this.#dnskeys = this.#sets.get(setKey({ owner: apex, type: RRType.DNSKEY }))?.rdatas ?? [];
  }

  /** The RRSIG's RDATA that the key made over the very set; null where there is none that is good for long enough. */
  of(set: RRset, key: SigningKey): Uint8Array | null {
    const old = this.#sets.get(setKey(set));
    if (old === undefined || old.ttlSeconds !== set.ttlSeconds || !this.#isKnown(key) || !sameRecords(old, set))
      return null;
    return old.signatures.find((rdata) => this.#isGood(rdata, key)) ?? null;
  }

  #isGood(rdata: Uint8Array, { tag, algorithm }: SigningKey): boolean {
    const { nowSeconds, untilSeconds } = this.#times;
    const rrsig = readRrsig(rdata);
    if (rrsig.keyTag !== tag || rrsig.algorithm !== algorithm || !rrsig.signer.equals(this.#apex)) return false;
    return serialDistance(rrsig.inception, nowSeconds) >= 0 && serialDistance(untilSeconds, rrsig.expiration) >= 0;
  }

  #isKnown(key: SigningKey): boolean {
    const known = this.#known.get(key) ?? this.#isOnly(key);
    this.#known.set(key, known);
    return known;
  }

  /** A signature names its key by a tag, which another one may have as well (RFC 4034 §3.1.6): then nobody knows whose it is. */
  #isOnly({ dnskey, tag, algorithm }: SigningKey): boolean {
    const alike = this.#dnskeys.filter((one) => one[3] === algorithm && keyTag(one) === tag);
    return alike.length === 1 && sameOctets(alike[0], dnskey);
  }
}
