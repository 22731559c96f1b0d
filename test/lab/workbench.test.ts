// Servers of a lab that runs, broken and mended by hand: what is said of them, what packets meet then, what is refused.

import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import { Rcode } from "../../src/dns/codes.ts";
import { RRType } from "../../src/dns/types.ts";
import type { Site } from "../../src/lab/site.ts";
import { type ShownServer, shownFaults, Workbench } from "../../src/lab/workbench.ts";
import { Asker, nameOf, openProjectLab } from "./support.ts";

const lab = openProjectLab();
const ns1 = "127.53.10.1";

function open(): { workbench: Workbench; sites: readonly Site[]; asker: Asker; shown: (name: string) => ShownServer } {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const sites = lab.sites(clock, random);
  const workbench = new Workbench(lab, sites);
  const asker = new Asker(lab.network(clock, random, {}, sites), clock);
  return { workbench, sites, asker, shown: (name) => workbench.servers().find((one) => one.name === name)! };
}

test("a server is shown as it is", () => {
  expect(open().shown("ns1.example.com")).toEqual({
    name: "ns1.example.com",
    about: expect.any(String) as string,
    addresses: [ns1, "fd53::10:1"],
    zones: expect.arrayContaining(["example.com.", "dev.example.com."]) as string[],
    link: expect.objectContaining({ rttMs: 24, lossPercent: 0, udp: "open" }) as unknown,
    faults: [],
    state: "declared",
  });
});

test("what packets meet changes with the server, at each of its addresses, until it is mended", () => {
  const { workbench, asker, shown } = open();
  const ask = (address = ns1): number | null => asker.ask(address, nameOf("www.example.com"), RRType.A)?.rcode ?? null;
  expect(ask()).toBe(Rcode.NOERROR);
  expect(workbench.change("ns1.example.com", '{"faults": ["servfail"]}')).toBe(null);
  expect([ask(), ask("fd53::10:1"), ask("127.53.10.2")]).toEqual([Rcode.SERVFAIL, Rcode.SERVFAIL, Rcode.NOERROR]);
  expect(shown("ns1.example.com")).toMatchObject({ faults: ["servfail"], state: "changed" });
  // Another change takes the place of the first: what it does not say is as it was declared.
  expect(workbench.change("ns1.example.com", "link: { udp: blocked }")).toBe(null);
  expect([ask(), asker.ask(ns1, nameOf("www.example.com"), RRType.A, "tcp")?.rcode]).toEqual([null, Rcode.NOERROR]);
  expect(shown("ns1.example.com")).toMatchObject({ faults: [], link: { udp: "blocked", tcp: "open", rttMs: 24 } });
  expect(workbench.change("ns1.example.com", null)).toBe(null);
  expect(ask()).toBe(Rcode.NOERROR);
  expect(shown("ns1.example.com").state).toBe("declared");
});

test("of two sites at one anycast address the one that a client comes to is broken, and each is mended", () => {
  const { workbench, asker } = open();
  const ask = (): number | null => asker.ask("127.53.20.1", nameOf("www.example.org"), RRType.A)?.rcode ?? null;
  const answers = ["brest", "valparaiso"].map((site) => {
    expect(workbench.change(`${site}.ns1.harbour-dns.net`, "link: { udp: blocked }")).toBe(null);
    const answer = ask();
    expect(workbench.change(`${site}.ns1.harbour-dns.net`, null)).toBe(null);
    return answer;
  });
  expect(new Set(answers)).toEqual(new Set([Rcode.NOERROR, null]));
  expect(workbench.change("a.gtld-servers.net", "faults: [refused]")).toBe(null);
  expect(workbench.change("b.gtld-servers.net", "faults: [drops]")).toBe(null);
  const changed = (): string[] =>
    workbench.servers().flatMap((server) => (server.state === "changed" ? server.name : []));
  expect(changed()).toEqual(["a.gtld-servers.net", "b.gtld-servers.net"]);
  for (const name of changed()) expect(workbench.change(name, null)).toBe(null);
  expect(changed()).toEqual([]);
});

test("the faults that are shown of every declared server can be said again", () => {
  const { workbench } = open();
  const faulty = workbench.servers().filter(({ faults, zones }) => faults.length > 0 && zones.length > 0);
  expect(faulty.length).toBeGreaterThan(20);
  for (const { name, faults } of faulty) {
    // Zones of a fault are beside the file that declares it, and here beside the lab's own.
    if (faults.some((fault) => fault.includes("zones:"))) continue;
    expect([name, workbench.change(name, `faults: [${faults.map((one) => (one.includes(":") ? `{${one}}` : one)).join(", ")}]`)]).toEqual([name, null]); // prettier-ignore
    expect(workbench.servers().find((one) => one.name === name)?.faults).toEqual(faults);
  }
});

test("every fault is listed with what it is and what it wants", () => {
  expect(shownFaults.find(({ word }) => word === "slow")).toEqual({
    word: "slow",
    about: "answers, but late",
    parameters: { delayMs: "milliseconds" },
  });
});

test.each([
  ["ns9.example.com", "faults: [drops]", "There is no server ns9.example.com in the lab."],
  ["ns1.example.com", "", "say what is broken: { faults: [drops] }, say"],
  ["ns1.example.com", "drops", "line 1, column 1: a server is expected to be a section"],
  ["ns1.example.com", "{faults: [dropz]}", 'line 1, column 11: there is no fault "dropz"; known are refused'],
  ["ns1.example.com", "faults: [slow]", "line 1, column 10: the fault slow needs delayMs"],
  ["ns1.example.com", "link: { lossPercent: 101 }", 'line 1, column 22: the link.lossPercent is "101": expected a percentage'], // prettier-ignore
  ["ns1.example.com", "colour: red", 'line 1, column 1: unknown key "colour" in a server; known are faults, link'],
  ["ns1.example.com", "{", "line 1, column 2: "],
  ["ns1.example.com", "faults: [{ stale-copy: { zones: [../../../etc/passwd] } }]", "No server of the lab has these zones: ../../../etc/passwd."], // prettier-ignore
])("%s: %s is refused, and nothing changes", (name, text, sentence) => {
  const { workbench } = open();
  expect(workbench.change(name, text)).toContain(sentence);
  expect(workbench.servers().every(({ state }) => state === "declared")).toBe(true);
});
