// `signpost lab` at a server with a mini internet: a server is broken, the walk finds another way or none, and is mended.

import { afterAll, beforeAll, expect, test } from "vitest";
import { traceOf } from "../../src/trace/ending.ts";
import { Folder, RunningServer } from "../e2e/running-server.ts";
import { expectSteps } from "../trace/expect-steps.ts";
import { signpost } from "./signpost.ts";

const folder = new Folder();
let server: RunningServer;
let api = "";

beforeAll(async () => {
  folder.write("zones/own.test.zone", "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns\nns 60 A 192.0.2.1\n");
  server = new RunningServer(["--listen", "127.0.0.1:0", "--lab"], folder.path);
  ({ api } = await server.ready());
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

const lab = (...words: string[]): ReturnType<typeof signpost> => signpost(["lab", ...words, "--api", api]);

/** The walk with nothing remembered. */
async function walk(name: string) {
  await fetch(`http://${api}/_signpost/cache?all`, { method: "DELETE" });
  const text = await (await fetch(`http://${api}/_signpost/resolve?name=${name}&type=A`, { method: "POST" })).text();
  const trace = traceOf(text);
  if (typeof trace === "string") expect.fail(trace);
  return trace;
}

test("servers are shown, one or all, and faults", async () => {
  const all = await lab("show");
  expect(all.stdout).toMatch(
    /^a\.root-servers\.net\n {4}127\.53\.0\.1 fd53::1\n {4}\. root-servers\.net\.\n {4}6 ms away/,
  );
  const one = await lab("show", "ns.tidewater.org", "--json");
  expect(JSON.parse(one.stdout)).toMatchObject([{ name: "ns.tidewater.org", addresses: ["127.53.11.1"] }]);
  expect((await lab("faults")).stdout).toMatch(/\nslow +answers, but late \(delayMs\)\n/);
});

test("both servers of a zone are broken, nobody answers for it, and mended it is as before", async () => {
  expectSteps(await walk("www.example.com"), ["response.answer"]);
  const first = await lab("break", "ns1.example.com", "refused");
  expect(first.stdout).toMatch(
    / {4}fault: refused\n {4}changed by hand: signpost lab mend makes it what it was\nWhat the resolver met .*\n$/,
  );
  await lab("break", "ns2.example.com", "slow: { delayMs: 5 }", "--link", "udp: refused, tcp: refused");
  const broken = await walk("www.example.com");
  expectSteps(broken, ["query.undelivered", "servers.exhausted"]);
  expect(broken.ending.answer.rcode).toBe("SERVFAIL");
  expect((await lab("mend", "ns2.example.com")).stdout).toMatch(/^ns2\.example\.com/);
  const half = await walk("www.example.com");
  expect(half.ending.answer.rcode).toBe("NOERROR");
  expect((await lab("mend", "--all")).stdout).toMatch(/^Mended: ns1\.example\.com\.\nWhat the resolver met before/);
  expect((await lab("mend", "--all")).stdout).toBe("Nothing was broken.\n");
});

test.each([
  [["break", "nobody", "drops"], 1, "404: There is no server nobody in the lab."],
  [["break", "ns1.example.com", "dropz"], 1, '400: line 1, column 13: there is no fault "dropz"'],
  [["break", "ns1.example.com", "--link", "rttMs: fast"], 1, 'the link.rttMs is "fast": expected a whole number'],
  [["break", "ns1.example.com"], 2, "What is broken? Say a fault (signpost lab faults), or --link."],
  [["mend"], 2, "Which server? All are mended by --all."],
  [["mend", "ns1.example.com", "--all"], 2, "Which server? All are mended by --all."],
  [["show", "nobody"], 1, "There is no server nobody in the lab."],
])("%j ends with %i", async (words, code, sentence) => {
  const called = await lab(...words);
  expect([called.code, called.stdout]).toEqual([code, ""]);
  expect(called.stderr).toContain(sentence);
});
