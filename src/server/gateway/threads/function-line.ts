// Functions as a gateway's thread calls them: they run where the main thread keeps them, and their answers come back by
// message. A streamed answer has a port of its own, over which the reader asks for one piece after the other, so that a slow
// client slows the handler here as well. Read next: ../../functions.ts.

import { MessageChannel, type MessagePort } from "node:worker_threads";
import { BoundedMap } from "../../../base/bounded-map.ts";
import { received } from "../../../gateway/functions/packed-invocation.ts";
import type {
  FunctionCaller,
  FunctionPort,
  FunctionTarget,
  Invocation,
  InvocationResult,
  Permission,
  Refused,
  StreamEnding,
  Streaming,
} from "../../../gateway/functions/port.ts";

export interface Call {
  readonly kind: "call";
  readonly number: number;
  readonly answer: "whole" | "streamed";
  readonly invocation: Invocation;
}

export type Called = InvocationResult | (Omit<Streaming, "chunks" | "ending"> & { readonly port: MessagePort });

export interface CallAnswer {
  readonly kind: "called";
  readonly number: number;
  readonly result: Called;
}

/** What a reader is sent, each time it asks. */
type Piece = { readonly octets: Uint8Array } | { readonly ending: StreamEnding };

/** Callers are APIs' methods, whose paths clients choose: what they make up only makes us ask again. */
const mostRemembered = 10_000;

const brokenOff: StreamEnding = { errorCode: "ServiceException", errorDetails: "", logTail: null };
const unread: StreamEnding = { errorCode: null, errorDetails: "", logTail: null };

/** The thread's side. */
export class CallingFunctions implements FunctionPort {
  readonly #send: (call: Call) => void;
  readonly #permissionOf: FunctionPort["permission"];
  readonly #waiting = new Map<number, (result: Called) => void>();
  readonly #permissions = new BoundedMap<Permission>(mostRemembered);
  #calls = 0;

  constructor(send: (call: Call) => void, permissionOf: FunctionPort["permission"]) {
    this.#send = send;
    this.#permissionOf = permissionOf;
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    return this.#call("whole", invocation) as Promise<InvocationResult>;
  }

  async invokeStreaming(invocation: Invocation): Promise<Streaming | Refused> {
    const result = await this.#call("streamed", invocation);
    return "port" in result ? streamingOf(result) : (result as Refused);
  }

  permission(target: FunctionTarget, caller: FunctionCaller): Permission {
    const key = JSON.stringify([target, caller]);
    const known = this.#permissions.peek(key);
    if (known !== undefined) return known;
    const permission = this.#permissionOf(target, caller);
    this.#permissions.set(key, permission);
    return permission;
  }

  /** Functions or their policies have changed. */
  forget(): void {
    this.#permissions.clear();
  }

  settle({ number, result }: CallAnswer): void {
    this.#waiting.get(number)?.(result);
    this.#waiting.delete(number);
  }

  #call(answer: Call["answer"], invocation: Invocation): Promise<Called> {
    const number = ++this.#calls;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#send({ kind: "call", number, answer, invocation });
    });
  }
}

function streamingOf({ port, ...head }: Extract<Called, { port: MessagePort }>): Streaming {
  const { promise: ending, resolve: end } = Promise.withResolvers<StreamEnding>();
  return { ...head, ending, chunks: piecesOf(port, end) };
}

async function* piecesOf(port: MessagePort, end: (ending: StreamEnding) => void): AsyncGenerator<Uint8Array> {
  let next = Promise.withResolvers<Piece>();
  port.on("message", (piece: Piece) => next.resolve(piece));
  port.on("close", () => next.resolve({ ending: brokenOff }));
  try {
    for (;;) {
      port.postMessage("next");
      const piece = await next.promise;
      if ("ending" in piece) {
        end(piece.ending);
        return;
      }
      next = Promise.withResolvers();
      yield piece.octets;
    }
  } finally {
    // Of no effect where the end has come; whoever stops reading hears of no failure.
    end(unread);
    port.close();
  }
}

/** The main thread's side: runs the function; what is to be transferred with the answer comes beside it. */
export async function answerCall(
  functions: FunctionPort,
  { number, answer, invocation: sent }: Call,
): Promise<{ readonly answer: CallAnswer; readonly ports: readonly MessagePort[] }> {
  const invocation = received(sent);
  const result = await (answer === "whole" ? functions.invoke(invocation) : functions.invokeStreaming(invocation));
  if (result.kind !== "streaming") return { answer: { kind: "called", number, result }, ports: [] };
  const { chunks, ending, ...head } = result;
  const { port1, port2 } = new MessageChannel();
  sendPieces(port1, chunks, ending);
  return { answer: { kind: "called", number, result: { ...head, port: port2 } }, ports: [port2] };
}

function sendPieces(port: MessagePort, chunks: AsyncIterable<Uint8Array>, ending: Promise<StreamEnding>): void {
  const pieces = chunks[Symbol.asyncIterator]();
  port.on("message", () => {
    void pieces.next().then(
      async ({ done, value }) => port.postMessage(done === true ? { ending: await ending } : { octets: value }),
      () => port.postMessage({ ending: brokenOff } satisfies Piece),
    );
  });
  // The reader has gone, with or without its thread: the handler is let go as well.
  port.on("close", () => void pieces.return?.());
}
