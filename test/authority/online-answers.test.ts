// Answers that are signed as they are given: who signs what, for how long, how often anew, and how many at most.

import { expect, test } from "vitest";
import { maxMadeUpSignaturesPerSecond, maxSignaturesPerSecond } from "../../src/base/limits.ts";
import { RRType, typeName } from "../../src/dns/types.ts";
import { readRrsig } from "../../src/dnssec/rrsig.ts";
import { packCollection } from "../../src/routing/cidr.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { loadPlaces } from "../../src/routing/place-layers.ts";
import { openRouting, type RoutingData } from "../../src/server/routing-data.ts";
import type { RRset } from "../../src/dns/rrset.ts";
import { flags, type Message, rcodeText } from "../peers/wire.ts";
import { prefixOf } from "../routing/world.ts";
import { Asking, type AskOptions, nameOf, newImage } from "./asking.ts";
import { host, policy, type SetText } from "./hosting.ts";
import { ask, denialOf, hostSigned, keyOf, keysOf, newOnlineWorld, type OnlineWorld, publicKeys, secure, setsOf, signWith, TestSigners, verify } from "./online.ts"; // prettier-ignore

const day = 86_400;
const udp = { ...secure, protocol: 0 } as const;

/** Each set of the answer section: its verdict by the keys of a zone, or "unsigned". */
function verdicts(message: Message, zone: string, now: number, keys = publicKeys(keysOf(zone))): string[] {
  return setsOf(message.answer).map((set) => {
    if (set.signatures.length === 0) return `${typeName(set.type)} unsigned`;
    const found = verify(set, nameOf(zone), keys, now);
    return `${typeName(set.type)} ${found.kind === "valid" ? "valid" : found.why}`;
  });
}

function timesOf(set: RRset): readonly [inception: number, expiration: number] {
  const { inception, expiration } = readRrsig(set.signatures[0]);
  return [inception, expiration];
}

const address = (i: number): string[] => [`192.0.2.${i}`];
const two = (...routings: NonNullable<SetText["routing"]>[]): SetText[] =>
  routings.map((routing, i) => ({ id: `${i}`, routing, values: address(i + 1), check: i + 1 }));
const policies: Readonly<Record<string, readonly SetText[]>> = {
  weighted: two({ policy: "weighted", weight: 1 }, { policy: "weighted", weight: 1 }),
  latency: two({ policy: "latency", region: "us-east-1" }, { policy: "latency", region: "eu-west-1" }),
  failover: two({ policy: "failover", role: "PRIMARY" }, { policy: "failover", role: "SECONDARY" }),
  geolocation: two({ policy: "geolocation", country: "*" }, { policy: "geolocation", continent: "EU" }),
  geoproximity: two({ policy: "geoproximity", at: "us-east-1", bias: 0 }, { policy: "geoproximity", at: "eu-west-1", bias: 0 }), // prettier-ignore
  multivalue: two({ policy: "multivalue" }, { policy: "multivalue" }),
  ip: two({ policy: "ip-based", location: 1 }, { policy: "ip-based", location: 0 }),
  alias: [{ alias: "failover.example.", evaluate: true }],
};

test.each(Object.keys(policies))("RFC 4035 §3.1.1: what %s answers is signed, before and after a flip", (kind) => {
  const image = newImage();
  const signers = new TestSigners();
  const board = HealthBoard.create();
  const places = loadPlaces({ pins: [], database: null }).layers;
  const data: RoutingData = { health: board.buffer, places, latencies: [], vpcs: [], subnets: "used" };
  const asking = new Asking(image, { signers, routing: openRouting(data, 1), maxUdpOctets: 4096 });
  const world: OnlineWorld = { image, signers, asking };
  const hosted = hostSigned(world, "example.");
  const blocks = image.share(packCollection([{ prefix: prefixOf("127.0.0.0/8"), location: 1 }]));
  image.apply(
    Object.entries(policies).map(([name, sets]) =>
      policy(hosted, `${name}.example.`, "A", sets, name === "ip" ? blocks.at : 0),
    ),
  );
  const addresses = new Set<number>();
  for (const state of ["healthy", "unhealthy", "healthy"] as const) {
    board.set(1, state);
    for (let round = 0; round < 8; round++) {
      const message = ask(world, `${kind}.example. A`);
      expect(verdicts(message, "example.", signers.now)).toEqual(["A valid"]);
      for (const { rdata } of message.answer.filter(({ type }) => type === RRType.A)) addresses.add(rdata[3]);
    }
  }
  if (kind !== "geolocation") expect(addresses.size).toBe(2);
});

test("RFC 2181 §5: sets that answer together are signed as one, whatever their order and TTLs", () => {
  const world = newOnlineWorld();
  const hosted = hostSigned(world, "example.");
  const sets = [9, 1, 5, 5].map((i, n): SetText => ({ id: `${n}`, routing: { policy: "multivalue" }, values: address(i), ttl: 30 + n })); // prettier-ignore
  world.image.apply([policy(hosted, "multi.example.", "A", sets)]);
  const message = ask(world, "multi.example. A");
  expect(message.answer.map(({ ttl }) => ttl)).toEqual([30, 30, 30, 30, 30]);
  expect(verdicts(message, "example.", world.signers.now)).toEqual(["A valid"]);
});

test("RFC 4034 §3.1.7: each link of a chain is signed by its own zone, or by none", () => {
  const world = newOnlineWorld();
  hostSigned(world, "one.", ["www 60 CNAME www.two."]);
  hostSigned(world, "two.", ["www 60 CNAME www.plain."]);
  host(world.image, "plain.", ["www 60 CNAME www.three."]);
  hostSigned(world, "three.", ["www 60 A 192.0.2.1"]);
  const message = ask(world, "www.one. A");
  const [first, second, plain, last] = setsOf(message.answer);
  const by = (set: RRset): string => (set.signatures.length === 0 ? "nobody" : readRrsig(set.signatures[0]).signer.key);
  expect([first, second, plain, last].map(by)).toEqual(
    ["one.", "two."].map((zone) => nameOf(zone).key).concat(["nobody", nameOf("three.").key]),
  );
  for (const [set, zone] of [[first, "one."], [second, "two."], [last, "three."]] as const)
    expect(verify(set, nameOf(zone), publicKeys(keysOf(zone)), world.signers.now).kind).toBe("valid"); // prettier-ignore
});

test("RFC 4035 §3.1.1: additional data is signed, too", () => {
  const world = newOnlineWorld();
  hostSigned(world, "example.", ["@ 60 MX 10 mail.example.", "mail 60 A 192.0.2.1"]);
  const [set] = setsOf(ask(world, "example. MX").additional);
  expect(verify(set, nameOf("example."), publicKeys(keysOf("example.")), world.signers.now).kind).toBe("valid");
});

test("DG:dns-configuring-dnssec-zsk-management: key-signing keys sign the DNSKEY set, and nothing else", () => {
  const world = newOnlineWorld();
  const hosted = hostSigned(world, "example.", ["www 60 A 192.0.2.1"]);
  const keys = { entry: [keyOf("a", 257), keyOf("b", 257)], zone: keyOf("z", 256) };
  signWith(world, hosted, keys);
  const tags = (question: string): number[] =>
    setsOf(ask(world, question).answer)[0].signatures.map((rdata) => readRrsig(rdata).keyTag);
  expect(tags("example. DNSKEY")).toEqual(keys.entry.map(({ tag }) => tag));
  expect(tags("www.example. A")).toEqual([keys.zone.tag]);
  expect(verdicts(ask(world, "example. DNSKEY"), "example.", world.signers.now, publicKeys(keys))).toEqual(["DNSKEY valid"]); // prettier-ignore
});

test("a change of keys is a version like any other, and so is the end of signing", () => {
  const world = newOnlineWorld();
  const hosted = hostSigned(world, "example.", ["www 60 A 192.0.2.1"]);
  const seen = (keys = keysOf("example.")): string[] =>
    verdicts(ask(world, "www.example. A", udp), "example.", world.signers.now, publicKeys(keys));
  for (let i = 0; i < 5_000; i++) ask(world, "www.example. A", udp); // whatever is kept would be kept by now
  signWith(world, hosted, keysOf("other"));
  expect(seen()).toEqual(["A no key"]);
  expect(seen(keysOf("other"))).toEqual(["A valid"]);
  world.image.compact(hosted.zone);
  expect(seen(keysOf("other"))).toEqual(["A valid"]);
  signWith(world, hosted, null);
  expect(seen()).toEqual(["A unsigned"]);
  expect(ask(world, "example. DNSKEY").answer).toEqual([]);
});

test("RFC 4034 §3.1.5: signatures hold from an hour ago for a fortnight, and none that is given ends within 13 days", () => {
  const world = newOnlineWorld();
  hostSigned(
    world,
    "example.",
    Array.from({ length: 50 }, (_, i) => `n${i} 60 A 192.0.2.1`),
  );
  const start = world.signers.now;
  const begins = new Set<number>();
  const changes: number[] = [];
  let last = 0;
  for (let hours = 0; hours < 40; hours += 0.5) {
    world.signers.now = start + hours * 3_600;
    for (let i = 0; i < 50; i++) {
      const message = ask(world, `n${i}.example. A`, udp);
      const [inception, expiration] = timesOf(setsOf(message.answer)[0]);
      expect(expiration - inception).toBe(14 * day + 3_600);
      expect(world.signers.now - inception).toBeGreaterThanOrEqual(3_600);
      expect(expiration - world.signers.now).toBeGreaterThan(13 * day);
      begins.add(inception % 14_400);
      if (i === 0 && inception !== last) changes.push(hours);
      if (i === 0) last = inception;
    }
  }
  expect(changes.length).toBe(11); // every four hours
  expect(begins.size).toBeGreaterThan(40); // not all at one time
});

test("what is asked for again is not signed again", () => {
  const world = newOnlineWorld();
  hostSigned(world, "example.", ["www 60 A 192.0.2.1", "*.wild 60 A 192.0.2.2"]);
  const made = (question: string): number => {
    const before = world.signers.counts.made;
    ask(world, question);
    return world.signers.counts.made - before;
  };
  const questions = ["www.example. A", "www.example. TXT", "nope.example. A", "x.wild.example. A", "example. DNSKEY"];
  expect(questions.map(made)).toEqual([1, 2, 1, 1, 1]); // the SOA is known the second time
  expect(questions.map(made)).toEqual([0, 0, 0, 0, 0]);
  expect(["WWW.example. A", "nOpe.example. A"].map(made)).toEqual([0, 0]);
});

/** Asks for names that are made up, each another one, until one is not answered; how many were, and what that one got. */
function flood(world: OnlineWorld, options: AskOptions, suffix: string): readonly [answered: number, reply: string] {
  for (let i = 0; ; i++) {
    const message = ask(world, `${suffix}${i}.example. A`, options);
    if (message.authority.length > 0 || message.answer.length > 0) continue;
    return [i, `${rcodeText(message.rcode)}${(message.flags & flags.tc) === 0 ? "" : " tc"}`];
  }
}

test("limits: invented names are signed so often a second, and go to TCP then; what is known goes on", () => {
  const world = newOnlineWorld();
  const hosted = hostSigned(world, "example.", ["www 60 A 192.0.2.1", "mail 60 A 192.0.2.2"]);
  const drawn = (sets: number): SetText[] =>
    Array.from({ length: sets }, (_, i) => ({ id: `${i}`, routing: { policy: "multivalue" }, values: address(i) }));
  world.image.apply([policy(hosted, "few.example.", "A", drawn(7)), policy(hosted, "many.example.", "A", drawn(40))]);
  ask(world, "www.example. A");
  ask(world, "none.example. A");
  const rate = maxMadeUpSignaturesPerSecond;
  expect(flood(world, udp, "a")).toEqual([(rate * 3) / 4 - 1, "NOERROR tc"]);
  expect(world.signers.counts.withheld).toBe(1);
  expect(flood(world, secure, "b")).toEqual([rate / 4, "REFUSED"]);
  expect(verdicts(ask(world, "www.example. A", udp), "example.", world.signers.now)).toEqual(["A valid"]);
  expect(verdicts(ask(world, "mail.example. A", udp), "example.", world.signers.now)).toEqual(["A valid"]);
  expect(verdicts(ask(world, "few.example. A", udp), "example.", world.signers.now)).toEqual(["A valid"]);
  expect(ask(world, "many.example. A", udp).flags & flags.tc).toBe(flags.tc); // each time others
  expect(ask(world, "a999999.example. A", {}).rcode).toBe(3); // unsigned, it costs nothing
  world.signers.now++;
  expect(flood(world, udp, "c")).toEqual([(rate * 3) / 4, "NOERROR tc"]);
});

test("limits: sets of the zone have an allowance of their own", () => {
  const world = newOnlineWorld();
  hostSigned(
    world,
    "example.",
    Array.from({ length: maxSignaturesPerSecond }, (_, i) => `n${i} 60 A 192.0.2.1`),
  );
  expect(flood(world, udp, "n")).toEqual([(maxSignaturesPerSecond * 3) / 4, "NOERROR tc"]);
});

test("keys that are not there are a SERVFAIL, and no worker's end", () => {
  const world = newOnlineWorld();
  hostSigned(world, "example.", ["www 60 A 192.0.2.1"]);
  world.signers.keys.clear();
  expect(rcodeText(ask(world, "www.example. A").rcode)).toBe("SERVFAIL");
  expect(rcodeText(ask(world, "www.example. A", {}).rcode)).toBe("NOERROR");
});

test("RFC 1035 §3.1: the longest names are denied and answered as others are", () => {
  const world = newOnlineWorld();
  hostSigned(world, "example.", ["*.wild 60 A 192.0.2.1"]);
  const keys = publicKeys(keysOf("example."));
  const label = (octets: number): string => "x".repeat(octets);
  for (const first of [50, 51, 52, 53]) {
    const missing = `${label(first)}.${label(63)}.${label(63)}.${label(63)}.example.`;
    const denied = ask(world, `${missing} A`);
    expect(denialOf(denied, nameOf("example."), nameOf(missing), RRType.A)).toMatchObject({ proof: "proven", isNxname: true }); // prettier-ignore
    for (const set of setsOf(denied.authority)) expect(verify(set, nameOf("example."), keys, world.signers.now).kind).toBe("valid"); // prettier-ignore
    const made = `${label(first - 5)}.${label(63)}.${label(63)}.${label(63)}.wild.example.`;
    expect(verdicts(ask(world, `${made} A`), "example.", world.signers.now)).toEqual(["A valid"]);
  }
});
