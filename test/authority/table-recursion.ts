// A way out of our zones for tests: a real answer table in this thread, and a list of what was deferred. Answers are given
// as RRsets, composed as the resolver's thread does.

import type { Client } from "../../src/authority/client.ts";
import type { Purpose, Recursion } from "../../src/authority/recursion.ts";
import type { MessageView } from "../../src/dns/message-view.ts";
import { Name } from "../../src/dns/name.ts";
import { NameCursor } from "../../src/dns/name-cursor.ts";
import { QuestionKey, type ReadyReply } from "../../src/dns/ready-reply.ts";
import { RRType } from "../../src/dns/types.ts";
import { AnswerReader, AnswerTable, createAnswerMemory } from "../../src/resolver/answer-table.ts";
import type { Resolution } from "../../src/resolver/question.ts";
import { composeReply, questionOf } from "../../src/resolver/reply.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { nameOf } from "./asking.ts";

export function keyOf(name: string, type: keyof typeof RRType, wishes = 0): Uint8Array {
  const cursor = new NameCursor();
  cursor.set(nameOf(name).wire, 0);
  const key = new QuestionKey();
  key.set(cursor, RRType[type], wishes);
  return key.bytes.slice(0, key.length);
}

export function resolutionOf(key: Uint8Array, parts: Partial<Resolution>): Resolution {
  return {
    question: questionOf(key),
    rcode: 0,
    answer: [],
    authority: [],
    additional: [],
    security: "unchecked",
    extendedErrors: [],
    ttlSeconds: 60,
    stale: false,
    upstreamQueries: 0,
    ...parts,
  };
}

export class TableRecursion implements Recursion {
  now = 1000;
  readonly table: AnswerTable;
  /** What was handed over: "name/type/wishes/purpose". */
  readonly deferred: string[] = [];
  hasRoom = true;
  readonly #reader: AnswerReader;

  constructor() {
    const memory = createAnswerMemory(1 << 20, [1, 2]);
    this.table = new AnswerTable(memory);
    this.#reader = new AnswerReader(memory);
  }

  know(name: string, type: keyof typeof RRType, parts: Partial<Resolution>, wishes = 0): Uint8Array {
    const key = keyOf(name, type, wishes);
    const reply = composeReply(key, resolutionOf(key, parts), this.now);
    this.table.store(key, reply);
    return reply;
  }

  enter(): void {}
  leave(): void {}

  /** 127.0.0.1 to 127.0.0.9 may; of them 127.0.0.1 may have steps told. */
  allows({ address }: Client): boolean {
    return address[0] === 127 && address[3] < 10;
  }

  allowsTrace({ address }: Client): boolean {
    return address[0] === 127 && address[3] === 1;
  }

  nowSeconds(): number {
    return this.now;
  }

  find(question: QuestionKey, _client: Client, reply: ReadyReply): boolean {
    return this.#reader.find(question, reply, this.now);
  }

  isIntact(): boolean {
    return this.#reader.isIntact();
  }

  defer(question: QuestionKey, _query: MessageView, _client: Client, purpose: Purpose): boolean {
    if (!this.hasRoom) return false;
    const name = printName(new Name(question.bytes.slice(0, question.length - 3)).wire);
    this.deferred.push([name, question.type, question.wishes, purpose].join("/"));
    return true;
  }
}
