// What is kept, for how long, and what it serves for: data, aliases, denials, failures, and what has expired.

import { expect, test } from "vitest";
import { RRType } from "../../src/dns/types.ts";
import { Recorder } from "../../src/trace/recorder.ts";
import { expectSteps } from "../trace/expect-steps.ts";
import { type Case, checkCase } from "./cases.ts";
import { type Internet, internet, name, type ScriptReply, usual } from "./internet.ts";

const own = (records: string) => ({ "127.53.0.20": { "example.com.": `@ NS ns\nns A 127.53.0.20\n${records}` } });
const script = (reply: ScriptReply) => ({ "127.53.0.20": () => reply });
const soa = (ttl: number, minimum: number) =>
  `example.com. ${ttl} SOA ns.example.com. h.example.com. 1 2 3 4 ${minimum}`;

const asked =
  (text: string, secondsAgo = 0) =>
  (net: Internet): void => {
    net.ask(text);
    net.passSeconds(secondsAgo);
  };

/** Asked once; then the server dies and the data expires. */
const expired =
  (text: string) =>
  (net: Internet): void => {
    net.ask(text);
    for (const address of ["127.53.0.20", "127.53.0.10", "127.53.0.1"]) net.serve(address, () => "silence");
    net.passSeconds(3700);
  };

const cases: Case[] = [
  {
    title: "RFC 1035 §3.2.1: an answer from the cache has what is left of its TTL",
    before: asked("www.example.com.", 600),
    ask: "www.example.com.",
    answer: ["www.example.com. 3000 A 192.0.2.1"],
    queries: [],
    elapsedMs: 0,
    steps: ["cache.hit", "answer.done"],
  },
  {
    title: "RFC 2308 §5: a denial of the type is kept for the lesser of the SOA's TTL and its last field",
    sites: script({ authority: soa(300, 120) }),
    options: { qnameMinimisation: false },
    before: asked("www.example.com."),
    ask: "www.example.com.",
    answer: [],
    authority: ["example.com. 120 SOA ns.example.com. h.example.com. 1 2 3 4 120"],
    queries: [],
    steps: ["cache.denial"],
  },
  {
    title: "RFC 2308 §5: and no longer",
    sites: script({ authority: soa(60, 120) }),
    options: { qnameMinimisation: false },
    before: asked("www.example.com.", 61),
    ask: "www.example.com.",
    queries: ["127.53.0.20 udp www.example.com. A"],
    steps: ["cache.miss", "response.nodata"],
  },
  {
    title: "RFC 2308 §2.2: a denial without SOA is given once and not kept",
    sites: script({}),
    options: { qnameMinimisation: false },
    before: asked("www.example.com."),
    ask: "www.example.com.",
    queries: ["127.53.0.20 udp www.example.com. A"],
    steps: ["cache.miss", "response.no-soa"],
  },
  {
    title: "RFC 2308 §3: an SOA of another zone denies nothing here for any length of time",
    sites: script({ authority: "example.org. 300 SOA ns.example.org. h.example.org. 1 2 3 4 300" }),
    options: { qnameMinimisation: false },
    before: asked("www.example.com."),
    ask: "www.example.com.",
    queries: ["127.53.0.20 udp www.example.com. A"],
    steps: ["response.no-soa"],
  },
  {
    title: "RFC 8020 §2: below a name that does not exist there is nothing",
    before: asked("gone.example.com."),
    ask: "a.b.c.gone.example.com.",
    type: "TXT",
    rcode: "NXDOMAIN",
    queries: [],
    steps: ["cache.cut", "answer.done"],
  },
  {
    title: "RFC 8020 §2: but that a type is missing says nothing about what is below",
    sites: own("x.empty A 192.0.2.9"),
    before: asked("empty.example.com."),
    ask: "x.empty.example.com.",
    answer: ["x.empty.example.com. 3600 A 192.0.2.9"],
    steps: ["response.answer"],
    never: ["cache.cut"],
  },
  {
    title: "RFC 9520 §3.2: a failure is remembered for five seconds",
    sites: script({ rcode: "SERVFAIL" }),
    before: (net) => {
      net.begin("www.example.com.");
      net.run(net.clock.nowMs() + 2000);
    },
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    errors: [13, 22],
    queries: [],
    steps: ["cache.failure"],
  },
  {
    title: "RFC 9520 §3.2: afterwards it is tried again",
    sites: script({ rcode: "SERVFAIL" }),
    before: (net) => {
      net.ask("www.example.com.");
      net.passSeconds(6);
      net.serve("127.53.0.20", { "example.com.": "@ NS ns\nns A 127.53.0.20\nwww A 192.0.2.1" });
    },
    ask: "www.example.com.",
    steps: ["cache.miss", "response.answer"],
  },
  {
    title: "RFC 8767 §5: what expired is given after 1.8 seconds of silence, for 30 seconds, and said to be stale",
    before: expired("www.example.com."),
    ask: "www.example.com.",
    answer: ["www.example.com. 30 A 192.0.2.1"],
    errors: [3],
    elapsedMs: 1800,
    steps: ["cache.miss", "query.timeout", "cache.stale"],
  },
  {
    title: "RFC 8767 §5: and at once when every server says that it cannot",
    before: (net) => {
      expired("www.example.com.")(net);
      net.serve("127.53.0.1", () => ({ rcode: "REFUSED", flags: [] }));
    },
    ask: "www.example.com.",
    answer: ["www.example.com. 30 A 192.0.2.1"],
    errors: [3],
    elapsedMs: 60,
    steps: ["response.error", "servers.exhausted", "cache.stale"],
  },
  {
    title: "RFC 8914 §4.20: a stale denial of the name is said to be one",
    before: expired("gone.example.com."),
    ask: "gone.example.com.",
    rcode: "NXDOMAIN",
    errors: [19],
    steps: ["cache.stale"],
  },
  {
    title: "without serve-stale there is a failure",
    options: { serveStale: false },
    before: expired("www.example.com."),
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    steps: ["servers.exhausted"],
    never: ["cache.stale"],
  },
  {
    title: "RFC 1035 §3.2.1: TTL 0 is given and not kept",
    sites: own("zero 0 A 192.0.2.3"),
    before: asked("zero.example.com."),
    ask: "zero.example.com.",
    answer: ["zero.example.com. 0 A 192.0.2.3"],
    queries: ["127.53.0.20 udp zero.example.com. A"],
    steps: ["cache.miss"],
  },
  {
    title: "RFC 8767 §4: a TTL beyond the cap is cut",
    sites: own("long 4000000 A 192.0.2.3"),
    ask: "long.example.com.",
    answer: ["long.example.com. 86400 A 192.0.2.3"],
    steps: ["cache.stored"],
  },
  {
    title: "RFC 2181 §8: a TTL with its highest bit set is 0",
    sites: script({
      answer: "www.example.com. 60 A 192.0.2.3",
      change: (message) => ({ ...message, answer: message.answer.map((one) => ({ ...one, ttlSeconds: 0x8000_0001 })) }),
    }),
    ask: "www.example.com.",
    answer: ["www.example.com. 0 A 192.0.2.3"],
    steps: ["response.answer"],
  },
  {
    title: "RFC 2181 §5.2: of differing TTLs in a set the least holds",
    sites: script({ answer: "www.example.com. 60 A 192.0.2.3\nwww.example.com. 10 A 192.0.2.4" }),
    ask: "www.example.com.",
    answer: ["www.example.com. 10 A 192.0.2.3", "www.example.com. 10 A 192.0.2.4"],
    steps: ["response.answer"],
  },
  {
    title: "an operator's least TTL raises lower ones",
    options: { minTtlSeconds: 30 },
    sites: own("short 5 A 192.0.2.3"),
    ask: "short.example.com.",
    answer: ["short.example.com. 30 A 192.0.2.3"],
    steps: ["cache.stored"],
  },
];

test.each(cases)("$title", (one) => expectSteps(checkCase(one), one.steps));

test("what is asked for in the last tenth of its life is fetched again, once, and nobody waits", () => {
  const net = internet();
  net.ask("www.example.com.");
  net.passSeconds(3300);
  const late = net.ask("www.example.com.");
  expect(late.answer).toEqual(["www.example.com. 300 IN A 192.0.2.1"]);
  expect(late.elapsedMs).toBe(0);
  expect(late.queries).toEqual(["127.53.0.20 udp www.example.com. A"]);
  expect(net.ask("www.example.com.").answer).toEqual(["www.example.com. 3600 IN A 192.0.2.1"]);
  expect(net.resolver.world.statistics.prefetches).toBe(1);
});

test("a fetch ahead of time that fails takes nothing away from what is still in the cache", () => {
  const net = internet();
  net.ask("alias.example.com.");
  net.passSeconds(3300);
  for (const address of ["127.53.0.20", "127.53.0.30"]) net.serve(address, () => ({ rcode: "SERVFAIL" }));
  const late = net.ask("alias.example.com.");
  expect(late.resolution.stale).toBe(false);
  expect(net.resolver.world.statistics.prefetches).toBeGreaterThan(0);
  const later = net.ask("alias.example.com.");
  expect(later.answer).toEqual(late.answer);
  expect(later.errors).toEqual([]);
});

test("a fetch ahead of time says that it is one", () => {
  const net = internet();
  const recorder = new Recorder(net.clock, net.random);
  const question = { name: name("www.example.com."), type: RRType.A };
  net.resolver.resolve(question, { trace: recorder, purpose: "prefetch" }, () => {});
  net.run();
  expectSteps(recorder, ["cache.prefetch", "question.asked", "response.answer"]);
});

test("RFC 9520 §3.2: a name that fails again and again is tried less and less, to five minutes at most", () => {
  let tries = 0;
  const net = internet(
    { ...usual, "127.53.0.20": () => (tries++, { rcode: "SERVFAIL" }) },
    { qnameMinimisation: false },
  );
  const gaps: number[] = [];
  let lastMs = 0;
  for (let seconds = 0; seconds < 3000; seconds++) {
    const before = tries;
    net.ask("www.example.com.");
    if (tries > before) {
      gaps.push(Math.round((net.clock.nowMs() - lastMs) / 1000));
      lastMs = net.clock.nowMs();
    }
    net.passSeconds(1);
  }
  expect(gaps.slice(1, 7)).toEqual([5, 10, 20, 40, 80, 160]);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(301);
});
