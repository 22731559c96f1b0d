// Which hosted zones are signed as they are answered, and what that makes of the image: the zone's DNSKEY set, the number of its keys
// (./zone-keys.ts), and TTLs of a week at most, as AWS has them (DG:dns-configuring-dnssec). A private zone is never signed.

import { RRType } from "../dns/types.ts";
import type { ZoneSigning } from "../store/zone-signing.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import type { Image, RRsetChange, SignerChange } from "../zone/image.ts";
import type { Zone } from "../zone/zone.ts";
import type { ZoneKeys } from "./zone-keys.ts";

/** DG:dns-configuring-dnssec. */
const keyTtlSeconds = 3_600;
const maxTtlSeconds = 604_800;

export class SignedZones {
  readonly #image: Image;
  readonly #keys: ZoneKeys;
  /** What each zone that is signed is signed with: the keys as text, and their number. */
  readonly #signed = new Map<string, { readonly text: string; readonly signer: number }>();
  /** Numbers that a zone has no more once its change is made; one that finds no room is tried again. */
  readonly #leaving = new Map<string, number[]>();
  /** Numbers that no version after this one speaks of. */
  #retired: { readonly signer: number; readonly version: number }[] = [];

  constructor(image: Image, keys: ZoneKeys) {
    this.#image = image;
    this.#keys = keys;
  }

  /** Has a zone signed with these keys, or with none. What is to be done once it is: `made`. */
  sign(zoneId: string, zone: Zone, signing: ZoneSigning | null, made: (() => void)[]): (RRsetChange | SignerChange)[] {
    this.#dropRetired();
    const before = this.#signed.get(zoneId);
    const text = JSON.stringify(signing, (_, value: unknown) =>
      value instanceof Uint8Array ? value.toBase64() : value,
    );
    if (signing === null) this.#signed.delete(zoneId);
    else if (before?.text !== text) this.#signed.set(zoneId, { text, signer: this.#keys.add(signing) });
    const signer = this.#signed.get(zoneId)?.signer ?? 0;
    if (zone.signer === 0 && signer === 0) return [];
    if (before !== undefined && before.signer !== signer) this.#leave(zoneId, before.signer);
    made.push(() => this.#retire(zoneId));
    const rdata = signing === null ? [] : [...signing.keySigning, signing.zoneSigning].map(({ dnskey }) => dnskey);
    return [
      { zone, owner: zone.apex, type: RRType.DNSKEY, ttlSeconds: keyTtlSeconds, rdata },
      { zone, signer },
    ];
  }

  /** The zone is no longer served from the next version on. */
  forget(zoneId: string, made: (() => void)[]): void {
    const before = this.#signed.get(zoneId);
    this.#signed.delete(zoneId);
    if (before !== undefined) this.#leave(zoneId, before.signer);
    made.push(() => this.#retire(zoneId));
  }

  /** Sets as a zone answers them. */
  limited(zoneId: string, sets: readonly ResourceRecordSet[]): readonly ResourceRecordSet[] {
    if (!this.#signed.has(zoneId) || !sets.some(isLongLived)) return sets;
    return sets.map((set) => (isLongLived(set) ? { ...set, TTL: maxTtlSeconds } : set));
  }

  #leave(zoneId: string, signer: number): void {
    this.#leaving.set(zoneId, [...(this.#leaving.get(zoneId) ?? []), signer]);
  }

  #retire(zoneId: string): void {
    const { version } = this.#image;
    for (const signer of this.#leaving.get(zoneId) ?? []) this.#retired.push({ signer, version });
    this.#leaving.delete(zoneId);
  }

  #dropRetired(): void {
    this.#retired = this.#retired.filter(({ signer, version }) => {
      if (!this.#image.seenByAll(version)) return true;
      this.#keys.drop(signer);
      return false;
    });
  }
}

/** Whether a zone that is signed answers a set with another TTL than its own. */
export function isLongLived({ TTL = 0 }: ResourceRecordSet): boolean {
  return TTL > maxTtlSeconds;
}
