// Whether a zone is signed as a whole: keys that speak for themselves, a signature over every set that is the zone's own and
// over nothing else, and a chain without gap that says of each name what is there (RFC 4035 §2).
// A tool for whoever signs zones or is handed one; a resolver verifies set by set, ./verify.ts.
// Whether a parent's DS names one of the keys is not asked here: it is not in the zone.

import { compareOctets, compareWhole, sameOctets, u16At } from "../base/octets.ts";
import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import { RRType, typeName } from "../dns/types.ts";
import { algorithmName } from "./algorithms.ts";
import { chainedIn, type HashedDenial, hasNsec, typesAt } from "./denial-chain.ts";
import { type DnsKey, isZoneKey, readDnsKey } from "./dnskey.ts";
import { readNsec, typesIn } from "./nsec.ts";
import { hashName, isOptOut, type Nsec3, nsec3Covers, readNsec3 } from "./nsec3.ts";
import { readRrsig } from "./rrsig.ts";
import { isSigned } from "./sign-zone.ts";
import { type VerifyContext, verifyRRset } from "./verify.ts";
import { outlineZone, type OutlinedName } from "./zone-outline.ts";

export interface ZoneFinding {
  readonly owner: Name;
  readonly type: number;
  readonly message: string;
}

/** What is wrong with the zone; nothing when it is signed as it should be. */
export function verifyZone(apex: Name, sets: readonly RRset[], context: VerifyContext): ZoneFinding[] {
  const keySet = sets.find(({ owner, type }) => type === RRType.DNSKEY && owner.equals(apex));
  if (keySet === undefined) return [{ owner: apex, type: RRType.DNSKEY, message: "the zone has no keys" }];
  const keys = keySet.rdatas.map(readDnsKey).filter(isZoneKey);
  const isHashed = (set: RRset): boolean => set.type === RRType.NSEC3;
  const outline = outlineZone(
    apex,
    sets.filter((set) => !isHashed(set)),
  );
  const hashed = sets.filter(isHashed);
  return [
    ...outline.flatMap((name) => checkSignatures(apex, name, keys, context)),
    ...hashed.flatMap((set) => checkSignature(apex, set, keys, context)),
    ...(hashed.length > 0 ? checkHashes(apex, outline, hashed) : checkNames(outline)),
  ];
}

function checkSignatures(
  apex: Name,
  name: OutlinedName,
  keys: readonly DnsKey[],
  context: VerifyContext,
): ZoneFinding[] {
  return name.sets.flatMap((set) => {
    if (isSigned(name, set.type) || (set.type === RRType.NSEC && hasNsec(name)))
      return checkSignature(apex, set, keys, context);
    if (set.signatures.length === 0) return [];
    return [{ owner: set.owner, type: set.type, message: "signed, and not the zone's own (RFC 4035 §2.2)" }];
  });
}

/** Every signature must hold by itself, and each algorithm of the keys must have one (RFC 4035 §2.2). */
function checkSignature(apex: Name, set: RRset, keys: readonly DnsKey[], context: VerifyContext): ZoneFinding[] {
  const { owner, type } = set;
  if (set.signatures.length === 0) return [{ owner, type, message: "not signed" }];
  const missing = new Set(keys.map(({ algorithm }) => algorithm));
  const found = set.signatures.flatMap((signature): ZoneFinding[] => {
    const { algorithm, originalTtl, keyTag } = readRrsig(signature);
    missing.delete(algorithm);
    const outcome = verifyRRset({ ...set, signatures: [signature] }, apex, keys, context);
    if (outcome.kind === "invalid")
      return [{ owner, type, message: `the signature by key ${keyTag} does not hold: ${outcome.why}` }];
    if (originalTtl === set.ttlSeconds) return [];
    return [{ owner, type, message: `signed with a TTL of ${originalTtl} (RFC 4035 §2.2)` }];
  });
  const silent = Array.from(missing, (algorithm) => {
    return { owner, type, message: `not signed by ${algorithmName(algorithm)}, which a key has (RFC 4035 §2.2)` };
  });
  return [...found, ...silent];
}

/** The chain of NSEC: at every name, the types there and the next name (RFC 4035 §2.3). */
function checkNames(outline: readonly OutlinedName[]): ZoneFinding[] {
  const names = outline.filter(hasNsec);
  const stray = outline
    .filter((name) => !hasNsec(name))
    .flatMap(({ sets }) => sets.filter(({ type }) => type === RRType.NSEC));
  return [
    ...stray.map(({ owner, type }) => ({ owner, type, message: "denies what is not the zone's own (RFC 4035 §2.3)" })),
    ...names.flatMap((name, i) => {
      const finding = (message: string): ZoneFinding => ({ owner: name.name, type: RRType.NSEC, message });
      const set = name.sets.find(({ type }) => type === RRType.NSEC);
      if (set === undefined) return [finding("there is no NSEC record (RFC 4035 §2.3)")];
      if (set.rdatas.length > 1) return [finding("there is more than one NSEC record (RFC 4035 §2.3)")];
      const nsec = readNsec(name.name, set.rdatas[0]);
      const found: ZoneFinding[] = [];
      if (!nsec.next.equals(names[(i + 1) % names.length].name)) found.push(finding("does not lead to the next name"));
      const others = { ...name, sets: name.sets.filter(({ type }) => type !== RRType.NSEC) };
      return [...found, ...wrongTypes(nsec, typesAt(others, "nsec")).map(finding)];
    }),
  ];
}

/** The chain of NSEC3 (RFC 5155 §7.1), by what the apex says of it. */
function checkHashes(apex: Name, outline: readonly OutlinedName[], sets: readonly RRset[]): ZoneFinding[] {
  const wrong = (owner: Name, message: string): ZoneFinding => ({ owner, type: RRType.NSEC3, message });
  const param = outline.find(({ name }) => name.equals(apex))?.sets.find(({ type }) => type === RRType.NSEC3PARAM)
    ?.rdatas[0];
  if (param === undefined) return [{ owner: apex, type: RRType.NSEC3PARAM, message: "missing, and there are NSEC3" }];
  const salt = param.subarray(5, 5 + param[4]);
  const found: ZoneFinding[] = [];
  const chain: Nsec3[] = [];
  for (const { owner, rdatas } of sets) {
    const nsec3 = rdatas.length === 1 ? readNsec3(owner, apex, rdatas[0]) : null;
    if (nsec3 === null) found.push(wrong(owner, "no NSEC3 of this zone (RFC 5155 §3)"));
    else if (compareOctets(nsec3.rdata, 2, 5 + nsec3.salt.length, param, 2, param.length) !== 0)
      found.push(wrong(owner, "not of the chain that NSEC3PARAM names (RFC 5155 §4)"));
    else chain.push(nsec3);
  }
  chain.sort((a, b) => compareWhole(a.hash, b.hash));
  chain.forEach(({ owner, next }, i) => {
    const { hash } = chain[(i + 1) % chain.length];
    if (!sameOctets(next, hash)) found.push(wrong(owner, "does not lead to the next hash"));
  });
  const denial: HashedDenial = { kind: "nsec3", salt, iterations: u16At(param, 2), optOut: false };
  return [...found, ...checkHashedNames(outline, chain, denial)];
}

function checkHashedNames(
  outline: readonly OutlinedName[],
  chain: readonly Nsec3[],
  denial: HashedDenial,
): ZoneFinding[] {
  const byHash = new Map(chain.map((nsec3) => [nsec3.hash.toHex(), nsec3]));
  const needed = new Set(outline.filter(chainedIn({ ...denial, optOut: true })));
  const found = outline.filter(chainedIn(denial)).flatMap((name) => {
    const finding = (message: string): ZoneFinding => ({ owner: name.name, type: RRType.NSEC3, message });
    const hash = hashName(name.name, denial.salt, denial.iterations);
    const nsec3 = byHash.get(hash.toHex());
    if (nsec3 !== undefined) {
      byHash.delete(hash.toHex());
      return wrongTypes(nsec3, typesAt(name, "nsec3")).map(finding);
    }
    // Only unsigned delegations may be left out, where the record that covers them says so (RFC 5155 §6).
    const cover = needed.has(name) ? undefined : coverOf(chain, hash);
    return cover !== undefined && isOptOut(cover) && nsec3Covers(cover, hash)
      ? []
      : [finding("there is no NSEC3 record for this name (RFC 5155 §7.1)")];
  });
  const strays = Array.from(byHash.values(), ({ owner }) => ({
    owner,
    type: RRType.NSEC3,
    message: "the hash of no name of the zone",
  }));
  return [...found, ...strays];
}

/** The record before the hash on the ring, of a chain in order; the one that covers it, when the chain has no gap. */
function coverOf(chain: readonly Nsec3[], hash: Uint8Array): Nsec3 | undefined {
  let low = 0;
  let high = chain.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareWhole(chain[middle].hash, hash) < 0) low = middle + 1;
    else high = middle;
  }
  return chain.at(low - 1);
}

/** What a record's set of types says too much, or not. */
function wrongTypes({ rdata, bitmapAt }: { rdata: Uint8Array; bitmapAt: number }, types: readonly number[]): string[] {
  const here = new Set(types);
  const said = new Set(typesIn(rdata, bitmapAt));
  return [
    ...Array.from(said.difference(here), (type) => `says ${typeName(type)}, which is not here`),
    ...Array.from(here.difference(said), (type) => `does not say ${typeName(type)}, which is here`),
  ];
}
