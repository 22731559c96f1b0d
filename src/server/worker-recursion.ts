// A worker's way out of our zones (authority/recursion.ts): what is known lies in the shared answer table, everything else
// is held (net/deferrals.ts) and asked of the resolver's thread. The clock is read once a batch of messages.

import type { Client } from "../authority/client.ts";
import { Purpose, type Recursion } from "../authority/recursion.ts";
import type { MessageView } from "../dns/message-view.ts";
import type { QuestionKey, ReadyReply } from "../dns/ready-reply.ts";
import { AccessList } from "../net/access.ts";
import { Cell } from "../net/counters.ts";
import type { Deferrals } from "../net/deferrals.ts";
import { sharedSeconds } from "../net/shared-time.ts";
import { AnswerReader } from "../resolver/answer-table.ts";

/** What crosses from the main thread. */
export interface RecursionData {
  /** The memory of the answer table; a worker only reads it. */
  readonly answers: SharedArrayBuffer;
  /** Who may have questions resolved, and who may have the steps told. */
  readonly allow: readonly string[];
  readonly allowTrace: readonly string[];
  /** Whether an answer that is asked for in its last tenth is renewed before it ends. */
  readonly prefetch: boolean;
  /** The seconds that the table counts in, where they are not those of all threads; then nothing crosses. */
  readonly nowSeconds?: () => number;
}

/** The line to the resolver's thread (./resolver-link.ts). */
export interface QuestionLine {
  readonly isOpen: boolean;
  ask(token: number, purpose: Purpose, client: Client, key: QuestionKey): void;
  flush(): void;
}

/** Token of a question for whose answer nobody waits. */
const nobody = 0;

export class WorkerRecursion implements Recursion {
  readonly #answers: AnswerReader;
  readonly #allow: AccessList;
  readonly #allowTrace: AccessList;
  readonly #prefetch: boolean;
  readonly #line: QuestionLine;
  readonly #deferrals: Deferrals;
  readonly #counters: Float64Array;
  readonly #clockSeconds: () => number;
  #nowSeconds = 0;

  constructor(data: RecursionData, line: QuestionLine, deferrals: Deferrals, counters: Float64Array) {
    this.#answers = new AnswerReader(data.answers);
    this.#allow = new AccessList(data.allow);
    this.#allowTrace = new AccessList(data.allowTrace);
    this.#prefetch = data.prefetch;
    this.#clockSeconds = data.nowSeconds ?? sharedSeconds;
    this.#line = line;
    this.#deferrals = deferrals;
    this.#counters = counters;
  }

  enter(): void {
    this.#nowSeconds = this.#clockSeconds();
  }

  leave(): void {
    this.#line.flush();
  }

  allows(client: Client): boolean {
    return this.#allow.allows(client.family, client.address);
  }

  allowsTrace(client: Client): boolean {
    return this.#allowTrace.allows(client.family, client.address);
  }

  nowSeconds(): number {
    return this.#nowSeconds;
  }

  find(question: QuestionKey, client: Client, reply: ReadyReply): boolean {
    if (!this.#answers.find(question, reply, this.#nowSeconds)) {
      this.#counters[Cell.cacheMisses]++;
      return false;
    }
    this.#counters[Cell.cacheHits]++;
    if (this.#prefetch && this.#line.isOpen && this.#answers.takeRenewal(reply, this.#nowSeconds)) {
      this.#counters[Cell.cachePrefetches]++;
      this.#line.ask(nobody, Purpose.renew, client, question);
    }
    return true;
  }

  isIntact(): boolean {
    return this.#answers.isIntact();
  }

  defer(question: QuestionKey, query: MessageView, client: Client, purpose: Purpose): boolean {
    if (!this.#line.isOpen) return false;
    const token = this.#deferrals.hold(query.bytes, query.start, query.end, client);
    if (token === 0) return false;
    this.#line.ask(token, purpose, client, question);
    return true;
  }
}
