// A hosted zone whose answers are signed as they are given, asked in the process that tests; and what a validator makes of a
// reply: whether every set that is the zone's own has a signature that holds, and what its denials prove.

import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { newSigningKey } from "../../src/crypto/signing-keys.ts";
import { Class } from "../../src/dns/codes.ts";
import { Name } from "../../src/dns/name.ts";
import { makeRRset, type RRset } from "../../src/dns/rrset.ts";
import { RRType, typeName } from "../../src/dns/types.ts";
import { proveNodata } from "../../src/dnssec/denial.ts";
import { type DnsKey, readDnsKey } from "../../src/dnssec/dnskey.ts";
import { hasType, readNsec } from "../../src/dnssec/nsec.ts";
import type { Finding } from "../../src/dnssec/proof.ts";
import type { SigningKey } from "../../src/dnssec/sign.ts";
import { type Verification, verifyRRset } from "../../src/dnssec/verify.ts";
import type { Signers, ZoneKeys } from "../../src/authority/signers.ts";
import type { Change, Image } from "../../src/zone/image.ts";
import { composeQuery, type Message, nameWire, parseMessage, type WireRecord } from "../peers/wire.ts";
import { Asking, type AskOptions, newImage } from "./asking.ts";
import { build, type Hosted, show } from "./hosting.ts";

export const keyTtlSeconds = 3_600;
/** DO; with CO beside it. */
export const secure = { edns: { flags: 0x8000, size: 4096 }, protocol: 1 } as const;
export const compact = { edns: { flags: 0xc000, size: 4096 }, protocol: 1 } as const;

/** The key of a seed, so that a test's keys are the same each time. */
export function keyOf(seed: string, flags: number): SigningKey {
  const key = newSigningKey({ algorithm: 13, flags, seed: new TextEncoder().encode(seed) });
  if (typeof key === "string") throw new Error(key);
  return key;
}

export function keysOf(seed: string): ZoneKeys {
  return { entry: [keyOf(`${seed} ksk`, 257)], zone: keyOf(`${seed} zsk`, 256) };
}

export class TestSigners implements Signers {
  readonly keys = new Map<number, ZoneKeys>();
  readonly secret = Uint8Array.from({ length: 16 }, (_, i) => i * 7);
  readonly counts = { made: 0, withheld: 0 };
  now = 1_800_000_000;

  find(signer: number): ZoneKeys | null {
    return this.keys.get(signer) ?? null;
  }

  nowSeconds(): number {
    return this.now;
  }

  count(what: "made" | "withheld"): void {
    this.counts[what]++;
  }
}

export interface OnlineWorld {
  readonly image: Image;
  readonly signers: TestSigners;
  readonly asking: Asking;
}

export function newOnlineWorld(): OnlineWorld {
  const image = newImage();
  const signers = new TestSigners();
  return { image, signers, asking: new Asking(image, { signers, maxUdpOctets: 4096 }) };
}

/** Makes a hosted zone whose answers are signed; its records as for `host`. */
export function hostSigned(world: OnlineWorld, apex: string, records: readonly string[] = [], seed = apex): Hosted {
  const hosted = build(world.image, apex, records);
  show(world.image, hosted);
  signWith(world, hosted, keysOf(seed));
  return hosted;
}

/** From the next version on a zone is signed with these keys, or with none. */
export function signWith({ image, signers }: OnlineWorld, { zone }: Pick<Hosted, "zone">, keys: ZoneKeys | null): void {
  const signer = keys === null ? 0 : signers.keys.size + 1;
  if (keys !== null) signers.keys.set(signer, keys);
  const rdata = keys === null ? [] : [...keys.entry, keys.zone].map(({ dnskey }) => dnskey);
  image.apply<Change>([
    { zone, owner: zone.apex, type: RRType.DNSKEY, ttlSeconds: keyTtlSeconds, rdata },
    { zone, signer },
  ]);
}

export function ask({ asking }: OnlineWorld, question: string, options: AskOptions = secure): Message {
  const [name, type] = question.split(" ") as [string, string];
  const reply = asking.send(composeQuery(name, type, options), options);
  if (reply === null) throw new Error("silence");
  return parseMessage(reply);
}

/** The sets of a section, each with its signatures. */
export function setsOf(section: readonly WireRecord[]): RRset[] {
  const groups = Map.groupBy(section, ({ owner, type, rdata }) => {
    const covered = type === RRType.RRSIG ? (rdata[0] << 8) | rdata[1] : type;
    return `${new Name(nameWire(owner)).key} ${covered}`;
  });
  return [...groups.values()].flatMap((group) => {
    const records = group.filter(({ type }) => type !== RRType.RRSIG);
    const [first] = records;
    if (first === undefined) return [];
    const octets = ({ rdata }: WireRecord): Uint8Array => rdata;
    const signatures = group.filter(({ type }) => type === RRType.RRSIG).map(octets);
    const owner = new Name(nameWire(first.owner));
    return [makeRRset(owner, first.type, Class.IN, first.ttl, records.map(octets), signatures)];
  });
}

export function verify(set: RRset, zone: Name, keys: readonly DnsKey[], nowSeconds: number): Verification {
  const context = { crypto: nodeDnssecCrypto, nowSeconds, leniency: "current", work: { checksLeft: 64 } } as const;
  return verifyRRset(set, zone, keys, context);
}

export function publicKeys({ entry, zone }: ZoneKeys): DnsKey[] {
  return [...entry, zone].map(({ dnskey }) => readDnsKey(dnskey));
}

/** What the NSEC records of a reply prove of a name and type, and whether they say that there is no such name. */
export function denialOf(message: Message, zone: Name, name: Name, type: number): Finding & { isNxname: boolean } {
  const sets = setsOf(message.authority).filter((set) => set.type === RRType.NSEC);
  const nsecs = sets.flatMap(({ owner, rdatas }) => rdatas.map((rdata) => readNsec(owner, rdata)));
  const isNxname = nsecs.some(({ rdata, bitmapAt }) => hasType(rdata, bitmapAt, RRType.NXNAME));
  return { ...proveNodata({ zone, nsecs, hashed: null }, name, type), isNxname };
}

/** The types of a reply's only NSEC, in order. */
export function typesOf(message: Message): string {
  const sets = setsOf([...message.answer, ...message.authority]).filter((set) => set.type === RRType.NSEC);
  return sets
    .flatMap(({ owner, rdatas }) => rdatas.map((rdata) => readNsec(owner, rdata)))
    .map(({ rdata, bitmapAt }) => {
      const types = Array.from({ length: 1024 }, (_, type) => type).filter((type) => hasType(rdata, bitmapAt, type));
      return types.map((type) => typeName(type)).join(" ");
    })
    .join(" | ");
}
