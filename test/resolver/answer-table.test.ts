import { describe, expect, test } from "vitest";
import { NameCursor } from "../../src/dns/name-cursor.ts";
import { QuestionKey, ReadyReply } from "../../src/dns/ready-reply.ts";
import { RRType } from "../../src/dns/types.ts";
import { AnswerReader, AnswerTable, createAnswerMemory } from "../../src/resolver/answer-table.ts";
import { composeReply } from "../../src/resolver/reply.ts";
import { keyOf, resolutionOf } from "../authority/table-recursion.ts";
import { nameOf, rrsetOf } from "./cache/cases.ts";

function begin(): { table: AnswerTable; reader: AnswerReader } {
  const memory = createAnswerMemory(1 << 20, [3, 4]);
  return { table: new AnswerTable(memory), reader: new AnswerReader(memory) };
}

function store(table: AnswerTable, ttlSeconds: number, records = 1): boolean {
  const key = keyOf("www.test.", "A");
  const addresses = Array.from({ length: records }, (_, i) => `192.0.${i >> 8}.${i & 255}`);
  const answer = [rrsetOf("www.test.", "A", ttlSeconds, ...addresses)];
  return table.store(key, composeReply(key, resolutionOf(key, { answer, ttlSeconds }), 1000));
}

function question(name = "www.test."): QuestionKey {
  const cursor = new NameCursor();
  cursor.set(nameOf(name).wire, 0);
  const key = new QuestionKey();
  key.set(cursor, RRType.A, 0);
  return key;
}

describe("the answer table", () => {
  test("gives an answer until its life is over", () => {
    const { table, reader } = begin();
    const reply = new ReadyReply();
    expect(store(table, 60)).toBe(true);
    expect(reader.find(question("WWW.Test."), reply, 1059)).toBe(true);
    expect([reader.isIntact(), reply.secondsLeft(1059)]).toEqual([true, 1]);
    expect(reader.find(question(), reply, 1060)).toBe(false);
    expect(reader.find(question("no.test."), reply, 1000)).toBe(false);
  });

  test("keeps nothing of TTL 0 (RFC 1035 §3.2.1), and forgets what was there before", () => {
    const { table, reader } = begin();
    store(table, 60);
    expect(store(table, 0)).toBe(false);
    expect(reader.find(question(), new ReadyReply(), 1000)).toBe(false);
    expect(table.entryCount).toBe(0);
  });

  test("keeps nothing of more than 4096 octets (CacheFlush)", () => {
    const { table } = begin();
    expect(store(table, 60, 200)).toBe(true);
    expect(store(table, 60, 256)).toBe(false);
  });

  test("asks for a renewal once, in the last tenth", () => {
    const { table, reader } = begin();
    const reply = new ReadyReply();
    store(table, 100);
    const due = (nowSeconds: number): boolean =>
      reader.find(question(), reply, nowSeconds) && reader.takeRenewal(reply, nowSeconds);
    expect([due(1089), due(1090), due(1091), due(1099)]).toEqual([false, true, false, false]);
    store(table, 100);
    expect(due(1090)).toBe(true);
  });

  test("forgets everything when records are flushed", () => {
    const { table, reader } = begin();
    store(table, 60);
    table.clear();
    expect([table.entryCount, table.octets]).toEqual([0, 0]);
    expect(reader.find(question(), new ReadyReply(), 1000)).toBe(false);
    store(table, 60);
    expect(reader.find(question(), new ReadyReply(), 1000)).toBe(true);
  });
});
