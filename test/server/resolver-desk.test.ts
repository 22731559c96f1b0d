// The desk between workers and the resolver: every question gets one answer, answers of one event leave together, clients
// have their limits, and what is kept is what was said.

import { expect, test } from "vitest";
import { Purpose } from "../../src/authority/recursion.ts";
import { VirtualClock } from "../../src/base/clock.ts";
import { maxWaitingPerClient } from "../../src/base/limits.ts";
import { seededRandom } from "../../src/base/random.ts";
import { ExtendedError, Rcode } from "../../src/dns/codes.ts";
import { NameCursor } from "../../src/dns/name-cursor.ts";
import { QuestionKey, ReadyReply, Wish } from "../../src/dns/ready-reply.ts";
import { nameFromText } from "../../src/dns/text/name-text.ts";
import type { Name } from "../../src/dns/name.ts";
import { createClient } from "../../src/net/client.ts";
import { AnswerTable, createAnswerMemory } from "../../src/resolver/answer-table.ts";
import type { Question, Resolution } from "../../src/resolver/question.ts";
import type { Request } from "../../src/resolver/resolver.ts";
import { ResolverDesk } from "../../src/server/resolver-desk.ts";
import { eachAnswer, QuestionBatch } from "../../src/server/resolver-messages.ts";

const seed = 0x0de5c;

function keyOf(text: string, type = 1, wishes = 0): QuestionKey {
  const cursor = new NameCursor();
  const { wire } = nameFromText(text) as Name;
  cursor.set(wire, 0);
  const key = new QuestionKey();
  key.set(cursor, type, wishes);
  return key;
}

function resolution(question: Question, part: Partial<Resolution> = {}): Resolution {
  return {
    question, rcode: Rcode.NOERROR, answer: [], authority: [], additional: [], security: "unchecked", extendedErrors: [],
    ttlSeconds: 60, stale: false, upstreamQueries: 1, ...part,
  }; // prettier-ignore
}

/** A desk over a resolver that answers when it is told to. */
function setUp() {
  const open: { question: Question; request: Request; done: (resolution: Resolution) => void }[] = [];
  const answers = new AnswerTable(createAnswerMemory(1 << 20, [1, 2]));
  let settled = 0;
  const desk = new ResolverDesk({
    resolver: { resolve: (question, request, done) => void open.push({ question, request, done }) },
    answers,
    clock: new VirtualClock(5000),
    random: seededRandom(seed),
    settle: () => void settled++,
  });
  const messages: { token: number; rcode: number; options: string }[][] = [];
  const take = desk.serve({
    postMessage(batch) {
      const message: (typeof messages)[number] = [];
      eachAnswer(batch, (token, ready) => {
        const reply = new ReadyReply();
        if (ready === null || !reply.set(ready, 0, ready.length))
          return void message.push({ token, rcode: -1, options: "" });
        const options = Buffer.from(ready.slice(reply.options, reply.options + reply.optionOctets)).toString("latin1");
        message.push({ token, rcode: reply.rcode, options });
      });
      messages.push(message);
    },
  });
  const ask = (
    questions: readonly { token: number; name: string; purpose?: Purpose; from?: number; wishes?: number }[],
  ): void => {
    const batch = new QuestionBatch();
    for (const { token, name, purpose = Purpose.answer, from = 1, wishes = 0 } of questions) {
      const client = createClient(0, 4);
      client.address.set([10, from >>> 16, from >>> 8, from]);
      batch.add(token, purpose, client, keyOf(name, 1, wishes));
    }
    take(batch.take()!);
  };
  return { desk, open, answers, messages, ask, settled: () => settled };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("answers that one event brings leave in one message, each with its token", async () => {
  const { open, messages, ask, settled, desk } = setUp();
  ask([{ token: 7, name: "a.test." }, { token: 8, name: "b.test." }, { token: 9, name: "c.test." }]); // prettier-ignore
  expect([settled(), desk.waiting]).toEqual([1, 3]);
  open[2].done(resolution(open[2].question));
  open[0].done(resolution(open[0].question, { rcode: Rcode.NXDOMAIN }));
  await turn();
  open[1].done(resolution(open[1].question));
  await turn();
  expect(messages.map((message) => message.map(({ token, rcode }) => [token, rcode]))).toEqual([[[9, 0], [7, 3]], [[8, 0]]]); // prettier-ignore
  expect(desk.waiting).toBe(0);
  expect(desk.durations.counts.reduce((sum, count) => sum + count)).toBe(3);
});

test("DNSBomb: of one client so many questions wait and no more; others are served", async () => {
  const { desk, open, messages, ask } = setUp();
  const flood = Array.from({ length: maxWaitingPerClient + 5 }, (_, i) => ({ token: i + 1, name: `n${i}.test.` }));
  ask(flood);
  ask([{ token: 5000, name: "other.test.", from: 2 }]);
  await turn();
  expect([open.length, desk.waiting, desk.turnedAway]).toEqual([maxWaitingPerClient + 1, maxWaitingPerClient + 1, 5]);
  expect(messages[0].map(({ rcode }) => rcode)).toEqual([2, 2, 2, 2, 2]);
  expect(messages[0][0].options).toContain("too many questions of this client wait already");
  open[0].done(resolution(open[0].question));
  ask([{ token: 6000, name: "again.test." }]);
  expect(open).toHaveLength(maxWaitingPerClient + 2);
});

test("answers are kept for the workers as they were given; those without lifetime are not", () => {
  const { open, answers, ask } = setUp();
  ask([{ token: 1, name: "kept.test." }, { token: 2, name: "once.test." }]); // prettier-ignore
  open[0].done(resolution(open[0].question));
  open[1].done(resolution(open[1].question, { ttlSeconds: 0 }));
  expect(answers.entryCount).toBe(1);
});

test("a renewal waits for nobody, and a failure does not take the old answer away", () => {
  const { open, answers, ask, desk, messages } = setUp();
  ask([{ token: 1, name: "kept.test." }]);
  open[0].done(resolution(open[0].question));
  ask([{ token: 0, name: "kept.test.", purpose: Purpose.renew }]);
  expect([open[1].request.purpose, desk.waiting]).toEqual(["prefetch", 0]);
  open[1].done(resolution(open[1].question, { rcode: Rcode.SERVFAIL, ttlSeconds: 0 }));
  expect([answers.entryCount, messages.length]).toEqual([1, 0]);
});

test("a traced question's reply names its trace; what is kept for others does not", async () => {
  const { open, answers, ask, desk, messages } = setUp();
  ask([{ token: 1, name: "traced.test.", purpose: Purpose.trace }]);
  expect(open[0].request.trace).not.toBeNull();
  open[0].done(resolution(open[0].question));
  await turn();
  const [{ trace }] = desk.traces.latest();
  expect(messages[0][0].options).toContain(`trace ${trace}`);
  const kept = new ReadyReply();
  for (const { value } of answers.entries()) expect(kept.set(value, 0, value.length) && kept.optionOctets).toBe(0);
});

test("RFC 4035 §3.2.2: with CD nothing that was validated is kept, nor renewed", () => {
  for (const [wishes, purpose] of [
    [Wish.unchecked, "unchecked"],
    [Wish.unchecked | Wish.dnssec, "plain"],
    [Wish.dnssec, "prefetch"],
  ] as const) {
    const { open, answers, ask } = setUp();
    ask([{ token: 1, name: "traced.test.", purpose: Purpose.trace, wishes }]);
    open[0].done(resolution(open[0].question, { rcode: Rcode.SERVFAIL, security: "bogus" }));
    expect(answers.entryCount).toBe(purpose === "prefetch" ? 1 : 0);
    ask([{ token: 0, name: "kept.test.", purpose: Purpose.renew, wishes }]);
    expect(open[1].request.purpose).toBe(purpose);
  }
});

test("RFC 8914 §4.14: a failure is told as it is, and kept as one that is remembered", async () => {
  const { open, answers, ask, messages } = setUp();
  ask([{ token: 1, name: "broken.test." }]);
  const extendedErrors = [{ code: ExtendedError["No Reachable Authority"], text: "" }];
  open[0].done(resolution(open[0].question, { rcode: Rcode.SERVFAIL, extendedErrors, ttlSeconds: 5 }));
  await turn();
  const [kept] = answers.entries();
  const reply = new ReadyReply();
  expect(reply.set(kept.value, 0, kept.value.length)).toBe(true);
  const options = Buffer.from(kept.value.slice(reply.options, reply.options + reply.optionOctets)).toString("latin1");
  expect([messages[0][0].options, options]).toEqual(["\0\x0f\0\x02\0\x16", "\0\x0f\0\x02\0\x0d\0\x0f\0\x02\0\x16"]);
});
