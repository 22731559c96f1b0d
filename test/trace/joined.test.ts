// A trace of our own zones and one of the resolver, told as one.

import { expect, test } from "vitest";
import { nameFromText } from "../../src/dns/text/name-text.ts";
import type { Name } from "../../src/dns/name.ts";
import { tracedAnswer } from "../../src/trace/ending.ts";
import { joinTraces } from "../../src/trace/joined.ts";
import { newRecorder } from "./expect-steps.ts";

const name = nameFromText("www.example.com") as Name;
const answer = tracedAnswer({
  question: { name, type: 1 },
  rcode: 0,
  answer: [],
  authority: [],
  additional: [],
  security: "unchecked",
  extendedErrors: [],
  ttlSeconds: 0,
  stale: false,
  upstreamQueries: 0,
});

test("the second goes on where the first ended: its numbers, its branches, its times to the microsecond", () => {
  const first = newRecorder();
  first.note("question.asked", { name, type: 1 });
  const second = newRecorder();
  second.note("question.asked", { name, type: 1 });
  second.nested().note("cache.miss", { name, type: 1 });
  const { events, ending } = joinTraces(first, 1.23456789, second.finish(answer), answer);
  expect(events.map(({ trace, seq, ms, branch, parent }) => [trace === first.id, seq, ms, branch, parent])).toEqual([
    [true, 0, 0, 0, null],
    [true, 1, 1.235, 0, null],
    [true, 2, 1.235, 1, 1],
  ]);
  expect(ending).toMatchObject({ trace: first.id, ms: 1.235 });
});
