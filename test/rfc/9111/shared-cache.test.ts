// RFC 9111: what a shared cache keeps, for how long, and to whom it gives it.

import { describe, expect, test } from "vitest";
import { Edge, type Headers, headerOf } from "../../gateway/edge/viewers.ts";

/** The second answer to the same request, `seconds` later. */
async function second(
  answer: Headers,
  { seconds = 0, first = {}, again = first, status = 200, method = "GET" }: Wish = {},
): Promise<string> {
  const edge = new Edge().answers(answer, "a", status);
  await edge.ask(method, "/a", first);
  edge.clock.advanceTo(seconds * 1000);
  return (await edge.ask(method, "/a", again)).verdict;
}

interface Wish {
  readonly seconds?: number;
  readonly first?: Headers;
  readonly again?: Headers;
  readonly status?: number;
  readonly method?: string;
}

describe("RFC 9111 §3: what is kept", () => {
  test.each<[string, Headers, Wish, string]>([
    ["what says how long", { "Cache-Control": "max-age=60" }, {}, "Hit"],
    ["what says it in another case", { "cache-control": "Max-Age=60" }, {}, "Hit"],
    ["what says it for shared caches", { "Cache-Control": "s-maxage=60, max-age=0" }, {}, "Hit"],
    ["what says until when", { Expires: "Sun, 13 Sep 2020 12:27:40 GMT" }, {}, "Hit"],
    ["not what says nothing", {}, {}, "Miss"],
    ["not what is stale at once", { "Cache-Control": "max-age=0" }, {}, "Miss"],
    ["not what was stale before", { Expires: "Sun, 13 Sep 2020 12:00:00 GMT" }, {}, "Miss"],
    ["not what may not be stored", { "Cache-Control": "max-age=60, no-store" }, {}, "Miss"],
    ["not what is for one user", { "Cache-Control": "max-age=60, private" }, {}, "Miss"],
    ["not what varies with everything", { "Cache-Control": "max-age=60", Vary: "*" }, {}, "Miss"],
    ["not an answer to POST", { "Cache-Control": "max-age=60" }, { method: "POST" }, "Miss"],
    ["a 404 that says how long", { "Cache-Control": "max-age=60" }, { status: 404 }, "Hit"],
    ["not a 500", { "Cache-Control": "max-age=60" }, { status: 500 }, "Error"],
    ["not a lifetime that is no number", { "Cache-Control": "max-age=soon" }, {}, "Miss"],
  ])("%s", async (_, answer, wish, verdict) => {
    expect(await second(answer, wish)).toBe(verdict);
  });
});

describe("RFC 9111 §3.5: what was asked for with credentials", () => {
  const first = { Authorization: "Bearer x" };
  test.each<[string, string]>([
    ["max-age=60", "Miss"],
    ["max-age=60, public", "Hit"],
    ["s-maxage=60", "Hit"],
    ["max-age=60, must-revalidate", "Hit"],
  ])("%s: %s", async (said, verdict) => {
    expect(await second({ "Cache-Control": said }, { first })).toBe(verdict);
  });
});

describe("RFC 9111 §4.1: requests that differ in what the answer varies with", () => {
  test.each<[string, Headers, Headers, string]>([
    ["have answers of their own", { Accept: "a/b" }, { Accept: "c/d" }, "Miss"],
    ["share one when they do not", { Accept: "a/b" }, { Accept: "a/b", "User-Agent": "x" }, "Hit"],
    ["differ from one that says nothing", {}, { Accept: "c/d" }, "Miss"],
  ])("%s", async (_, first, again, verdict) => {
    expect(await second({ "Cache-Control": "max-age=60", Vary: "Accept" }, { first, again })).toBe(verdict);
  });
});

describe("RFC 9111 §4.2: freshness", () => {
  test.each<[number, Headers, string]>([
    [59, { "Cache-Control": "max-age=60" }, "Hit"],
    [60, { "Cache-Control": "max-age=60" }, "Miss"],
    [39, { "Cache-Control": "max-age=60", Age: "20" }, "Hit"],
    [40, { "Cache-Control": "max-age=60", Age: "20" }, "Miss"],
  ])("after %i s, %j: %s", async (seconds, answer, verdict) => {
    expect(await second(answer, { seconds })).toBe(verdict);
  });

  test("a kept answer says its age (RFC 9111 §5.1)", async () => {
    const edge = new Edge().answers({ "Cache-Control": "max-age=60" });
    await edge.ask("GET", "/a");
    edge.clock.advanceTo(12_400);
    expect(headerOf(await edge.ask("GET", "/a"), "Age")).toBe("12");
  });
});

describe("RFC 9111 §5.2.1: a client that wants no kept answer", () => {
  test.each<[Headers, string]>([
    [{ "Cache-Control": "no-cache" }, "Miss"],
    [{ "Cache-Control": "max-age=0" }, "Miss"],
    [{ Pragma: "no-cache" }, "Miss"],
    [{ "Cache-Control": "max-age=10", Pragma: "no-cache" }, "Hit"],
    [{ "Cache-Control": "x" }, "Hit"],
  ])("%j: %s", async (again, verdict) => {
    expect(await second({ "Cache-Control": "max-age=60" }, { again })).toBe(verdict);
  });
});

describe("RFC 9111 §4.3.2: a client that has the answer already", () => {
  test.each([
    ['"1"', 304],
    ['W/"1"', 304],
    ['"0", "1"', 304],
    ["*", 304],
    ['"2"', 200],
  ])("If-None-Match: %s is %i", async (tag, status) => {
    const edge = new Edge().answers({ "Cache-Control": "max-age=60", ETag: '"1"' });
    await edge.ask("GET", "/a");
    expect(await edge.ask("GET", "/a", { "If-None-Match": tag })).toMatchObject({ status, verdict: "Hit" });
  });
});
