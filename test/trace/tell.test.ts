// A trace as prose: rows, margins, branches, colours, and the answer at the end.

import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { makeRRset } from "../../src/dns/rrset.ts";
import { RRType } from "../../src/dns/types.ts";
import { type TraceEnding, tracedAnswer } from "../../src/trace/ending.ts";
import { paintAnsi, paintPlain, tell } from "../../src/trace/tell.ts";
import { nameOf } from "../authority/asking.ts";
import { newRecorder } from "./expect-steps.ts";
import type { Recorder } from "../../src/trace/recorder.ts";

const www = nameOf("www.example.com.");
const com = nameOf("com.");
const server = "127.53.0.1:5300";

/** A walk with a lookup within it. */
function walk(): Recorder {
  const clock = new VirtualClock();
  const recorder = newRecorder(clock);
  recorder.note("question.asked", { name: www, type: RRType.A });
  recorder.note("server.chosen", { ns: nameOf("a.root-servers.net."), server, source: "the root hints", rtt: "new" });
  recorder.note("query.sent", { server, transport: "UDP", name: com, type: RRType.NS, timeout: 376 });
  clock.advanceTo(12.34);
  recorder.note("response.referral", { server, zone: com, count: 2, glue: 1, rtt: 12.34 });
  recorder.note("server.lookup", { ns: nameOf("ns.example.net."), type: RRType.A });
  const lookup = recorder.nested();
  lookup.note("question.asked", { name: nameOf("ns.example.net."), type: RRType.A });
  lookup.note("server.chosen", { ns: com, server: "[fd53::1]:5300", source: "glue", rtt: "new" });
  lookup.note("query.timeout", { server: "[fd53::1]:5300", waited: 376 });
  recorder.note("record.outside", { name: nameOf("www.victim.test."), type: RRType.A, server, zone: com });
  return recorder;
}

function finish(recorder: Recorder, changes: Partial<Parameters<typeof tracedAnswer>[0]> = {}): TraceEnding {
  const answer = tracedAnswer({
    question: { name: www, type: RRType.A },
    rcode: 0,
    answer: [makeRRset(www, RRType.A, 1, 300, [Uint8Array.of(192, 0, 2, 1)])],
    authority: [],
    additional: [],
    security: "unchecked",
    extendedErrors: [],
    ttlSeconds: 300,
    stale: false,
    upstreamQueries: 3,
    ...changes,
  });
  return recorder.finish(answer).ending;
}

test("a walk in 80 columns", () => {
  const recorder = walk();
  expect(tell(recorder.events, finish(recorder), { width: 80, paint: paintPlain })).toMatchInlineSnapshot(`
    "   0.0 ms · The question is www.example.com A.                   RFC 1034 §5.3.3

              ● Next: a.root-servers.net, at 127.53.0.1:5300 by the root hints,
                new.                                          RFC 1034 §5.3.3 step 3
              → 127.53.0.1:5300 is asked over UDP: com NS, for up to
                376 ms.                                              RFC 1035 §4.1.1
      12.3 ms ← 127.53.0.1:5300 refers to com: 2 servers, 1 address
                (12.3 ms).                                   RFC 1034 §4.3.2 step 3b
              · The address of ns.example.net must be found first
                (A).                                          RFC 1034 §5.3.3 step 2
              │ · The question is ns.example.net A.                  RFC 1034 §5.3.3
              │
              │ ● Next: com, at [fd53::1]:5300 by glue, new.  RFC 1034 §5.3.3 step 3
              │ ✗ [fd53::1]:5300 did not answer within 376 ms.         RFC 1035 §7.2
              ⊘ Rejected www.victim.test A: 127.53.0.1:5300 was asked for com and
                has no say over names outside it.                    RFC 2181 §5.4.1

    NOERROR www.example.com. A, after 12.3 ms, 3 of at most 200 queries sent, good for 300 s
      www.example.com. 300 IN A 192.0.2.1
    "
  `);
});

test("no row is wider than it may be, at any width", () => {
  const recorder = walk();
  for (let width = 60; width < 140; width++) {
    const rows = tell(recorder.events, null, { width, paint: paintPlain }).split("\n");
    expect(rows.filter((row) => row.length > width)).toEqual([]);
  }
});

test("colours paint, and change no word", () => {
  const recorder = walk();
  const painted = tell(recorder.events, finish(recorder), { width: 100, paint: paintAnsi });
  expect(painted).toContain("\u001b[36m127.53.0.1:5300\u001b[0m");
  const plain = tell(recorder.events, recorder.ending, { width: 100, paint: paintPlain });
  expect(painted.replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(plain);
});

test("a failure tells its extended errors, a denial its SOA, a full trace what it lost", () => {
  const recorder = walk();
  const ending = finish(recorder, { rcode: 2, answer: [], upstreamQueries: 1, stale: true, ttlSeconds: 0 });
  const answer = {
    ...ending.answer,
    authority: ["com. 900 IN SOA a. b. 1 2 3 4 5"],
    extendedErrors: [{ code: 22, text: "no server answers" }],
  };
  const told = tell([], { ...ending, droppedSteps: 7, answer }, { width: 80, paint: paintPlain });
  expect(told).toBe(
    [
      "",
      "7 more steps were not kept.",
      "SERVFAIL www.example.com. A, after 12.3 ms, 1 of at most 200 queries sent, stale",
      "  EDE 22: no server answers",
      "  com. 900 IN SOA a. b. 1 2 3 4 5",
      "",
    ].join("\n"),
  );
});

test("an answer that says that there is none is told as a failure", () => {
  const recorder = newRecorder();
  const operands = { name: www, type: RRType.A, count: 0, queries: 1, elapsed: 0 };
  recorder.note("answer.done", { ...operands, rcode: 2 });
  recorder.note("answer.done", { ...operands, rcode: 3 });
  const rows = tell(recorder.events, null, { width: 100, paint: paintPlain }).split("\n");
  expect(rows.map((row) => row.slice(10, 12))).toEqual(["✗ ", "✓ ", ""]);
});

test("a step of another version is told by its own sentence", () => {
  const [event] = walk().events;
  const stranger = { ...event, step: "later.step", sentence: "Something new\u0007 happens.", rfc: "" };
  expect(tell([stranger], null, { width: 80, paint: paintPlain })).toBe("   0.0 ms · Something new? happens.\n");
});
