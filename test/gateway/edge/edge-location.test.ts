// What an edge location adds, what it passes on, and what it can be made to keep (CloudFront guide:
// RequestAndResponseBehaviorCustomOrigin, using-cloudfront-headers).

import { expect, test } from "vitest";
import { Edge, headerOf, viewerRequest } from "./viewers.ts";

const kept = { "Cache-Control": "max-age=60" };

test("the region sees HTTP's own names with capitals, cookies in order, the viewer's place and device, and the way", async () => {
  const edge = new Edge();
  const agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148";
  await edge.ask("GET", "/a?b", { "x-tHing": "1", cookie: "b=2; a=1", "user-agent": agent });
  const [seen] = edge.asked;
  expect(seen).toMatchObject({ target: "/a?b", edge: { location: "FRA", region: "eu-central-1" }, vpcId: null });
  expect(seen.rawHeaders.slice(0, -4)).toEqual([
    "x-tHing",
    "1",
    "Cookie",
    "a=1; b=2",
    "User-Agent",
    agent,
    "CloudFront-Is-Desktop-Viewer",
    "false",
    "CloudFront-Is-Mobile-Viewer",
    "true",
    "CloudFront-Is-SmartTV-Viewer",
    "false",
    "CloudFront-Is-Tablet-Viewer",
    "false",
    "CloudFront-Forwarded-Proto",
    "https",
    "CloudFront-Viewer-Country",
    "DE",
  ]);
  expect(seen.header("via")).toMatch(/^1\.1 [a-z0-9]{32}\.cloudfront\.net \(CloudFront\)$/);
  expect(seen.header("x-amz-cf-id")).toMatch(/^[\w-]{55}=$/);
});

test("a viewer cannot say what only an edge location says", async () => {
  const edge = new Edge();
  await edge.ask("GET", "/", { "cloudfront-viewer-country": "XX", "X-Amz-CF-Id": "mine" });
  expect(edge.asked[0].header("cloudfront-viewer-country")).toBe("DE");
  expect(edge.asked[0].rawHeaders.filter((one) => one.toLowerCase() === "x-amz-cf-id")).toHaveLength(1);
});

test.each([
  [200, {}, "Miss from cloudfront"],
  [404, {}, "Error from cloudfront"],
  [503, {}, "Error from cloudfront"],
])("an answer of %i says how it came", async (status, headers, verdict) => {
  const reply = await new Edge().answers(headers, "a", status).ask("GET", "/");
  expect(headerOf(reply, "X-Cache")).toBe(verdict);
  expect(headerOf(reply, "X-Amz-Cf-Pop")).toBe("FRA50-P1");
});

test("each location keeps for itself, and what it keeps it does not ask for again", async () => {
  const [one, other] = [new Edge().answers(kept, "one"), new Edge().answers(kept, "other")];
  for (const edge of [one, other, one, other]) await edge.ask("GET", "/");
  expect([one.asked.length, other.asked.length]).toEqual([1, 1]);
  expect((await other.ask("GET", "/")).body).toBe("other");
});

test("targets and hosts are kept apart, HEAD is answered from GET without its body", async () => {
  const edge = new Edge().answers(kept, "text");
  await edge.ask("GET", "/?a");
  expect((await edge.ask("GET", "/?b")).verdict).toBe("Miss");
  expect(await edge.ask("HEAD", "/?a")).toMatchObject({ verdict: "Hit", body: null });
});

test("a streamed answer is passed on and not kept", async () => {
  async function* pieces(): AsyncIterable<Uint8Array> {
    yield new Uint8Array(1);
  }
  const edge = new Edge().answers(kept, pieces());
  await edge.ask("GET", "/");
  expect((await edge.ask("GET", "/")).verdict).toBe("Miss");
});

test("what is kept is bounded, the longest unused goes first", async () => {
  const edge = new Edge(4_000).answers(kept, "x".repeat(700));
  await edge.ask("GET", "/a");
  await edge.ask("GET", "/b");
  await edge.ask("GET", "/a");
  await edge.ask("GET", "/c");
  expect((await edge.ask("GET", "/a")).verdict).toBe("Hit");
  expect((await edge.ask("GET", "/b")).verdict).toBe("Miss");
  expect(edge.location.kept.octets).toBeLessThanOrEqual(4_000);
});

test("a header of any value fills no more than its share (sixteen answers of one target)", async () => {
  const edge = new Edge(1_000_000).answers({ ...kept, Vary: "X-Any" }, "x");
  for (let i = 0; i < 100; i++) await edge.ask("GET", "/", { "X-Any": String(i) });
  expect(edge.location.kept.answers).toBe(16);
});

test("a request to change the protocol is never answered from what is kept", async () => {
  const edge = new Edge().answers(kept);
  await edge.ask("GET", "/");
  const request = { ...viewerRequest("GET", "/"), upgrade: "websocket" };
  expect(headerOf(await edge.location.handle(request), "X-Cache")).toBe("Miss from cloudfront");
  expect(edge.asked.at(-1)?.upgrade).toBe("websocket");
});
