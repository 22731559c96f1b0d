// Where an invocation's answer goes: whole into one text, or octet by octet to a reader. An instance tells what the handler
// does and does not care which; a handler that streams can be asked for a whole answer, and the other way round.
// Invariant: an answer ends once; what comes afterwards is dropped.

import { maxResultOctets } from "../../base/limits.ts";
import type { Completed, Refused, ResponseMetadata, StreamEnding, Streaming } from "../../gateway/functions/port.ts";
import { type Failure, responseTooLarge } from "./failure.ts";
import type { StreamHead } from "./messages.ts";

/** What an invocation comes to, told by the instance. */
export interface Answer {
  /** The handler's result: JSON. */
  complete(payload: string, facts: Facts): void;
  /** The failure as JSON. */
  fail(failure: string, facts: Facts): void;
  refuse(refused: Refused): void;
  streamHead(head: StreamHead): void;
  /** `taken` is called when the reader has them. */
  chunk(octets: Uint8Array, taken: () => void): void;
  streamEnd(facts: Facts): void;
}

export interface Facts {
  readonly executedVersion: string;
  readonly logTail: string | null;
}

/** Ends the head of an HTTP answer in a stream that is read as a whole (DG: response-streaming-tutorial). */
const headEnd = "\0".repeat(8);

export class WholeAnswer implements Answer {
  readonly #tell: (result: Completed | Refused) => void;
  #chunks: Uint8Array[] = [];
  #octets = 0;

  constructor(tell: (result: Completed | Refused) => void) {
    this.#tell = tell;
  }

  complete(payload: string, facts: Facts): void {
    this.#tell({ kind: "completed", payload, functionError: null, ...facts });
  }

  fail(failure: string, facts: Facts): void {
    this.#tell({ kind: "completed", payload: failure, functionError: "Unhandled", ...facts });
  }

  refuse(refused: Refused): void {
    this.#tell(refused);
  }

  streamHead({ metadata }: StreamHead): void {
    if (metadata !== null) this.#keep(Buffer.from(JSON.stringify(metadata) + headEnd));
  }

  chunk(octets: Uint8Array, taken: () => void): void {
    this.#keep(octets);
    taken();
  }

  streamEnd(facts: Facts): void {
    if (this.#octets > maxResultOctets) this.fail(JSON.stringify(responseTooLarge(maxResultOctets)), facts);
    else this.complete(Buffer.concat(this.#chunks).toString(), facts);
  }

  /** What is too much is counted, not kept. */
  #keep(octets: Uint8Array): void {
    this.#octets += octets.length;
    if (this.#octets <= maxResultOctets) this.#chunks.push(octets);
    else this.#chunks = [];
  }
}

export class StreamedAnswer implements Answer {
  readonly #tell: (result: Streaming | Refused) => void;
  readonly #executedVersion: string;
  readonly #chunks = new ChunkQueue();
  readonly #ending = Promise.withResolvers<StreamEnding>();
  #isTold = false;

  constructor(executedVersion: string, tell: (result: Streaming | Refused) => void) {
    this.#executedVersion = executedVersion;
    this.#tell = tell;
  }

  complete(payload: string, facts: Facts): void {
    this.streamHead({ contentType: "application/json", metadata: null });
    this.chunk(Buffer.from(payload), () => {});
    this.streamEnd(facts);
  }

  fail(failure: string, { logTail }: Facts): void {
    this.#begin("application/octet-stream", null);
    this.#chunks.end();
    const { errorType } = JSON.parse(failure) as Failure;
    this.#ending.resolve({ errorCode: errorType, errorDetails: failure, logTail });
  }

  refuse(refused: Refused): void {
    if (!this.#isTold) {
      this.#isTold = true;
      this.#tell(refused);
      return;
    }
    this.#chunks.end();
    this.#ending.resolve({ errorCode: refused.code, errorDetails: refused.message, logTail: null });
  }

  streamHead({ contentType, metadata }: StreamHead): void {
    this.#begin(contentType, metadata);
  }

  chunk(octets: Uint8Array, taken: () => void): void {
    this.#chunks.push(octets, taken);
  }

  streamEnd({ logTail }: Facts): void {
    this.#begin("application/octet-stream", null);
    this.#chunks.end();
    this.#ending.resolve({ errorCode: null, errorDetails: "", logTail });
  }

  #begin(contentType: string, metadata: unknown): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#tell({
      kind: "streaming",
      executedVersion: this.#executedVersion,
      metadata: isMetadata(metadata) ? metadata : null,
      contentType,
      chunks: this.#chunks,
      ending: this.#ending.promise,
    });
  }
}

function isMetadata(metadata: unknown): metadata is ResponseMetadata {
  return typeof metadata === "object" && metadata !== null && !Array.isArray(metadata);
}

/** Chunks between a handler that writes and somebody who reads; nobody reading any more lets all the rest go. */
class ChunkQueue implements AsyncIterableIterator<Uint8Array> {
  readonly #chunks: { readonly octets: Uint8Array; readonly taken: () => void }[] = [];
  #wake: (() => void) | null = null;
  #isEnded = false;
  #isDropped = false;

  push(octets: Uint8Array, taken: () => void): void {
    if (this.#isDropped) {
      taken();
      return;
    }
    this.#chunks.push({ octets, taken });
    this.#wake?.();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (this.#chunks.length === 0 && !this.#isEnded && !this.#isDropped) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return { done: true, value: undefined };
    chunk.taken();
    return { done: false, value: chunk.octets };
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#isDropped = true;
    for (const { taken } of this.#chunks.splice(0)) taken();
    this.#wake?.();
    return { done: true, value: undefined };
  }
}
