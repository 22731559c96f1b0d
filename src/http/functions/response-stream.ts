// Streamed answers, in the handler's thread: the writable that a handler of `awslambda.streamifyResponse` is given, and the
// global `awslambda` itself. Octets go to the reader as they are written; when the reader is slow, `write` says so and
// waits. `HttpResponseStream.from` says status, headers and cookies before the first octet.
// DG: configuration-response-streaming, config-rs-write-functions.

import { Writable } from "node:stream";
import type { MessagePort } from "node:worker_threads";
import { maxWaitingStreamOctets } from "../../base/limits.ts";
import type { Handler } from "./handler.ts";
import { said, type StreamHead } from "./messages.ts";

const streaming: unique symbol = Symbol("awslambda.handler.streaming");
const integrationType = "application/vnd.awslambda.http-integration-response";

export class ResponseStream extends Writable {
  readonly #port: MessagePort;
  #head: { contentType: string; metadata: unknown } | null = {
    contentType: "application/octet-stream",
    metadata: null,
  };
  #waiting = 0;
  #resume: (() => void) | null = null;

  constructor(port: MessagePort) {
    super({ decodeStrings: true });
    this.#port = port;
  }

  /** As Lambda's stream has it. */
  setContentType(contentType: string): void {
    if (this.#head === null) throw new Error("The content type was sent already.");
    this.#head.contentType = contentType;
  }

  setMetadata(metadata: unknown): void {
    if (this.#head === null) throw new Error("Metadata must come before the first octet.");
    this.#head.metadata = metadata;
    this.#head.contentType = integrationType;
  }

  /** The reader took so many octets. */
  credit(octets: number): void {
    this.#waiting -= octets;
    if (this.#waiting >= maxWaitingStreamOctets) return;
    const resume = this.#resume;
    if (resume === null) return;
    this.#resume = null;
    this.#port.unref();
    resume();
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.#begin();
    // A copy: what the handler wrote may lie in a pool, which cannot change threads.
    const octets = new Uint8Array(chunk);
    this.#waiting += octets.length;
    this.#port.postMessage(octets, [octets.buffer]);
    if (this.#waiting < maxWaitingStreamOctets) {
      done();
      return;
    }
    // The reader's word must be waited for, though nothing else may keep the thread alive.
    this.#resume = done;
    this.#port.ref();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#begin();
    done();
  }

  #begin(): void {
    if (this.#head === null) return;
    const head: StreamHead = this.#head;
    this.#head = null;
    this.#port.postMessage(said.stream + JSON.stringify(head));
  }
}

export function isStreaming(handler: Handler): boolean {
  return streaming in handler;
}

/** What handlers find as `awslambda`. */
export const awslambda = {
  streamifyResponse(handler: Handler): Handler {
    return Object.assign(handler, { [streaming]: true });
  },
  HttpResponseStream: {
    from(stream: unknown, metadata: unknown): unknown {
      if (stream instanceof ResponseStream) stream.setMetadata(metadata);
      return stream;
    },
  },
};
