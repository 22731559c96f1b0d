// Each lesson of the gallery is played by the real resolver over the simulated network: what it promises of answers, extended
// errors, queries and steps holds, its twin is whole, and its words fit its numbers.

import { expect, test } from "vitest";
import { Rcode } from "../../../src/dns/codes.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { type Lesson, readLessons, themes } from "../../../src/lab/lesson.ts";
import { differences, play, playLesson } from "../../../src/lab/lesson-play.ts";
import { FaultList } from "../../../src/zone/file-fault.ts";
import type { FinishedTrace } from "../../../src/trace/ending.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { labDirectory, openProjectLab } from "../support.ts";

const lab = openProjectLab();
const faults = new FaultList();
const lessons = readLessons(labDirectory, faults);

test("there are lessons, many, and for every theme", () => {
  expect(faults.faults).toEqual([]);
  expect(lessons.length).toBeGreaterThanOrEqual(81);
  expect(new Set(lessons.map(({ theme }) => theme))).toEqual(new Set(themes));
  expect(new Set(lessons.map(({ title }) => title)).size).toBe(lessons.length);
});

test.each(lessons.map((lesson) => [lesson.slug, lesson] as const))("%s", (slug, lesson) => {
  const played = playLesson(lab, lesson);
  expect(played.length).toBeGreaterThan(0);
  expect(played.flatMap(differences)).toEqual([]);
  for (const { ask, trace } of played) {
    expectSteps(trace, ask.steps);
    expect(ask.queries, "a lesson says what it costs").not.toBeNull();
    expect(ask.steps.length, "and what can be seen").toBeGreaterThan(0);
    // What a lesson is not about it does not ask for.
    expect(`.${printName(ask.question.name.wire)}`).toMatch(/\.(broken\.test|example\.com)\.$/);
  }
  expect(`.${printName(played[0].ask.question.name.wire)}`).toContain(`.${slug}.broken.test.`);
});

test.each(lessons.flatMap((lesson) => (lesson.twin === null ? [] : [[lesson.slug, lesson, lesson.twin] as const])))(
  "the twin of %s is whole",
  (slug, lesson, twin) => {
    const [played] = play(lab, lesson, [twin]);
    expect(differences(played)).toEqual([]);
    expect([Rcode.NOERROR, Rcode.NXDOMAIN]).toContain(played.resolution.rcode);
    expect(played.resolution.extendedErrors).toEqual([]);
    expect(`.${printName(twin.question.name.wire)}`).toContain(`.${slug}.fixed.test.`);
  },
);

test("nearly every lesson has a twin", () => {
  expect(lessons.filter(({ twin }) => twin === null).map(({ slug }) => slug)).toEqual(["domain-sold"]);
});

test("a lesson is told in some sentences, with all that a page needs", () => {
  expect(lessons.flatMap(shortcomings)).toEqual([]);
});

test("without glue nobody can be asked; a resolver is asked when nobody else is left", () => {
  const traceOf = (wanted: string): FinishedTrace => {
    const lesson = lessons.find(({ slug }) => slug === wanted)!;
    return play(lab, lesson, lesson.play)[0].trace;
  };
  expectSteps(traceOf("glue-missing"), ["response.referral", "glue.missing", "servers.exhausted"]);
  expectSteps(traceOf("lame-recursive"), ["response.lame", "server.as-resolver", "response.answer"]);
});

function shortcomings(lesson: Lesson): string[] {
  const { slug, text, cause, fix, rfc, play: acts } = lesson;
  const found: string[] = [];
  for (const [what, words] of Object.entries({ text, cause, fix })) {
    if (!/[.!?)]$/.test(words)) found.push(`${slug}: ${what} is no sentence`);
    if (words.length > 600) found.push(`${slug}: ${what} is long`);
  }
  if (rfc.length === 0) found.push(`${slug}: no clause`);
  const asks = acts.filter(({ kind }) => kind === "ask").length;
  for (const [whole, , which] of `${text} ${cause} ${fix}`.matchAll(/\{(\w+)(?: (\d+))?\}/g)) {
    if (!/^\{(queries|seconds)/.test(whole) || Number(which ?? 1) > asks)
      found.push(`${slug}: ${whole} stands for nothing`);
  }
  return found;
}
