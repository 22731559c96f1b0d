// Zone files that are signed here (dns.signing): as a file is loaded it is signed, and what is served is the signed zone, which also
// lies below `data`, on the disk before anybody sees it. From there the next signing knows which signatures are good still and which
// serial was given out last, over restarts too. What cannot be signed is not served unsigned, which validators would take for
// an attack: its last good version goes on.
// Signatures end at different times, and those that are near their end are made anew some at a time.
// The signing itself: ../../dnssec/resign-zone.ts. The keys: ./key-folder.ts. Who asks when it is time: ../zones.ts.

import { nodeDnssecCrypto } from "../../crypto/dnssec-crypto.ts";
import { nodeZoneHash } from "../../crypto/zone-hash.ts";
import type { StoredCopy, ZoneCopies } from "../../disk/zone-copies.ts";
import type { Random } from "../../base/random.ts";
import type { FinishedFile, ZoneFinisher } from "../../disk/zone-directory.ts";
import type { Name } from "../../dns/name.ts";
import { printRdata } from "../../dns/rdata.ts";
import type { RRset } from "../../dns/rrset.ts";
import { printName } from "../../dns/text/name-text.ts";
import type { Family } from "../../http/prometheus.ts";
import { RRType } from "../../dns/types.ts";
import type { Denial } from "../../dnssec/denial-chain.ts";
import { readDnsKey } from "../../dnssec/dnskey.ts";
import { makeDs } from "../../dnssec/ds.ts";
import { resignZone, soonestEnd } from "../../dnssec/resign-zone.ts";
import type { SignatureTimes, SigningKey } from "../../dnssec/sign.ts";
import { digestOf, type DigestWord, signersOf, type ZoneSigning } from "../../dnssec/sign-zone.ts";
import type { ZoneSource } from "../../zone/load.ts";
import { printRecordSets, readRecordSets } from "../../zone/record-sets.ts";
import type { Log } from "../log.ts";
import type { FoundKeys, KeyFolder } from "./key-folder.ts";

/** How a zone is signed, as the configuration has it. */
export interface SigningWish {
  /** null: every zone that its file does not hold signed. */
  readonly zone: Name | null;
  readonly folder: KeyFolder;
  readonly denial: Denial;
  readonly tellsParent: boolean;
  readonly digest: DigestWord | null;
  readonly lifeSeconds: number;
}

export interface SignerParts {
  /** The first that fits a zone counts. */
  readonly wishes: readonly SigningWish[];
  readonly copies: ZoneCopies;
  readonly log: Log;
  readonly nowSeconds: () => number;
  readonly random: Random;
}

interface Signed {
  /** When the first signature ends, and when it is to be made anew, in seconds since 1970. */
  readonly endSeconds: number;
  readonly renewAtSeconds: number;
  readonly folder: KeyFolder;
  /** The keys that it was signed with, as the folder knows them. */
  readonly keys: string;
}

/** Clocks differ: a signature holds from an hour before it was made. */
const backdatedSeconds = 3600;
/** Parts of a signature's life: what may be left when it is made anew, what others are then made anew with it, how their ends differ. */
const renewedWithLeft = 1 / 4;
const renewedTogether = 1 / 8;
const spread = 1 / 4;

export class FileSigner implements ZoneFinisher {
  readonly #parts: SignerParts;
  /** What is served signed, by the key of the zone's apex. */
  readonly #signed = new Map<string, Signed>();
  /** Keys of zones that files had, signed or not. */
  readonly #met = new Set<string>();

  constructor(parts: SignerParts) {
    this.#parts = parts;
  }

  isDue(zone: Name): boolean {
    const signed = this.#signed.get(zone.key);
    if (signed === undefined) return false;
    return signed.renewAtSeconds <= this.#parts.nowSeconds() || signed.folder.fingerprint(zone) !== signed.keys;
  }

  /** Whether any zone is due that is served still. */
  isAnyDue(served: ReadonlyMap<string, { readonly apex: Name }>): boolean {
    for (const key of this.#signed.keys()) {
      const zone = served.get(key);
      if (zone === undefined) this.#signed.delete(key);
      else if (this.isDue(zone.apex)) return true;
    }
    return false;
  }

  /** Zones that are to be signed by name, and that no file had. */
  missing(): string[] {
    const named = this.#parts.wishes.flatMap(({ zone }) => zone ?? []);
    return named.filter(({ key }) => !this.#met.has(key)).map(({ wire }) => printName(wire));
  }

  /** What an operator watches: that none of it ends. */
  families(): Family[] {
    const ends = Array.from(this.#signed.values(), ({ endSeconds }) => endSeconds);
    return [
      {
        name: "signpost_signed_zones",
        help: "Zone files that are kept signed here.",
        kind: "gauge",
        samples: [{ labels: {}, value: ends.length }],
      },
      {
        name: "signpost_first_signature_end_timestamp_seconds",
        help: "When the first of their signatures ends, in seconds since 1970.",
        kind: "gauge",
        samples: ends.length === 0 ? [] : [{ labels: {}, value: ends.reduce((first, end) => Math.min(first, end)) }],
      },
    ];
  }

  finish(source: ZoneSource): FinishedFile | string | null {
    const { apex } = source;
    const wish = this.#wishFor(apex);
    if (wish === undefined) return null;
    this.#met.add(apex.key);
    const { sets } = readRecordSets(source);
    if (wish.zone === null && sets.some(({ signatures }) => signatures.length > 0)) return null;
    const found = wish.folder.find(apex, this.#parts.nowSeconds());
    if (typeof found === "string") return `it cannot be signed: ${found}`;
    const copy = this.#parts.copies.read(apex);
    const last = copy === null ? null : lastOf(apex, copy);
    if (typeof last === "string") return `it cannot be signed: ${last}`;
    const signed = this.#sign(apex, sets, last, wish, found);
    if (typeof signed === "string") return `it cannot be served signed: ${signed}`;
    if (!this.#signed.has(apex.key) || found.made !== null || last === null) this.#tell(apex, found, wish);
    const now = this.#parts.nowSeconds();
    const endSeconds = now + soonestEnd(signed.sets, now);
    const renewAtSeconds = endSeconds - Math.floor(wish.lifeSeconds * renewedWithLeft);
    const { folder } = wish;
    this.#signed.set(apex.key, { endSeconds, renewAtSeconds, folder, keys: folder.fingerprint(apex) });
    return { file: source.file, text: signed.text };
  }

  #wishFor(apex: Name): SigningWish | undefined {
    const { wishes } = this.#parts;
    return wishes.find(({ zone }) => zone?.equals(apex)) ?? wishes.find(({ zone }) => zone === null);
  }

  #sign(
    apex: Name,
    sets: readonly RRset[],
    last: LastSigned | null,
    wish: SigningWish,
    { keys }: FoundKeys,
  ): { readonly sets: readonly RRset[]; readonly text: Uint8Array } | string {
    const now = this.#parts.nowSeconds();
    const keptFor = Math.ceil(wish.lifeSeconds * (renewedWithLeft + renewedTogether));
    const keeping = { nowSeconds: now, untilSeconds: now + keptFor };
    const signed = resignZone(apex, sets, last?.sets ?? null, this.#signing(apex, sets, wish, keys), keeping);
    if (last !== null && signed === last.sets) return last;
    const text = new TextEncoder().encode(printRecordSets(apex, signed));
    return this.#parts.copies.writeNow(apex, text) ?? { sets: signed, text };
  }

  #signing(
    apex: Name,
    sets: readonly RRset[],
    { denial, tellsParent, digest, lifeSeconds }: SigningWish,
    keys: readonly SigningKey[],
  ): ZoneSigning {
    const now = this.#parts.nowSeconds();
    const times = (): SignatureTimes => ({
      inception: now - backdatedSeconds,
      expiration: now + lifeSeconds - this.#parts.random.below(Math.ceil(lifeSeconds * spread)),
    });
    const parentDigest = tellsParent ? nodeDnssecCrypto : null;
    return { keys, times, denial, parentDigest, zoneDigest: digestOf(apex, sets, digest, nodeZoneHash) };
  }

  /** What the parent of the zone must have, where people look for it. */
  #tell(zone: Name, { keys, made }: FoundKeys, { folder }: SigningWish): void {
    const { parent } = signersOf(keys);
    const ds = parent.map(({ dnskey }) => printRdata(RRType.DS, makeDs(zone, readDnsKey(dnskey), 2, nodeDnssecCrypto)));
    const fields = { zone: printName(zone.wire), keys: folder.directory, ds };
    if (made === null)
      this.#parts.log.info(fields, "the zone is signed here, with the keys that these DS records of its parent name");
    else
      this.#parts.log.warn(
        { ...fields, made },
        "a key was made for a zone that had none: its parent wants this DS record",
      );
  }
}

interface LastSigned {
  readonly sets: readonly RRset[];
  readonly text: Uint8Array;
}

/** The zone as it was given out last, or a sentence about a copy that nobody can read: its serial would be given out again. */
function lastOf(apex: Name, copy: StoredCopy | string): LastSigned | string {
  if (typeof copy === "string") return copy;
  const { file, text } = copy;
  const { sets, faults } = readRecordSets({ file, text, apex, origin: apex, open: () => "a copy includes nothing" });
  if (faults.length === 0) return { sets, text };
  return `${file}:${faults[0].line}: the signed copy is damaged; without it, it is signed from nothing, and its serial must be raised`;
}
