// `signpost trace`: our own zones, the mini internet, a running server; as prose and as JSON; with its exit codes.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { type FinishedTrace, composeTrace, traceOf, tracedAnswer } from "../../src/trace/ending.ts";
import { head, nameOf } from "../authority/asking.ts";
import { expectSteps, newRecorder } from "../trace/expect-steps.ts";
import { signpost } from "./signpost.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-trace-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const zones = join(home, "zones");
const config = join(home, "signpost.yaml");
writeFileSync(config, "zones: ./zones\ndata: null\n");

mkdirSync(zones);
writeFileSync(join(zones, "own.test.zone"), `${head}www A 192.0.2.10\nhere CNAME www\naway CNAME www.example.com.\n`);

let server: Server | undefined;
afterEach(() => server?.close());

async function traced(...words: string[]): Promise<FinishedTrace> {
  const { code, stdout, stderr } = await signpost(["trace", ...words, "--json", "-c", config]);
  expect([code, stderr]).toEqual([0, ""]);
  const trace = traceOf(stdout);
  if (typeof trace === "string") expect.fail(trace);
  return trace;
}

test("a name of ours is answered from its zone, as prose", async () => {
  const { code, stdout, stderr } = await signpost(["trace", "here.own.test", "-c", config]);
  expect([code, stderr]).toEqual([0, ""]);
  const lines = stdout.replaceAll(/\d+\.\d ms/g, "T ms").split("\n");
  expect(lines.map((line) => line.replace(/^ *(T ms)? /, "").replaceAll(/ {2,}/g, "  "))).toEqual([
    "← A query of 58 octets comes, for here.own.test A.  RFC 1035 §4.1.2",
    "· own.test is the nearest of our zones at or above here.own.test.  RFC 1034 §4.3.2",
    "· here.own.test is an alias: on with its canonical name, www.own.test.  RFC 1034 §3.6.2",
    "· own.test is the nearest of our zones at or above www.own.test.  RFC 1034 §4.3.2",
    "✓ www.own.test has what is asked for: 1 record of type A.  RFC 1034 §4.3.2",
    "✓ The reply is NOERROR with 2/0/0 records, 76 octets.  RFC 1035 §4.1.1",
    "",
    "NOERROR here.own.test. A, after T ms, no query sent, good for 3600 s",
    "here.own.test. 3600 IN CNAME www.own.test.",
    "www.own.test. 3600 IN A 192.0.2.10",
    "",
  ]);
});

test("who has hosted zones is told that they were not looked at, and where they are", async () => {
  mkdirSync(join(home, "data"), { recursive: true });
  writeFileSync(join(home, "data/signpost.db"), "");
  const file = join(home, "hosted.yaml");
  writeFileSync(file, 'zones: ./zones\ndata: ./data\napi: { listen: "0.0.0.0:5399" }\n');
  const { code, stderr } = await signpost(["trace", "here.own.test", "-c", file]);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^Zone files alone were looked at, not the hosted zones in .*data: --api 127\.0\.0\.1:5399 asks/,
  );
  expect((await signpost(["trace", "here.own.test", "--json", "-c", file])).stderr).toBe("");
});

test("the mini internet is walked from the root", async () => {
  const trace = await traced("www.example.com", "--lab");
  expectSteps(trace, [
    "zone.none",
    "request.recurses",
    "question.asked",
    "delegation.known",
    "server.chosen",
    "query.sent",
    "response.referral",
    "query.sent",
    "response.referral",
    "query.sent",
    "response.answer",
    "answer.done",
  ]);
  const { answer, ms } = trace.ending;
  expect([answer.rcode, answer.answer.length]).toEqual(["NOERROR", 1]);
  expect(answer.upstreamQueries).toBe(trace.events.filter(({ step }) => step === "query.sent").length);
  expect(ms).toBeGreaterThan(0);
});

test("lines are broken where --width says, whatever the terminal", async () => {
  const { stdout } = await signpost(["trace", "here.own.test", "-c", config, "--width", "132"]);
  const [steps] = stdout.split("\n\n");
  expect(Math.max(...steps.split("\n").map((line) => line.length))).toBe(132);
});

test("messages are shown below their steps, octet by octet", async () => {
  const { stdout } = await signpost(["trace", "here.own.test", "-c", config, "--octets"]);
  const lines = stdout.split("\n").map((line) => line.trim());
  expect(lines[1]).toBe("0000                           header: 12 octets");
  expect(lines).toContain("000c                           question: here.own.test. IN A");
  const reply = lines.findIndex((line) => line.includes("The reply is NOERROR"));
  expect(lines.slice(reply).some((line) => line.endsWith("address: 192.0.2.10"))).toBe(true);
});

test("a trace that was kept is told again as it was", async () => {
  const words = ["trace", "here.own.test", "-c", config];
  const kept = join(home, "walk.ndjson");
  const { stdout: lines } = await signpost([...words, "--json"]);
  writeFileSync(kept, lines);
  expect((await signpost(["trace", "--read", kept, "--json"])).stdout).toBe(lines);
  const { code, stdout } = await signpost(["trace", "--read", kept]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/NOERROR here\.own\.test\. A, after /)]);
  writeFileSync(kept, "nonsense\n");
  const broken = await signpost(["trace", "--read", kept]);
  expect([broken.code, broken.stderr]).toEqual([1, `signpost: ${kept} is no trace: line 1: a trace's last line has trace and ms.\n`]); // prettier-ignore
  for (const beside of [["x.test"], ["--lab"], ["-x", "192.0.2.1"]])
    expect(await signpost(["trace", "--read", kept, ...beside])).toMatchObject({ code: 2 });
});

test("the way backwards is asked for by an address (RFC 1035 §3.5)", async () => {
  const { answer } = (await traced("-x", "192.0.2.80", "--lab")).ending;
  expect(`${answer.name} ${answer.type}`).toBe("80.2.0.192.in-addr.arpa. PTR");
});

test("an alias of ours goes on where it leads", async () => {
  const trace = await traced("away.own.test", "--lab");
  expectSteps(trace, ["zone.cname", "zone.alias-leaves", "request.recurses", "question.asked", "answer.done"]);
  expect(trace.ending.answer.name).toBe("away.own.test.");
  expect(trace.ending.answer.answer[0]).toBe("away.own.test. 3600 IN CNAME www.example.com.");
  expect(trace.ending.answer.answer[1]).toMatch(/^www\.example\.com\. \d+ IN A /);
});

test("without a resolver, what is not ours is refused", async () => {
  const closed = join(home, "closed.yaml");
  writeFileSync(closed, "zones: ./zones\ndata: null\nresolver: { enabled: false }\n");
  const { code, stdout, stderr } = await signpost(["trace", "www.example.com", "-c", closed]);
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toContain("The question is not ours to answer, nor is it resolved:");
  expect(stdout).toMatch(
    /REFUSED www\.example\.com\. A, after [\d.]+ ms, no query sent\n {2}EDE 20: The question is not ours/,
  );
});

test("a running server is asked through its API", async () => {
  const name = nameOf("www.example.com.");
  const recorder = newRecorder();
  recorder.note("zone.none", { name });
  const nothing = { answer: [], authority: [], additional: [], extendedErrors: [], ttlSeconds: 0, stale: false };
  const answer = tracedAnswer({
    ...nothing,
    question: { name, type: 15 },
    rcode: 2,
    security: "unchecked",
    upstreamQueries: 3,
  });
  const asked: string[] = [];
  const api = await listen((method, url) => {
    asked.push(`${method} ${url}`);
    return [200, composeTrace(recorder.finish(answer))];
  });
  const { code, stdout, stderr } = await signpost([
    "trace",
    "www.example.com",
    "MX",
    "--api",
    api,
    "--subnet",
    "192.0.2.0/24",
  ]);
  expect(asked).toEqual(["POST /_signpost/trace?subnet=192.0.2.0%2F24&name=www.example.com.&type=MX"]);
  expect([code, stderr]).toEqual([1, ""]); // SERVFAIL is no answer
  expect(stdout).toContain("No zone of ours is at or above www.example.com.");
  expect(stdout).toContain("SERVFAIL www.example.com. MX");
});

test("what the API says otherwise is told in a sentence", async () => {
  const unwilling = await listen(() => [404, "no resolver here\n"]);
  const refused = await signpost(["trace", "x.test", "--api", unwilling]);
  expect([refused.code, refused.stderr]).toEqual([1, `signpost: ${unwilling} answers 404: no resolver here\n`]);
  server?.close();
  const strange = await listen(() => [200, "hello\n"]);
  const puzzled = await signpost(["trace", "x.test", "--api", strange]);
  expect(puzzled.stderr).toMatch(/answers is no trace: line 1/);
});

test.each([
  [["trace"], 2, /missing required argument/],
  [["trace", "x.test", "AAAAA"], 2, /"AAAAA" is no record type; the nearest is AAAA/],
  [["trace", "x..test"], 2, /empty label/],
  [["trace", "-x", "192.0.2"], 2, /"192\.0\.2" is no address: -x expects one/],
  [["trace", "x.test", "-x", "192.0.2.1"], 2, /-x asks for the name of 192\.0\.2\.1: without "x\.test"/],
  [["trace", "x.test", "--width", "59"], 2, /--width is "59": expected a whole number from 60 to 500/],
  [["trace", "x.test", "--width", "80", "--json"], 2, /without --width/],
  [
    ["trace", "x.test", "--json", "--octets"],
    2,
    /^signpost: --json has every message, in base64, already: without --octets\.\n$/,
  ],
  [["trace", "x.test", "--api", "127.0.0.1:1", "--lab"], 2, /has its own configuration: without --lab/],
  [["trace", "x.test", "--client", "127.0.0.1"], 2, /are for a running server: --api says where/],
  [["trace", "x.test", "--api", "http://["], 2, /no address of an API/],
  [["trace", "x.test", "--api", "127.0.0.1:1"], 1, /cannot be asked/],
  [["trace", "x.test", "-c", join(home, "nowhere.yaml")], 1, /no such file/],
] as const)("%j ends with %d", async (words, code, complaint) => {
  const outcome = await signpost(words);
  expect(outcome.code).toBe(code);
  expect(outcome.stderr).toMatch(complaint);
  expect(outcome.stdout).toBe("");
});

function listen(answer: (method: string, url: string) => [status: number, text: string]): Promise<string> {
  const listener = createServer((request, response) => {
    const [status, text] = answer(request.method ?? "", request.url ?? "");
    response.writeHead(status).end(text);
  });
  server = listener;
  return new Promise((resolve) => {
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(`127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
    });
  });
}
