// The steps of answers from our own zones: every decision of src/authority, told as it is taken.

import { expect, test } from "vitest";
import { Asking, type AskOptions, head, nameOf, newImage, serve } from "../authority/asking.ts";
import { expectSteps, newRecorder } from "./expect-steps.ts";
import type { Recorder } from "../../src/trace/recorder.ts";

const zones = {
  "example.": `${head}www A 192.0.2.10
www AAAA 2001:db8::10
*.wild TXT "stands in"
a.b.c A 192.0.2.11
alias CNAME www
out CNAME www.elsewhere.test.
round CNAME about
about CNAME round
@ MX 10 www
sub NS ns.sub
sub NS ns.other
sub DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000
other NS ns.other
ns.sub A 192.0.2.12
ns.other A 192.0.2.13
old DNAME new
x.new A 192.0.2.14
${Array.from({ length: 40 }, (_, i) => `c${i} CNAME c${i + 1}\n`).join("")}`,
  "child.example.": `${head}www A 192.0.2.20\n`,
};

/** Asks with a trace. */
function ask(name: string, type: string, options: AskOptions = {}): Recorder {
  const image = newImage();
  serve(image, zones);
  image.publish([image.newAbsentZone(nameOf("absent."))]);
  const asking = new Asking(image);
  const recorder = newRecorder();
  asking.responder.trace = recorder;
  asking.ask(name, type, options);
  return recorder;
}

function sentences(recorder: Recorder): string[] {
  return recorder.events.map(({ sentence }) => sentence);
}

test("an RRset that exists, and the addresses that it points at (RFC 1034 §4.3.2)", () => {
  expectSteps(ask("www.example.", "A"), ["request.received", "zone.found", "zone.rrset", "request.answered"]);
  const mx = ask("example.", "MX");
  expectSteps(mx, ["zone.found", "zone.rrset", "zone.additional", "zone.additional", "request.answered"]);
  expect(sentences(mx)).toEqual([
    "A query of 25 octets comes, for example MX.",
    "example is the nearest of our zones at or above example.",
    "example has what is asked for: 1 record of type MX.",
    "The answer points at www.example: its A goes along while it fits.",
    "The answer points at www.example: its AAAA goes along while it fits.",
    "The reply is NOERROR with 1/0/2 records, 89 octets.",
  ]);
});

test("denials, and for how long they hold (RFC 2308 §2, §3)", () => {
  const missing = ask("no.www.example.", "A");
  expectSteps(missing, ["zone.found", "zone.nxdomain", "zone.negative-ttl", "request.answered"]);
  expect(missing.events[2].operands).toEqual({ name: "no.www.example.", encloser: "www.example." });
  expectSteps(ask("www.example.", "TXT"), ["zone.nodata", "zone.negative-ttl"]);
  expectSteps(ask("b.c.example.", "A"), ["zone.empty-name", "zone.nodata", "zone.negative-ttl"]);
  expectSteps(ask("b.c.example.", "ANY"), ["zone.empty-name", "zone.nodata"]);
});

test("a secondary zone without a copy (RFC 1034 §4.3.5)", () => {
  for (const [name, type] of [
    ["absent.", "SOA"],
    ["absent.", "ANY"],
    ["www.absent.", "A"],
  ]) {
    const denied = ask(name, type, { edns: { flags: 0x8000 } });
    expectSteps(denied, ["zone.found", "zone.absent", "request.answered"]);
    expect(denied.events.find(({ sentence }) => sentence.startsWith("absent is a secondary zone"))).toMatchObject({
      ede: 24,
    });
  }
});

test("a name that is in no zone of ours (RFC 1035 §4.1.1)", () => {
  const refused = ask("www.elsewhere.test.", "A");
  expectSteps(refused, ["zone.none", "request.not-ours", "request.answered"]);
  expect(refused.events[2].ede).toBe(20);
});

test("wildcards, and ANY (RFC 4592 §3.3.1, RFC 8482 §4.1)", () => {
  const synthesised = ask("any.thing.wild.example.", "TXT");
  expectSteps(synthesised, ["zone.wildcard", "zone.rrset"]);
  expect(synthesised.events[2].operands).toEqual({
    name: "any.thing.wild.example.",
    source: "*.wild.example.",
  });
  expectSteps(ask("www.example.", "ANY"), ["zone.found", "zone.any"]);
});

test("referrals with their glue, and DS above the cut (RFC 9471 §3, RFC 4035 §3.1.4.1)", () => {
  expectSteps(ask("www.sub.example.", "A"), ["zone.cut", "zone.glue", "zone.sibling-glue", "request.answered"]);
  expectSteps(ask("sub.example.", "DS"), ["zone.parent-side", "zone.cut-ds", "zone.rrset"]);
  expectSteps(ask("child.example.", "DS"), ["zone.parent-side"]);
});

test("aliases: followed, round, too many, and out of our zones (RFC 1034 §3.6.2, RFC 6604 §3)", () => {
  const alias = ask("alias.example.", "A");
  expectSteps(alias, ["zone.found", "zone.cname", "zone.found", "zone.rrset"]);
  expectSteps(ask("round.example.", "A"), ["zone.cname", "zone.cname", "zone.alias-loop"]);
  expectSteps(ask("c0.example.", "A", { protocol: 1 }), ["zone.cname", "zone.alias-limit"]);
  expectSteps(ask("out.example.", "A"), ["zone.cname", "zone.alias-leaves"]);
});

test("DNAME (RFC 6672 §2.2, §3.2)", () => {
  const moved = ask("x.old.example.", "A");
  expectSteps(moved, ["zone.dname", "zone.found", "zone.rrset"]);
  expect(moved.events[2].sentence).toBe(
    "old.example redirects all names below it: x.old.example becomes x.new.example, and a CNAME is made that says so.",
  );
  const label = "x".repeat(60);
  const image = newImage();
  serve(image, { "example.": `${head}short DNAME ${label}.${label}\n` });
  const asking = new Asking(image);
  const recorder = newRecorder();
  asking.responder.trace = recorder;
  expect(asking.ask(`${label}.${label}.${label}.short.example.`, "A")).toMatch(/^YXDOMAIN/);
  expectSteps(recorder, ["zone.dname-too-long"]);
});

test("nobody is told once the trace is taken away", () => {
  const image = newImage();
  serve(image, zones);
  const asking = new Asking(image);
  const recorder = newRecorder();
  asking.responder.trace = recorder;
  asking.responder.trace = null;
  asking.ask("www.example.", "A");
  expect(recorder.events).toEqual([]);
});
