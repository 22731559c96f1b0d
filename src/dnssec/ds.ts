// DS: a parent names a child's key by its digest (RFC 4034 §5, RFC 4509 for SHA-256).
// The digest is over the owner in canonical form and the DNSKEY's RDATA, so the same key has another digest elsewhere.
// That a key matches says whose it is; whether it may sign a zone is asked by ./verify.ts.

import type { Name } from "../dns/name.ts";
import { lowerCase, putU16, sameOctets, u16At } from "../base/octets.ts";
import { digestNameOf, digestNames, type Leniency } from "./algorithms.ts";
import type { DigestName, DnssecCrypto } from "./crypto.ts";
import type { DnsKey } from "./dnskey.ts";

export interface DelegationSigner {
  readonly rdata: Uint8Array;
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Uint8Array;
}

/** Reads the RDATA of a DS or CDS. */
export function readDs(rdata: Uint8Array): DelegationSigner {
  return {
    rdata,
    keyTag: u16At(rdata, 0),
    algorithm: rdata[2],
    digestType: rdata[3],
    digest: rdata.subarray(4),
  };
}

/** digest = hash(owner in canonical form | DNSKEY RDATA) (RFC 4034 §5.1.4). */
export function digestOfKey(
  owner: Name,
  dnskeyRdata: Uint8Array,
  name: DigestName,
  crypto: Pick<DnssecCrypto, "digest">,
): Uint8Array {
  const { wire } = owner;
  const octets = new Uint8Array(wire.length + dnskeyRdata.length);
  for (let i = 0; i < wire.length; i++) octets[i] = lowerCase[wire[i]];
  octets.set(dnskeyRdata, wire.length);
  return crypto.digest(name, octets);
}

/** Whether the DS record means this key (RFC 4035 §5.2); a digest type that is not believed means none. */
export function matchesKey(
  ds: DelegationSigner,
  owner: Name,
  key: DnsKey,
  crypto: DnssecCrypto,
  leniency: Leniency,
): boolean {
  if (ds.keyTag !== key.tag || ds.algorithm !== key.algorithm) return false;
  const name = digestNameOf(ds.digestType, leniency);
  if (name === null) return false;
  const digest = digestOfKey(owner, key.rdata, name, crypto);
  return sameOctets(digest, ds.digest);
}

/** The RDATA of the DS record that names the key; digest type 2 is the one that everybody knows (RFC 4509 §3). */
export function makeDs(owner: Name, key: DnsKey, digestType: 1 | 2 | 4, crypto: DnssecCrypto): Uint8Array {
  const digest = digestOfKey(owner, key.rdata, digestNames[digestType], crypto);
  const rdata = new Uint8Array(4 + digest.length);
  putU16(rdata, 0, key.tag);
  rdata[2] = key.algorithm;
  rdata[3] = digestType;
  rdata.set(digest, 4);
  return rdata;
}
