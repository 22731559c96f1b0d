// The good internet: each of its lessons holds when a naive walker goes from the root, and every zone is reached that way
// with the very records of its file.

import { dirname } from "node:path";
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import { Rcode } from "../../src/dns/codes.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { RRType, typeName } from "../../src/dns/types.ts";
import { openLab } from "../../src/lab/lab.ts";
import { answersOf, Asker, labDirectory, labResolver, nameOf, openProjectLab, Walker } from "./support.ts";

const lab = openProjectLab();
/** Zones and servers that have nothing wrong: the folders below are lessons about what has. */
const goodZones = [...lab.zones.values()].filter(({ file }) => dirname(file) === labDirectory);
const goodServers = lab.servers.filter(({ place }) => dirname(place.file) === labDirectory);

test("opening it is quick", () => {
  const startMs = performance.now();
  expect(openLab(labDirectory).faults).toEqual([]);
  expect(performance.now() - startMs).toBeLessThan(2000);
});

test("its root hints are three letters with both kinds of address", () => {
  const hints = lab.resolverSettings.rootHints.map(({ name, addresses }) => [printName(name.wire), ...addresses]);
  expect(hints).toEqual([
    ["a.root-servers.net.", "127.53.0.1", "fd53::1"],
    ["b.root-servers.net.", "127.53.0.2", "fd53::2"],
    ["c.root-servers.net.", "127.53.0.3", "fd53::3"],
  ]);
});

const answers: readonly (readonly [string, string, ...string[]])[] = [
  ["www.example.com", "A", "www.example.com. A 192.0.2.80"],
  ["www.example.com", "AAAA", "www.example.com. AAAA 2001:db8::80"],
  ["ftp.example.com", "A", "ftp.example.com. CNAME www.example.com.", "www.example.com. A 192.0.2.80"],
  ["anybody.people.example.com", "A", "anybody.people.example.com. A 192.0.2.99"],
  ["ada.people.example.com", "A", "ada.people.example.com. A 192.0.2.98"],
  ["build.dev.example.com", "A", "build.dev.example.com. A 192.0.2.121"],
  ["www.example.org", "A", "www.example.org. A 198.51.100.80"],
  ["leaf.twig.branch.bough.limb.trunk.root.tree.example.org", "A"],
  ["box7.archive.attic.house.example.org", "TXT"],
  [
    "www.lanterns.com",
    "A",
    "www.lanterns.com. CNAME www.lanterns.com.swiftcache.net.",
    "www.lanterns.com.swiftcache.net. CNAME e7.west.swiftedge.org.",
    "e7.west.swiftedge.org. A 203.0.113.7",
  ],
  [
    "img.gaslight.com",
    "A",
    "gaslight.com. DNAME lanterns.com.",
    "img.gaslight.com. CNAME img.lanterns.com.",
    "img.lanterns.com. CNAME img.lanterns.com.swiftcache.net.",
    "img.lanterns.com.swiftcache.net. CNAME e9.west.swiftedge.org.",
    "e9.west.swiftedge.org. A 203.0.113.9",
  ],
  ["xn--mrchen-bua.xn--bcher-kva.com", "A", "xn--mrchen-bua.xn--bcher-kva.com. A 198.51.100.3"],
  ["www.tidewater.org", "A", "www.tidewater.org. A 203.0.113.11"],
  ["www.teahouse.co.zz", "A", "www.teahouse.co.zz. A 203.0.113.88"],
  ["menu.teahouse.co.zz", "A"],
  ["catalogue.library.ac.zz", "A", "catalogue.library.ac.zz. A 203.0.113.41"],
  ["weather.gov.zz", "A", "weather.gov.zz. A 203.0.113.77"],
  ["80.2.0.192.in-addr.arpa", "PTR", "80.2.0.192.in-addr.arpa. PTR www.example.com."],
  ["107.100.51.198.in-addr.arpa", "PTR", "107.100.51.198.in-addr.arpa. PTR guest-107.example.org."],
  ["hello.test", "A", "hello.test. A 192.0.2.1"],
  ["ac.zz", "NS"],
  ["labs.example.com", "A"],
];

test.each(answers)("%s %s", (name, type, ...expected) => {
  const found = new Walker(lab).resolve(name, type);
  expect(found.rcode).toBe(Rcode.NOERROR);
  if (expected.length > 0) expect(found.answer).toEqual(expected);
});

test.each(answers)("our resolver finds %s %s as well", (name, type) => {
  const resolution = labResolver({ lab }).resolve(name, type);
  const walked = new Walker(lab).resolve(name, type);
  expect(resolution.rcode).toBe(walked.rcode);
  expect(answersOf(resolution).toSorted()).toEqual(walked.answer.toSorted());
});

test("what is not there is denied", () => {
  expect(new Walker(lab).resolve("nobody.example.com", "A")).toEqual({ rcode: Rcode.NXDOMAIN, answer: [] });
  expect(new Walker(lab).resolve("example.nowhere", "A")).toEqual({ rcode: Rcode.NXDOMAIN, answer: [] });
});

test("long answers come over TCP", () => {
  const walker = new Walker(lab);
  expect(walker.resolve("longer.example.com", "TXT").answer).toHaveLength(20);
  expect(walker.asker.network.log.lines().at(-1)).toMatch(/^\S+ tcp longer\.example\.com\. TXT$/u);
});

test("every RRset of every good zone is found by walking from the root", () => {
  const walker = new Walker(lab);
  const wrong: string[] = [];
  for (const { apex, records } of goodZones) {
    const cuts = records.filter(({ type, owner }) => type === RRType.NS && !owner.equals(apex));
    for (const { owner, type, rdata } of records) {
      if (cuts.some((cut) => owner.isWithin(cut.owner))) continue;
      const line = `${printName(owner.wire)} ${typeName(type)} ${printRdata(type, rdata)}`;
      if (!walker.resolve(printName(owner.wire), typeName(type)).answer.includes(line)) wrong.push(line);
    }
  }
  expect(goodZones.length).toBeGreaterThanOrEqual(30);
  expect(wrong).toEqual([]);
});

test("two sites share one address, and a client always meets the same one", () => {
  const site = (clientIPv4: string): string[] => {
    const clock = new VirtualClock();
    const asker = new Asker(lab.network(clock, seededRandom(1), { clientIPv4 }), clock);
    const query = Uint8Array.from([
      0,
      1,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      2,
      105,
      100,
      6,
      ...Buffer.from("server"),
      0,
      0,
      16,
      0,
      3,
    ]);
    return Array.from({ length: 3 }, () => {
      const [reply] = asker.send("127.53.20.1", query, "udp") as Uint8Array[];
      return Buffer.from(reply).toString("latin1").includes("brest") ? "Brest" : "Valparaíso";
    });
  };
  expect(site("127.53.200.2")).toEqual(["Brest", "Brest", "Brest"]);
  expect(site("127.53.200.1")).toEqual(["Valparaíso", "Valparaíso", "Valparaíso"]);
});

test("every good server answers for every zone that it has, over both transports", () => {
  const clock = new VirtualClock();
  const asker = new Asker(lab.network(clock, seededRandom(3)), clock);
  for (const { addresses, zones } of goodServers) {
    for (const address of addresses) {
      for (const file of zones) {
        const { apex } = lab.zones.get(file)!;
        const reply = asker.ask(address, apex, RRType.SOA, "tcp");
        expect(reply?.answer.length, `${address} ${printName(apex.wire)}`).toBe(1);
      }
    }
  }
  expect(asker.ask("127.53.0.1", nameOf("com"), RRType.SOA)?.answer).toEqual([]);
});
