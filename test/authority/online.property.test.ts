// Random zones that are signed as they are answered, and every kind of question: what is answered is what an unsigned zone
// answers, each set that is the zone's own holds by the zone's keys alone, and each denial is proven by its NSEC.

import fc from "fast-check";
import { expect, test } from "vitest";
import { RRType, typeName } from "../../src/dns/types.ts";
import { proveNoDs } from "../../src/dnssec/denial.ts";
import type { DnsKey } from "../../src/dnssec/dnskey.ts";
import { readNsec } from "../../src/dnssec/nsec.ts";
import { readRrsig } from "../../src/dnssec/rrsig.ts";
import { Name } from "../../src/dns/name.ts";
import { seededRandom } from "../../src/base/random.ts";
import type { RRset } from "../../src/dns/rrset.ts";
import { allQuestions, randomZones } from "../differential/generate.ts";
import { zoneText } from "../differential/plain.ts";
import { composeQuery, type Labels, type Message, nameText, nameWire, parseMessage } from "../peers/wire.ts";
import { policy } from "./hosting.ts";
import { serve } from "./asking.ts";
import { denialOf, keysOf, newOnlineWorld, type OnlineWorld, publicKeys, secure, setsOf, signWith, verify } from "./online.ts"; // prettier-ignore

/** The keys of each zone, by its apex. */
type Keys = ReadonlyMap<string, ZoneOfKeys>;
interface ZoneOfKeys {
  readonly zone: Name;
  readonly keys: DnsKey[];
}

const questionsPerWorld = 300;
const nxdomain = 3;

test("every answer holds, and every denial is proven (RFC 4035 §5, RFC 9824 §3)", () => {
  let [denials, missing, referrals] = [0, 0, 0];
  const count = ({ denied, isMissing, refers }: Judged): void => {
    denials += Number(denied);
    missing += Number(isMissing);
    referrals += Number(refers);
  };
  fc.assert(
    fc.property(randomZones, fc.nat(), (zones, seed) => {
      const world = newOnlineWorld();
      const random = seededRandom(seed);
      const texts = Object.fromEntries(zones.map((zone) => [nameText(zone.origin), zoneText(zone)]));
      const served = serve(world.image, texts);
      const keys = new Map<string, ZoneOfKeys>();
      for (const zone of served) {
        signWith(world, { zone }, keysOf(zone.apex.key));
        keys.set(zone.apex.key, { zone: zone.apex, keys: publicKeys(keysOf(zone.apex.key)) });
        choosePolicies(world, zone, zones.flatMap(({ records }) => records.map(({ owner }) => owner)), random);
      } // prettier-ignore
      const all = allQuestions(zones);
      for (let i = 0; i < questionsPerWorld; i++) {
        const { name, type } = all[random.below(all.length)];
        world.signers.now += i % 20 === 0 ? 1 : 0;
        count(judge(world, name, type, keys));
      }
    }),
    { numRuns: 12 },
  );
  // Worlds are drawn: few of them may have a delegation.
  expect(Math.min(denials, missing, referrals)).toBeGreaterThan(0);
}, 120_000);

/** Some names that have addresses get two that are chosen among, or none for whoever asks. */
function choosePolicies(
  { image }: OnlineWorld,
  zone: ReturnType<typeof serve>[number],
  owners: readonly Labels[],
  random: ReturnType<typeof seededRandom>,
): void {
  for (const owner of owners.filter(() => random.below(8) === 0)) {
    const name = new Name(nameWire(owner));
    if (zone.apex.equals(name) || !name.isWithin(zone.apex)) continue;
    const routing =
      random.below(3) === 0
        ? ({ policy: "geolocation", continent: "EU" } as const)
        : ({ policy: "multivalue" } as const);
    const sets = ["192.0.2.201", "192.0.2.7"].map((value, id) => ({ id: `${id}`, routing, values: [value] }));
    image.apply([policy({ zone, own: 0 }, nameText(owner), "A", sets)]);
  }
}

interface Judged {
  readonly denied: boolean;
  readonly isMissing: boolean;
  readonly refers: boolean;
}

function judge(world: OnlineWorld, name: Labels, type: number, keys: Keys): Judged {
  const why = `${nameText(name)} ${typeName(type)}`;
  const [signed, plain] = [secure, { protocol: 1, edns: null } as const].map((options) =>
    parseMessage(world.asking.send(composeQuery(name, type, options), options)!),
  );
  const none = { denied: false, isMissing: false, refers: false };
  if (signed.rcode !== 0) {
    expect(signed.rcode, why).toBe(plain.rcode);
    return none;
  }
  judgeSets(signed, keys, world.signers.now, why);
  const isProof = type === RRType.RRSIG || type === RRType.NSEC;
  if (!isProof) expect(sketch(signed), why).toEqual(sketch(plain));
  const soa = setsOf(signed.authority).find((set) => set.type === RRType.SOA);
  if (soa !== undefined) return judgeDenial(signed, plain, soa, lastName(signed, name), type, why);
  const cut = setsOf(signed.authority).find((set) => set.type === RRType.NS);
  if (cut === undefined) return none;
  judgeReferral(signed, cut, keys, why);
  return { ...none, refers: true };
}

/** Sets that are the zone's own hold; CNAMEs that a DNAME stands for, a cut's NS and glue have no signature at all. */
function judgeSets(message: Message, keys: Keys, now: number, why: string): void {
  const dnames = setsOf(message.answer).filter((set) => set.type === RRType.DNAME);
  const isMade = (set: RRset): boolean =>
    set.type === RRType.CNAME && dnames.some(({ owner }) => set.owner.isWithin(owner) && !set.owner.equals(owner));
  const isCut = (set: RRset): boolean => set.type === RRType.NS && message.authority.some(({ type }) => type === RRType.NS); // prettier-ignore
  for (const set of [...setsOf(message.answer), ...setsOf(message.authority)]) {
    const what = `${why}: ${set.owner.key} ${typeName(set.type)}`;
    if (isMade(set) || isCut(set)) expect(set.signatures, what).toHaveLength(0);
    else expectValid(set, keys, now, what);
  }
  for (const set of setsOf(message.additional))
    if (set.signatures.length > 0) expectValid(set, keys, now, `${why}, additional`);
}

function expectValid(set: RRset, keys: Keys, now: number, what: string): void {
  expect(set.signatures, what).not.toHaveLength(0);
  const { signer } = readRrsig(set.signatures[0]);
  expect(verify(set, signer, keys.get(signer.key)?.keys ?? [], now), what).toMatchObject({
    kind: "valid",
    source: null,
  });
}

function judgeDenial(signed: Message, plain: Message, soa: RRset, name: Name, type: number, why: string): Judged {
  const found = denialOf(signed, soa.owner, name, type);
  // A zone says nothing of the DS of its own apex (RFC 6840 §4.1), nor that a name has no NSEC.
  const isOurs = type !== RRType.DS || !soa.owner.equals(name);
  if (isOurs && type !== RRType.NSEC && type !== RRType.RRSIG) {
    expect(found.proof, why).toBe("proven");
    expect(found.isNxname, why).toBe(plain.rcode === nxdomain);
  }
  return { denied: true, isMissing: plain.rcode === nxdomain, refers: false };
}

function judgeReferral(signed: Message, cut: RRset, keys: Keys, why: string): void {
  const sets = setsOf(signed.authority);
  if (sets.some((set) => set.type === RRType.DS)) return;
  const nsecs = sets
    .filter((set) => set.type === RRType.NSEC)
    .map(({ owner, rdatas: [rdata] }) => readNsec(owner, rdata));
  const zones = [...keys.values()].map(({ zone }) => zone).filter((zone) => cut.owner.isWithin(zone));
  expect(
    zones.some((zone) => proveNoDs({ zone, nsecs, hashed: null }, cut.owner).means === "unsigned delegation"),
    why,
  ).toBe(true);
}

/** Where the chain of aliases ends. */
function lastName(message: Message, name: Labels): Name {
  let last = new Name(nameWire(name));
  for (const { type, rdata, owner } of message.answer)
    if (type === RRType.CNAME && new Name(nameWire(owner)).equals(last)) last = new Name(rdata.slice());
  return last;
}

/** Owners and types of the answer section, signatures left out. */
function sketch({ answer }: Message): string[] {
  const told = answer.filter(({ type }) => type !== RRType.RRSIG);
  return told.map(({ owner, type }) => `${nameText(owner).toLowerCase()} ${type}`).toSorted();
}
