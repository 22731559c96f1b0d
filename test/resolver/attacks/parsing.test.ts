// Messages that are made to cost time: names that point at pointers that point at pointers (CVE-2024-8508), thousands of
// sets in one message, lengths and counts that lie. What can be read of them is used, what cannot is left out, and no
// message costs more than its size allows.

import { expect, test } from "vitest";
import { maxPointerHops, maxRRsetsPerMessage } from "../../../src/base/limits.ts";
import { OctetWriter, putU16 } from "../../../src/base/octets.ts";
import { headerOctets } from "../../../src/dns/message-view.ts";
import { RRType } from "../../../src/dns/types.ts";
import { composeQuery } from "../../../src/resolver/upstream-query.ts";
import { readResponse, type Response } from "../../../src/resolver/response.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { name, replyTo } from "../internet.ts";

const maxMessageOctets = 65_535;
const sent = composeQuery(
  { name: name("www.evil.com."), type: RRType.A },
  { casing: "not mixed", recursion: "not desired", edns: "no EDNS" },
  seededRandom(1),
);

/** A message whose records follow the question as `write` puts them; it says how many. */
function message(write: (out: OctetWriter) => number): Uint8Array {
  const out = new OctetWriter(maxMessageOctets);
  out.octets(sent.octets);
  const records = write(out);
  const octets = out.copy();
  putU16(octets, 2, 0x8400);
  putU16(octets, 6, records);
  return octets;
}

/** A record whose owner is a pointer. */
function pointing(out: OctetWriter, to: number, type: number, rdata: Uint8Array): void {
  out.u16(0xc000 | to);
  out.u16(type);
  out.u16(1);
  out.u32(60);
  out.u16(rdata.length);
  out.octets(rdata);
}

function read(octets: Uint8Array): { response: Response; ms: number } {
  const startMs = performance.now();
  const response = readResponse(octets, sent);
  if (typeof response !== "object") throw new Error(response);
  return { response, ms: performance.now() - startMs };
}

test("name compression (CVE-2024-8508): a chain of pointers is followed so far and no further", () => {
  const links = 3000;
  const octets = message((out) => {
    // The chain lies in RDATA that nobody looks into: each link points at the one before, the first at the question.
    const start = out.length + 12;
    const chain = new Uint8Array(2 * links);
    for (let i = 0; i < links; i++) putU16(chain, 2 * i, 0xc000 | (i === 0 ? headerOctets : start + 2 * (i - 1)));
    pointing(out, headerOctets, 65_280, chain);
    let records = 1;
    for (; out.length < maxMessageOctets - 16; records++) {
      pointing(out, start + 2 * (records % links), RRType.A, Uint8Array.of(192, 0, 2, records & 63));
    }
    return records;
  });
  const { response, ms } = read(octets);
  expect(octets.length).toBeGreaterThan(65_000);
  const addresses = response.answer.filter(({ type }) => type === RRType.A);
  expect(addresses.flatMap(({ rdatas }) => rdatas).length).toBeLessThanOrEqual(2 * maxPointerHops);
  expect(response.unreadable).toBeGreaterThan(3500);
  expect(ms).toBeLessThan(1000); // about 5 on the machine that this was written on
});

test("a message of thousands of sets: so many are read", () => {
  const octets = message((out) => {
    let records = 0;
    for (; out.length < maxMessageOctets - 16; records++) pointing(out, headerOctets, 256 + records, new Uint8Array(2));
    return records;
  });
  const { response, ms } = read(octets);
  expect(response.answer).toHaveLength(maxRRsetsPerMessage);
  expect(response.unreadable).toBeGreaterThan(4000);
  expect(ms).toBeLessThan(1000);
});

test("a pointer at itself, and at what comes later, is no name", () => {
  for (const to of [headerOctets + sent.name.length + 4, 0x3fff]) {
    const octets = message((out) => (pointing(out, to, RRType.A, new Uint8Array(4)), 1));
    const said = readResponse(octets, sent);
    expect(typeof said === "object" ? said.answer : said).toSatisfy(
      (one: unknown) => one === "unreadable" || Array.isArray(one),
    );
    expect(typeof said === "object" ? said.answer : []).toEqual([]);
  }
});

test("ten thousand mutated replies: none is more than what can be read of it", () => {
  const seed = Number(process.env["SEED"] ?? 7);
  const random = seededRandom(seed);
  const whole = replyTo(sent.octets, {
    answer: "www.evil.com. 60 CNAME a.evil.com.\na.evil.com. 60 A 192.0.2.66\nwww.example.com. 60 A 192.0.2.66",
    authority: "evil.com. 60 NS ns.evil.com.",
  });
  const seen = new Set<string>();
  for (let i = 0; i < 10_000; i++) {
    const octets = whole.slice(0, random.below(10) === 0 ? random.below(whole.length) : whole.length);
    for (let flips = 1 + random.below(4); flips > 0; flips--) {
      if (octets.length > 2) octets[2 + random.below(octets.length - 2)] ^= 1 << random.below(8);
    }
    const said = readResponse(octets, sent);
    seen.add(typeof said === "string" ? said : "response");
  }
  expect([...seen].toSorted(), `seed ${seed}`).toEqual(["no response", "question", "response", "unreadable"]);
});
