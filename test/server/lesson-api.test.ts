// The lessons on the API listener: the list, one played, the same again, and names that are none.

import { expect, test } from "vitest";
import type { HttpReply } from "../../src/http/listener.ts";
import { lessonRoutes, type ListedChapter, type PlayedLesson } from "../../src/server/lesson-api.ts";
import { eventOf } from "../../src/trace/event.ts";

const routes = new Map(lessonRoutes({ zones: null }));

async function page(path: string, rest = ""): Promise<HttpReply> {
  const query = new URLSearchParams();
  const asked = { method: "GET", path, queryText: "", headers: {}, rest, query, body: "", octets: new Uint8Array() };
  return routes.get(path)!.GET!(asked);
}

test("the list has every lesson, by chapter", async () => {
  const { status, body } = await page("/_signpost/lessons");
  const chapters = JSON.parse(body as string) as ListedChapter[];
  expect(status).toBe(200);
  expect(chapters.map(({ title }) => title)).toEqual("Delegation Glue Servers Aliases Denial Transport Forgery Time Signatures".split(" ")); // prettier-ignore
  expect(chapters.flatMap(({ lessons }) => lessons)).toHaveLength(81);
});

test("a lesson is played: its words with their numbers, its acts with their traces, and what stands beside it", async () => {
  const { body } = await page("/_signpost/lessons/", "slow");
  const lesson = JSON.parse(body as string) as PlayedLesson;
  expect(lesson).toMatchObject({ slug: "slow", before: "ns-cycle", after: "expired-secondary" });
  for (const words of [lesson.text, lesson.cause, lesson.fix]) expect(words).not.toMatch(/[{}]/);
  const [act] = lesson.acts;
  if (act.kind !== "ask") throw new Error("The lesson does not begin with a question.");
  expect(act).toMatchObject({ name: "www.slow.broken.test.", type: "A" });
  for (const event of act.trace.events) expect(eventOf(event)).toEqual(event);
  expect(act.trace.ending.answer.rcode).toBe("NOERROR");
  expect(lesson.twin).toEqual({ name: "www.slow.fixed.test.", type: "A" });
});

test("the same lesson is the same, and asked at once it is played once after the other", async () => {
  const bodies = await Promise.all(
    ["propagation", "propagation", "lame-refused"].map((slug) => page("/_signpost/lessons/", slug)),
  );
  expect(bodies[0]).toEqual(bodies[1]);
  expect(bodies[2].body).toContain("lame-refused");
  expect(await page("/_signpost/lessons/", "propagation")).toEqual(bodies[0]);
});

test.each(["nope", "..", "Slow", "%2e%2e%2fnetwork", "a".repeat(64)])("%s is no lesson", async (slug) => {
  expect(await page("/_signpost/lessons/", slug)).toMatchObject({ status: 404 });
});

test("a lab that cannot be opened says why", async () => {
  const broken = new Map(lessonRoutes({ zones: "/nowhere" }));
  const { status, body } = await broken.get("/_signpost/lessons")!.GET!({} as never);
  expect(status).toBe(503);
  expect(body).toMatch(/^The lab cannot be opened:\n.*nowhere/);
});
