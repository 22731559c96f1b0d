// The player itself: that a difference is found and told with its place, and that what a script lacks is not passed over.

import { expect, test } from "vitest";
import { playScenario } from "../../src/lab/scenario/play.ts";
import type { Played, PlayOptions } from "../../src/lab/scenario/play.ts";
import { scanScenario } from "../../src/lab/scenario/scan.ts";

interface Parts {
  readonly address?: string;
  readonly expected?: string;
  readonly range?: string;
  readonly mandatory?: string;
}

/** A root that knows everything by itself. */
function scenario({
  address = "192.0.2.10",
  expected = "REPLY QR RD RA",
  range = "0 9",
  mandatory = "",
}: Parts): string {
  return `stub-addr: 192.0.2.1
CONFIG_END
SCENARIO_BEGIN the root answers
RANGE_BEGIN ${range} 192.0.2.1
ENTRY_BEGIN
MATCH opcode qname qtype
ADJUST copy_id
REPLY QR AA NOERROR
SECTION QUESTION
. IN NS
SECTION ANSWER
. IN NS k.root-servers.net.
SECTION ADDITIONAL
k.root-servers.net. IN A 192.0.2.1
ENTRY_END
ENTRY_BEGIN
MATCH opcode qname qtype
ADJUST copy_id
REPLY QR AA NOERROR
SECTION QUESTION
test. IN A
SECTION ANSWER
test. 60 IN A ${address}
ENTRY_END
${mandatory}RANGE_END
STEP 1 QUERY
ENTRY_BEGIN
REPLY RD
SECTION QUESTION
test. IN A
ENTRY_END
STEP 2 CHECK_ANSWER
ENTRY_BEGIN
MATCH all
${expected}
SECTION QUESTION
test. IN A
SECTION ANSWER
test. IN A 192.0.2.10
ENTRY_END
SCENARIO_END
`;
}

function play(parts: Parts, strictness: PlayOptions["strictness"] = "strict"): Played {
  const scanned = scanScenario("x.rpl", new TextEncoder().encode(scenario(parts)));
  expect(scanned.faults).toEqual([]);
  if (scanned.scenario === null) throw new Error("a scenario with faults");
  return playScenario(scanned.scenario, { strictness });
}

test("a scenario that holds has no failure, and its queries are told", () => {
  const { failure, unscripted, log, upstreamQueries } = play({});
  expect({ failure, unscripted }).toEqual({ failure: null, unscripted: [] });
  expect(log).toContain("192.0.2.1 was asked test. A");
  expect(upstreamQueries).toBe(log.length);
});

test("another record is a difference", () => {
  expect(play({ address: "192.0.2.11" }).failure).toEqual({
    line: 32,
    message:
      "step 2: answer: test. 3600 IN A 192.0.2.10 is missing " +
      "(the answer is NOERROR with 1 answer, 0 authority, 0 additional)",
  });
});

test("another flag is a difference", () => {
  expect(play({ expected: "REPLY QR AA RD RA" }).failure?.message).toContain(
    "flags: expected QR AA RD RA, got QR RD RA",
  );
});

test("another response code is a difference", () => {
  expect(play({ expected: "REPLY QR RD RA NXDOMAIN" }).failure?.message).toContain("expected NXDOMAIN, got NOERROR");
});

test("a query that the script has no answer for fails a strict play", () => {
  const { failure, unscripted } = play({ range: "5 9" });
  expect(unscripted.length).toBeGreaterThan(0);
  expect(failure).not.toBeNull();
});

test("a mandatory entry wants to be asked for, in a lenient play, too", () => {
  const mandatory = "ENTRY_BEGIN\nMANDATORY\nMATCH qname\nSECTION QUESTION\nother. A\nENTRY_END\n";
  expect(play({ mandatory }, "lenient").failure).toEqual({
    line: 25,
    message: "nothing asked for this mandatory entry",
  });
});

test("the same scenario takes the same way each time", () => {
  expect(play({}).log).toEqual(play({}).log);
});

test("traces are kept when they are wanted, and change nothing", () => {
  const { scenario: scanned } = scanScenario("x.rpl", new TextEncoder().encode(scenario({})));
  if (scanned === null) throw new Error("a scenario with faults");
  const { traces, log } = playScenario(scanned, { strictness: "strict", traces: "kept" });
  expect(log).toEqual(play({}).log);
  expect(traces.map(({ ending }) => [ending.answer.name, ending.answer.answer])).toEqual([
    ["test.", ["test. 60 IN A 192.0.2.10"]],
  ]);
  expect(traces[0].events[0].step).toBe("question.asked");
});
