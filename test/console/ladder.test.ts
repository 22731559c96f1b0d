// The ladder of a trace: who was asked what and what came back, read off the events of the real resolver in the lab.
// The questions that the console proposes are the cases, so that each shows what it says it shows.

import { describe, expect, test } from "vitest";
import { breakages, examplesFor, walks } from "../../src/console/page/examples.ts";
import { Ladder } from "../../src/console/page/ladder.ts";
import { linkTo, placeOf, plainName } from "../../src/console/page/place.ts";
import { linkOfClause } from "../../src/console/page/clause.ts";
import { seededRandom } from "../../src/base/random.ts";
import { Rcode } from "../../src/dns/codes.ts";
import { Recorder } from "../../src/trace/recorder.ts";
import { labResolver, openProjectLab } from "../lab/support.ts";

const lab = openProjectLab();

function walked(
  name: string,
  type: string,
  seed = 1,
): { ladder: Ladder; rcode: number; queries: number; steps: string[] } {
  const resolver = labResolver({ lab, seed });
  const recorder = new Recorder(resolver.clock, seededRandom(1));
  const { rcode, upstreamQueries } = resolver.resolve(name, type, recorder);
  const steps = recorder.events.map(({ step }) => step);
  return { ladder: new Ladder(recorder.events), rcode, queries: upstreamQueries, steps };
}

test("the plain walk: a question and an answer a zone, from the root down, and each zone's keys", () => {
  const { rows, columns } = walked("www.example.com", "A").ladder;
  expect(rows.map(({ kind, label }) => `${kind}: ${label}`)).toEqual([
    "question: . NS",
    "answer: 3 records",
    "question: com A",
    "answer: refers to com",
    "question: example.com A",
    "answer: refers to example.com",
    "question: www.example.com A",
    "answer: 1 record",
    "question: . DNSKEY",
    "answer: 1 record",
    "question: com DNSKEY",
    "answer: 1 record",
    "question: example.com DNSKEY",
    "answer: 1 record",
  ]);
  expect(new Set(columns.flatMap(({ zones }) => zones))).toEqual(new Set(["the root", "com", "example.com"]));
  for (const { server, name } of columns) {
    expect(server).toMatch(/^(127\.53\.[\d.]+|fd53::[\da-f:]+)$/);
    expect(name).toMatch(/^[a-z\d]+\.(root-servers\.net|gtld-servers\.net|example\.com)$/);
  }
});

test.each([...walks, ...breakages])(
  "$name $type: every query is a row, and every row has its column",
  ({ name, type }) => {
    const { ladder, queries } = walked(name, type);
    expect(ladder.rows.filter(({ kind }) => kind === "question")).toHaveLength(queries);
    for (const { column, sentence } of ladder.rows) {
      expect(ladder.columns[column]).toBeDefined();
      expect(sentence).toMatch(/\.$/);
    }
  },
);

test("what its zone did not sign is not believed, in a row of its own, before another server is asked", () => {
  const name = "www.secondary-expired.broken.test";
  // Which of the two is asked first is chance.
  const plays = [1, 2, 3, 4, 5, 6].map((seed) => walked(name, "A", seed).ladder.rows);
  const rows = plays.find((some) => some.some(({ kind }) => kind === "disbelief")) ?? [];
  expect(rows.slice(-3).map(({ kind, label }) => `${kind}: ${label}`)).toEqual([
    "disbelief: not what its zone signed",
    `question: ${name} A`,
    "answer: 1 record",
  ]);
});

describe("what examples say is to be seen is seen", () => {
  test.each([
    ["www.example.com", Rcode.NOERROR, "response.referral"],
    ["www.example.org", Rcode.NOERROR, "server.lookup"],
    ["www.lanterns.com", Rcode.NOERROR, "response.alias"],
    ["img.gaslight.com", Rcode.NOERROR, "alias.synthesised"],
    ["longer.example.com", Rcode.NOERROR, "query.tcp"],
    ["typo.lanterns.com", Rcode.NXDOMAIN, "response.nxdomain"],
    ["typo.example.org", Rcode.NXDOMAIN, "validate.denied"],
    ["www.lame-refused.broken.test", Rcode.SERVFAIL, "response.error"],
    ["www.glue-stale.broken.test", Rcode.SERVFAIL, "response.error"],
    ["www.shop.glue-outside.broken.test", Rcode.NOERROR, "glue.rejected"],
    ["www.wrong-id.broken.test", Rcode.SERVFAIL, "packet.near-miss"],
    ["www.ns-cycle.broken.test", Rcode.SERVFAIL, "server.cycle"],
    ["long.tcp-refused.broken.test", Rcode.SERVFAIL, "query.undelivered"],
    ["www.signature-expired.broken.test", Rcode.SERVFAIL, "validate.expired"],
    ["www.answer-forged.broken.test", Rcode.SERVFAIL, "validate.wrong"],
  ])("%s", (name, rcode, step) => {
    const { type } = [...walks, ...breakages].find((one) => one.name === name)!;
    const seen = walked(name, type);
    expect(seen.rcode).toBe(rcode);
    expect(seen.steps).toContain(step);
  });

  test("and all of them are looked at above", () => {
    expect(walks.length + breakages.length).toBe(15);
  });
});

test("what is proposed depends on what there is", () => {
  const titles = (recursion: string, zones: string[]): string[] =>
    examplesFor(recursion, zones).map(({ title }) => title);
  expect(titles("lab", ["example.test."])).toHaveLength(3);
  expect(titles("on", ["example.test."])).toEqual(["Ask the zones served here"]);
  expect(titles("off", [])).toEqual([]);
  const many = Array.from({ length: 100 }, (_, i) => `z${i}.test.`);
  expect(examplesFor("off", many)[0].examples).toHaveLength(8);
});

test.each([
  ["", { page: "", words: {} }],
  ["#/zones", { page: "zones", words: {} }],
  ["#/ask?name=a%26b.test&type=A", { page: "ask", words: { name: "a&b.test", type: "A" } }],
])("the address %s leads to %o", (hash, place) => {
  const { page, words } = placeOf(hash);
  expect({ page, words: Object.fromEntries(words) }).toEqual(place);
});

test("addresses keep what is said and leave out what is not", () => {
  expect(linkTo("ask", { name: "a&b.test", type: "A", client: "" })).toBe("#/ask?name=a%26b.test&type=A");
  expect(linkTo("zones")).toBe("#/zones");
  expect([".", "com.", "com"].map(plainName)).toEqual([".", "com", "com"]);
});

test.each([
  ["RFC 1034 §4.3.2 step 3b", "https://www.rfc-editor.org/rfc/rfc1034.html#section-4.3.2"],
  ["RFC 8767", "https://www.rfc-editor.org/rfc/rfc8767.html"],
  ["Route 53 routing-policy", null],
])("the clause %s leads to %s", (clause, link) => {
  expect(linkOfClause(clause)).toBe(link);
});
