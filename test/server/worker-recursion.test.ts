import { describe, expect, test } from "vitest";
import { Purpose } from "../../src/authority/recursion.ts";
import { MessageView } from "../../src/dns/message-view.ts";
import { QuestionKey, ReadyReply } from "../../src/dns/ready-reply.ts";
import { RRType } from "../../src/dns/types.ts";
import { createClient } from "../../src/net/client.ts";
import { Cell, counterRow, createCounters } from "../../src/net/counters.ts";
import { Deferrals } from "../../src/net/deferrals.ts";
import { sharedSeconds } from "../../src/net/shared-time.ts";
import { AnswerTable, createAnswerMemory } from "../../src/resolver/answer-table.ts";
import { composeReply } from "../../src/resolver/reply.ts";
import { WorkerRecursion } from "../../src/server/worker-recursion.ts";
import { keyOf, resolutionOf } from "../authority/table-recursion.ts";
import { composeQuery } from "../peers/wire.ts";
import { rrsetOf } from "../resolver/cache/cases.ts";

/** A line that notes what it is asked, as "token purpose". */
class Line {
  isOpen = true;
  readonly asked: string[] = [];
  flushed = 0;

  ask(token: number, purpose: Purpose): void {
    this.asked.push(`${token === 0 ? "nobody" : "somebody"} ${purpose}`);
  }

  flush(): void {
    this.flushed++;
  }
}

class World {
  readonly line = new Line();
  readonly deferrals = new Deferrals();
  readonly counters = counterRow(createCounters(1), 0);
  readonly client = createClient(0, 4);
  readonly reply = new ReadyReply();
  readonly recursion: WorkerRecursion;
  readonly #table: AnswerTable;

  constructor(prefetch = true) {
    const answers = createAnswerMemory(1 << 20, [1, 2]);
    const data = { answers, allow: ["127.0.0.0/8"], allowTrace: ["127.0.0.1"], prefetch };
    this.#table = new AnswerTable(answers);
    this.recursion = new WorkerRecursion(data, this.line, this.deferrals, this.counters);
    this.client.address.set([127, 0, 0, 2]);
    this.recursion.enter();
  }

  /** Keeps an answer that was stored `age` seconds ago. */
  know(ttlSeconds: number, age: number): void {
    const key = keyOf("www.test.", "A");
    const answer = [rrsetOf("www.test.", "A", ttlSeconds, "192.0.2.1")];
    this.#table.store(key, composeReply(key, resolutionOf(key, { answer, ttlSeconds }), sharedSeconds() - age));
  }

  /** Looks for the answer of the query. */
  find(): boolean {
    const { question } = this.query();
    return this.recursion.find(question, this.client, this.reply);
  }

  query(): { question: QuestionKey; view: MessageView } {
    const view = new MessageView();
    const octets = composeQuery("www.test.", "A");
    view.parse(octets, 0, octets.length);
    const question = new QuestionKey();
    question.set(view.qname, RRType.A, 0);
    return { question, view };
  }

  get counts(): number[] {
    return [Cell.cacheHits, Cell.cacheMisses, Cell.cachePrefetches].map((cell) => this.counters[cell]);
  }
}

describe("a worker's way out", () => {
  test("finds what is known, and counts hits and misses", () => {
    const world = new World();
    expect(world.find()).toBe(false);
    world.know(100, 5);
    expect([world.find(), world.find()]).toEqual([true, true]);
    expect(world.counts).toEqual([2, 1, 0]);
    expect(world.line.asked).toEqual([]);
  });

  test("has an answer in its last tenth renewed, once, while there is somebody to ask", () => {
    const world = new World();
    world.know(100, 95);
    world.line.isOpen = false;
    expect(world.find()).toBe(true);
    world.line.isOpen = true;
    expect([world.find(), world.find()]).toEqual([true, true]);
    expect(world.line.asked).toEqual([`nobody ${Purpose.renew}`]);
    expect(world.counts).toEqual([3, 0, 1]);
  });

  test("renews nothing where prefetching is off", () => {
    const world = new World(false);
    world.know(100, 95);
    expect(world.find()).toBe(true);
    expect(world.line.asked).toEqual([]);
  });

  test("holds a question and asks, as long as there is somebody to ask", () => {
    const world = new World();
    const { recursion, line, deferrals, client } = world;
    const { question, view } = world.query();
    expect(recursion.defer(question, view, client, Purpose.answer)).toBe(true);
    expect([line.asked, deferrals.count]).toEqual([[`somebody ${Purpose.answer}`], 1]);
    expect(deferrals.find(deferrals.newest)?.query).toEqual(view.bytes);
    line.isOpen = false;
    expect(recursion.defer(question, view, client, Purpose.answer)).toBe(false);
    expect(deferrals.count).toBe(1);
    recursion.leave();
    expect(line.flushed).toBe(1);
  });

  test("knows who may recurse and who may have steps told", () => {
    const { recursion, client } = new World();
    expect([recursion.allows(client), recursion.allowsTrace(client)]).toEqual([true, false]);
    client.address.set([192, 0, 2, 1]);
    expect([recursion.allows(client), recursion.allowsTrace(client)]).toEqual([false, false]);
  });
});
