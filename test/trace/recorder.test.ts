// The recorder, the reader back from JSON, and the store: what a trace is as data.

import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { maxKeptTraceEvents, maxKeptTraces, maxTracedMessageOctets, maxTraceEvents } from "../../src/base/limits.ts";
import { seededRandom } from "../../src/base/random.ts";
import { makeRRset } from "../../src/dns/rrset.ts";
import { RRType } from "../../src/dns/types.ts";
import { composeTrace, type FinishedTrace, traceOf, tracedAnswer } from "../../src/trace/ending.ts";
import { eventOf, sentenceParts } from "../../src/trace/event.ts";
import { Recorder } from "../../src/trace/recorder.ts";
import { TraceStore } from "../../src/trace/store.ts";
import { nameOf } from "../authority/asking.ts";
import { expectSteps, newRecorder } from "./expect-steps.ts";

const www = nameOf("www.example.com.");
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
  upstreamQueries: 1,
});

test("an event holds the time, the clause, the sentence and the operands as text", () => {
  const clock = new VirtualClock(5000);
  const recorder = newRecorder(clock);
  clock.advanceTo(5012.3456);
  recorder.note("zone.nodata", { name: www, type: RRType.AAAA });
  expect(recorder.events).toEqual([
    {
      trace: recorder.id,
      seq: 0,
      ms: 12.346,
      branch: 0,
      depth: 0,
      parent: null,
      step: "zone.nodata",
      act: "answer",
      rfc: "RFC 2308 §2.2",
      sentence: "www.example.com exists and has no AAAA: NODATA.",
      operands: { name: "www.example.com.", type: "AAAA" },
    },
  ]);
});

test("a message goes along with its step as base64, as long as there is room for it", () => {
  const recorder = newRecorder();
  const nodata = { name: www, type: RRType.AAAA };
  recorder.note("zone.nodata", nodata, Uint8Array.of(0, 255, 62));
  recorder.nested().note("zone.nodata", nodata, new Uint8Array(maxTracedMessageOctets - 3));
  recorder.note("zone.nodata", nodata, Uint8Array.of(1));
  const [small, large, late] = recorder.events;
  expect(small.message).toBe("AP8+");
  expect(Buffer.from(large.message!, "base64")).toHaveLength(maxTracedMessageOctets - 3);
  expect(late).not.toHaveProperty("message");
  expect(traceOf(composeTrace(recorder.finish(answer)))).toEqual({ events: recorder.events, ending: recorder.ending });
});

test("nested work is a branch below the event that began it, and of it again", () => {
  const recorder = newRecorder();
  recorder.note("zone.alias-limit", { links: 1 });
  const left = recorder.nested();
  const right = recorder.nested();
  left.note("zone.alias-limit", { links: 2 });
  right.note("zone.alias-limit", { links: 3 });
  left.nested().note("zone.alias-limit", { links: 4 });
  recorder.note("zone.alias-limit", { links: 5 });
  const places = recorder.events.map(({ seq, branch, depth, parent }) => [seq, branch, depth, parent]);
  expect(places).toEqual([
    [0, 0, 0, null],
    [1, 1, 1, 0],
    [2, 2, 1, 0],
    [3, 3, 2, 1],
    [4, 0, 0, null],
  ]);
});

test("a trace is bounded, says so, and still has its answer", () => {
  const recorder = newRecorder();
  for (let i = 0; i < maxTraceEvents + 10; i++) recorder.note("zone.alias-limit", { links: i });
  expect(recorder.events).toHaveLength(maxTraceEvents);
  expectSteps(recorder, ["zone.alias-limit", "trace.full"]);
  expect(recorder.finish(answer).ending.droppedSteps).toBe(11);
  recorder.note("zone.alias-limit", { links: 0 });
  expect(recorder.ending?.droppedSteps).toBe(11);
});

test("ids are twelve letters, and not each other's", () => {
  const random = seededRandom(7);
  const ids = Array.from({ length: 1000 }, () => new Recorder(new VirtualClock(), random).id);
  expect(new Set(ids).size).toBe(1000);
  expect(ids.every((id) => /^[0-9a-hjkmnp-tv-z]{12}$/.test(id))).toBe(true);
});

test("JSON lines read back as the same events and the same answer", () => {
  const recorder = newRecorder();
  recorder.note("zone.none", { name: www });
  const trace = recorder.finish(answer);
  const lines = composeTrace(trace);
  expect(lines.split("\n")).toHaveLength(3);
  expect(traceOf(lines)).toEqual(trace);
  expect(trace.ending.answer.answer).toEqual(["www.example.com. 300 IN A 192.0.2.1"]);
});

test.each<[unknown, RegExp]>([
  [null, /JSON object/],
  [{}, /"trace" is a string/],
  [{ ...newEvent(), seq: "1" }, /"seq" is a number/],
  [{ ...newEvent(), operands: null }, /"operands" is a object/],
  [{ ...newEvent(), parent: "0" }, /"parent"/],
])("%j is no event", (value, complaint) => {
  expect(eventOf(value)).toMatch(complaint);
});

test.each([
  ["", "it is empty"],
  ["nonsense", "line 1: a trace's last line has trace and ms"],
  [`{"trace":"x","ms":1}`, `line 1: a trace's last line has an "answer" with name, type and rcode`],
  [
    `{"trace":"x","ms":1,"answer":{"name":".","type":"NS","rcode":"NOERROR","answer":""}}`,
    "line 1: an answer has the lists answer, authority, additional and extendedErrors",
  ],
  [`{"seq":0}\n{"trace":"x","ms":1}`, `line 1: an event's "trace" is a string`],
])("%j is no trace", (lines, complaint) => {
  expect(traceOf(lines)).toBe(complaint);
});

function newEvent(): object {
  const recorder = newRecorder();
  recorder.note("zone.none", { name: www });
  return recorder.events[0];
}

test("sentences say one and more, the root, and numbers with their units", () => {
  const say = (sentence: string, operands: Parameters<typeof sentenceParts>[0]["operands"], said: object): string =>
    sentenceParts({ rfc: "", sentence, operands }, said as Record<string, string | number>)
      .map(({ text }) => text)
      .join("");
  const servers = { a: "server", b: "server", c: "server" } as const;
  const kinds = { n: "count", z: "name", s: "seconds", m: "milliseconds", o: "octets" } as const;
  expect(say("{z} has {n|server|servers}.", kinds, { z: ".", n: 1 })).toBe("The root has 1 server.");
  expect(say("Of {z}: {n|server|servers}.", kinds, { z: ".", n: 2 })).toBe("Of the root: 2 servers.");
  expect(say("{s}, {m}, {o}.", kinds, { s: 5, m: 7.25, o: 512 })).toBe("5 s, 7.3 ms, 512 octets.");
  expect(say("{m}", kinds, { m: 376 })).toBe("376 ms");
  expect(say("{a} {b} {c}", servers, { a: "192.0.2.1:53", b: "[::1]:53", c: "[::1]:5300" })).toBe(
    "192.0.2.1 ::1 [::1]:5300",
  );
});

test("what servers say cannot reach the terminal as a command", () => {
  const recorder = newRecorder();
  recorder.note("request.opcode-unknown", { opcode: "\u001b[2J\u202e" });
  expect(recorder.events[0].operands).toEqual({ opcode: "?[2J?" });
});

test("the store keeps the newest, bounded in traces and in steps", () => {
  const store = new TraceStore();
  for (let i = 0; i <= maxKeptTraces; i++) store.add(finished(`t${i}`, 1));
  expect(store.find("t0")).toBeNull();
  expect(store.find("t1")?.ending.trace).toBe("t1");
  expect(store.latest(2).map(({ trace }) => trace)).toEqual([`t${maxKeptTraces}`, `t${maxKeptTraces - 1}`]);
  store.add(finished("large", maxKeptTraceEvents - 1));
  expect(store.latest().map(({ trace }) => trace)).toEqual(["large", `t${maxKeptTraces}`]);
  store.add(finished("large", 1));
  expect(store.latest()[0].steps).toBe(1);
});

function finished(trace: string, steps: number): FinishedTrace {
  const recorder = newRecorder();
  recorder.note("zone.none", { name: www });
  const events = Array.from({ length: steps }, () => recorder.events[0]);
  return { events, ending: { ...recorder.finish(answer).ending, trace } };
}
