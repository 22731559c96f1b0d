// One connection of HTTP/1.1 (RFC 9112): requests are read, answered and left behind one at a time, so answers are in order and
// what a client sends ahead waits in its socket. A body is read when somebody asks for it, and dropped when nobody did.
// Invariants: a request has one answer; nothing is written behind the last one, nor read as a request behind what could not be
// read; whatever the client does, and whatever throws, costs this connection and nothing else.
// Read next: ./request-head.ts, ./body-decoder.ts, ./answer-head.ts, ./connections.ts.

import type { Socket } from "node:net";
import { Writable } from "node:stream";
import { gatewayLingerMs, maxGatewayBodyOctets, maxGatewayHeadOctets } from "../../base/limits.ts";
import type { GatewayReply, RequestBody } from "../../gateway/engine/messages.ts";
import { clientAddressOf } from "../client-address.ts";
import type { Patience } from "../gateway/patience.ts";
import { type Afterwards, answerHead } from "./answer-head.ts";
import { BodyDecoder } from "./body-decoder.ts";
import { type RequestHead, readHead } from "./request-head.ts";

/** What is refused before it is a request. */
export type RefusedStatus = 400 | 408 | 417 | 431;

/** What a connection knows of the listener that it came to. */
export interface ConnectionHost {
  readonly patience: Patience;
  /** Some moment of the last look at the clock, in milliseconds, and one of the next. */
  readonly now: number;
  readonly later: number;
  readonly isClosing: boolean;
  /** A request. It is answered once, by one of the connection's ways to answer, now or later. */
  serve(head: RequestHead, body: RequestBody | null, connection: Http1Connection): void;
  refusal(status: RefusedStatus): GatewayReply;
  failed(error: unknown): void;
  closed(connection: Http1Connection): void;
}

/**
 * head: between requests, or within one's head. answering: somebody owes an answer, or it waits to be taken. draining: it is
 * given, the rest of the request is dropped. ending: nothing is said any more, and nothing heard. joined: with a tunnel.
 */
type Phase = "head" | "answering" | "draining" | "ending" | "joined" | "gone";

/** Who waits for a body. */
interface Reader {
  readonly chunks: Buffer[];
  readonly settle: (octets: Uint8Array | "too large" | "aborted") => void;
}

/** After these the rest of the request's body is not read. */
const endingStatuses: ReadonlySet<number> = new Set([400, 408, 413, 414, 417, 431]);

/** Above this a copy costs more than a second buffer. */
const maxJoinedOctets = 16 * 1024;

const lineFeed = 0x0a;

export class Http1Connection {
  readonly clientAddress: string;
  readonly port: number;
  /** When the client is no longer waited for. */
  deadline: number;
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  #phase: Phase = "head";
  /** What came and was not looked at. */
  #octets: Buffer | null = null;
  /** Of the request that is being answered. */
  #head: RequestHead | null = null;
  #decoder: BodyDecoder | null = null;
  #reader: Reader | null = null;
  #upgrade: string | null = null;
  /** Since when the request is being sent. */
  #began = 0;
  #isBegun = true;
  /** Whether what comes next was sent before the last answer was there. */
  #isAhead = false;
  #isAnswerBegun = false;
  #isLast = false;
  #isReading = false;
  #hasClientEnded = false;
  #isWatched = false;
  #stream: Writable | null = null;
  /** What goes on once the client has taken what was written. */
  #drained: (() => void) | null = null;

  constructor(socket: Socket, host: ConnectionHost) {
    this.clientAddress = clientAddressOf(socket);
    this.port = socket.localPort ?? 0;
    this.#socket = socket;
    this.#host = host;
    this.#began = host.now;
    this.deadline = host.later + host.patience.headersMs;
    // A socket over TLS knows this only of itself.
    socket.allowHalfOpen = true;
    socket.on("data", this.#onData);
    socket.on("end", this.#onEnd);
    socket.on("drain", this.#onDrain);
    socket.on("timeout", this.#onTimeout);
    socket.on("finish", this.#onFinish);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#close());
  }

  /** Whether the request that is here is to be answered by somebody, and nothing of that answer was said. */
  get isOwed(): boolean {
    return this.#phase === "answering" && !this.#isAnswerBegun;
  }

  /** The protocol that this request may change to. */
  get upgrade(): string | null {
    return this.#upgrade;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Ends the connection if nobody is owed anything here. */
  endIdle(): void {
    if (this.#phase !== "head" || this.#octets !== null) return;
    if (this.#socket.writableLength > 0) this.#end();
    else this.destroy();
  }

  /** An answer whose body is there. */
  sendWhole({ status, headers, body }: GatewayReply): void {
    if (!this.isOwed) return;
    const content = typeof body === "string" || body instanceof Uint8Array ? body : "";
    // RFC 9110 §8.6: neither has a body, nor says how long it would be.
    const isBodiless = status === 204 || status === 304 || status < 200;
    const length = typeof content === "string" ? Buffer.byteLength(content) : content.length;
    const afterwards = this.#afterwards(status);
    const head = answerHead(status, headers, isBodiless ? null : length, afterwards);
    this.#isAnswerBegun = true;
    if (isBodiless || length === 0 || this.#head?.method === "HEAD") this.#say(head, afterwards);
    // Text of one octet a character goes out in one buffer with the head.
    else if (typeof content === "string" && content.length === length) this.#say(head + content, afterwards);
    else this.#sayBoth(head, content, afterwards);
    this.#answered(afterwards);
  }

  /** The same, and nothing behind it is read any more. */
  sendLast(reply: GatewayReply): void {
    this.#isLast = true;
    this.sendWhole(reply);
  }

  /** An answer that is written piece by piece; the connection is destroyed with what it is written to. */
  openStream({ status, headers }: GatewayReply): Writable {
    const isBodiless = status === 204 || status === 304 || status < 200 || this.#head?.method === "HEAD";
    const isChunked = this.#head?.protocol === "HTTP/1.1";
    // RFC 9112 §6.3: to a client of HTTP/1.0 it ends where the connection does.
    const afterwards = isChunked || isBodiless ? this.#afterwards(status) : "close";
    const length = isChunked && !isBodiless ? "chunked" : null;
    let unsaid = answerHead(status, headers, length, afterwards);
    this.#isAnswerBegun = true;
    const stream = new Writable({
      write: (chunk: Buffer, _, done) => {
        const isTaken = isBodiless || this.#sayPiece(unsaid, chunk, isChunked);
        if (!isBodiless) unsaid = "";
        if (isTaken) done();
        else this.#drained = done;
      },
      final: (done) => {
        this.#stream = null;
        this.#say(length === null ? unsaid : `${unsaid}0\r\n\r\n`, afterwards);
        this.#answered(afterwards);
        done();
      },
      destroy: (error, done) => {
        if (this.#stream !== null) this.destroy();
        done(error);
      },
    });
    stream.on("error", () => {});
    this.#stream = stream;
    return stream;
  }

  /** Lets go of the socket, with what came behind the request's head; null: it is gone. */
  join(): { readonly socket: Socket; readonly ahead: Buffer | null } | null {
    if (!this.isOwed || !this.#socket.writable) return null;
    const [socket, ahead] = [this.#socket, this.#octets];
    this.#phase = "joined";
    this.#octets = null;
    this.deadline = Infinity;
    socket.pause();
    socket.off("data", this.#onData).off("end", this.#onEnd).off("drain", this.#onDrain);
    socket.off("timeout", this.#onTimeout).off("finish", this.#onFinish);
    socket.setTimeout(0);
    return { socket, ahead };
  }

  /** Cuts the client off that kept us waiting for too long, and watches over one that does not take what it asked for. */
  look(): void {
    if (this.#phase === "joined") return;
    const isHeldUp = this.#socket.writableLength > 0;
    if (isHeldUp !== this.#isWatched) {
      this.#isWatched = isHeldUp;
      this.#socket.setTimeout(isHeldUp ? this.#host.patience.idleMs : 0);
    }
    if (this.#host.now < this.deadline) return;
    if ((this.#phase === "head" && this.#isBegun) || this.#phase === "answering") this.#refuse(408);
    else this.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#phase === "ending" || this.#phase === "gone") return;
    const isMore = this.#octets !== null;
    const octets = this.#octets === null ? chunk : Buffer.concat([this.#octets, chunk]);
    this.#octets = octets;
    // A head that drips is looked at a line at a time.
    if (isMore && this.#phase === "head" && octets.length < maxGatewayHeadOctets && !chunk.includes(lineFeed)) return;
    this.#read();
  };

  readonly #onEnd = (): void => {
    this.#hasClientEnded = true;
    if (this.#phase === "head" && this.#octets !== null) this.#refuse(400);
    else if (this.#phase === "head" || this.#phase === "draining") this.#end();
    else if (this.#reader !== null) this.#refuse(400);
  };

  readonly #onDrain = (): void => {
    const next = this.#drained;
    this.#drained = null;
    next?.();
  };

  /** Nothing has moved for long, and it is not our turn. */
  readonly #onTimeout = (): void => {
    if (this.#socket.writableLength > 0) this.destroy();
  };

  readonly #onFinish = (): void => {
    this.deadline = this.#host.later + gatewayLingerMs;
  };

  #close(): void {
    this.#phase = "gone";
    this.#octets = null;
    this.#settle("aborted");
    this.#stream?.destroy();
    this.#host.closed(this);
  }

  /** Reads on as far as anybody waits for it. What is asked for meanwhile is read by the same loop. */
  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#octets !== null && this.#step(this.#octets));
    } catch (error) {
      this.#host.failed(error);
      this.destroy();
    }
    this.#isReading = false;
    if (this.#octets !== null && this.#phase === "answering") this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  /** Whether there may be more to do with what is there. */
  #step(octets: Buffer): boolean {
    if (this.#phase === "head") return this.#readHead(octets);
    if (this.#decoder === null || this.#decoder.isComplete) return false;
    if (this.#phase === "draining" || this.#reader !== null) return this.#readBody(octets, this.#decoder);
    return false;
  }

  #readHead(octets: Buffer): boolean {
    const text = octets.toString("latin1", 0, Math.min(octets.length, maxGatewayHeadOctets));
    const head = readHead(text, 0);
    if (head === "malformed") this.#refuse(400);
    else if (head !== "incomplete") {
      this.#octets = head.end === octets.length ? null : octets.subarray(head.end);
      this.#serve(head);
      return true;
    } else if (octets.length >= maxGatewayHeadOctets) this.#refuse(431);
    else if (!this.#isBegun) {
      this.#isBegun = true;
      this.#began = this.#host.now;
      this.deadline = this.#host.later + this.#host.patience.headersMs;
    }
    return false;
  }

  #serve(head: RequestHead): void {
    if (!this.#isBegun) this.#began = this.#host.now;
    this.#phase = "answering";
    this.#isAnswerBegun = false;
    this.deadline = Infinity;
    this.#head = head;
    this.#upgrade = this.#isAhead ? null : head.upgrade;
    this.#decoder = head.length === null ? null : new BodyDecoder(head.length);
    if (head.expects === "something else") {
      this.#refuse(417);
      return;
    }
    if (head.expects === "100-continue") this.#socket.write("HTTP/1.1 100 Continue\r\n\r\n", "latin1");
    const hasBody = head.length !== null && this.#upgrade === null;
    this.#host.serve(head, hasBody ? { octets: () => this.#readOctets(head) } : null, this);
  }

  #readOctets(head: RequestHead): ReturnType<RequestBody["octets"]> {
    if (this.#head !== head || this.#phase !== "answering" || this.#decoder === null) return Promise.resolve("aborted");
    if (isLong(head)) return Promise.resolve("too large");
    return new Promise((settle) => {
      this.#reader = { chunks: [], settle };
      const { headersMs, requestMs } = this.#host.patience;
      this.deadline = Math.max(this.#began + requestMs, this.#host.now + headersMs) + this.#host.later - this.#host.now;
      if (this.#decoder?.isComplete === true) this.#settle(new Uint8Array(0));
      else this.#read();
      if (this.#hasClientEnded && this.#octets === null && this.#reader !== null) this.#refuse(400);
    });
  }

  #readBody(octets: Buffer, decoder: BodyDecoder): boolean {
    const taken = decoder.take(octets, this.#reader?.chunks ?? null);
    this.#octets = taken === octets.length ? null : octets.subarray(taken);
    const isTooLarge = decoder.received > maxGatewayBodyOctets;
    if (this.#phase === "draining") {
      if (decoder.fault !== null || isTooLarge) this.#end();
      else if (decoder.isComplete) this.#next();
      return true;
    }
    if (decoder.fault !== null) this.#refuse(decoder.fault);
    else if (isTooLarge) {
      this.#isLast = true;
      this.#settle("too large");
    } else if (decoder.isComplete) {
      const { chunks } = this.#reader!;
      this.#settle(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    }
    if (this.#reader !== null && this.#hasClientEnded && this.#octets === null) this.#refuse(400);
    return this.#reader !== null;
  }

  #settle(octets: Uint8Array | "too large" | "aborted"): void {
    const reader = this.#reader;
    if (reader === null) return;
    this.#reader = null;
    this.deadline = Infinity;
    reader.settle(octets);
  }

  /** Whether the client may ask again behind this answer. */
  #afterwards(status: number): Afterwards {
    const head = this.#head;
    if (this.#isLast || head === null || !head.staysOpen || this.#upgrade !== null || this.#host.isClosing)
      return "close";
    const isWhole = this.#decoder === null || this.#decoder.isComplete;
    return !isWhole && (isLong(head) || endingStatuses.has(status)) ? "close" : "keep-alive";
  }

  #say(text: string, afterwards: Afterwards): void {
    if (afterwards === "close") this.#socket.end(text, "latin1");
    else this.#socket.write(text, "latin1");
  }

  #sayBoth(head: string, content: string | Uint8Array, afterwards: Afterwards): void {
    const octets =
      typeof content === "string"
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    if (octets.length <= maxJoinedOctets) {
      this.#say(head + octets.toString("latin1"), afterwards);
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, "latin1");
    this.#socket.write(octets);
    this.#socket.uncork();
    if (afterwards === "close") this.#socket.end();
  }

  /** Whether the client takes as much as is sent. */
  #sayPiece(before: string, chunk: Buffer, isChunked: boolean): boolean {
    const socket = this.#socket;
    if (chunk.length === 0) return true;
    socket.cork();
    if (isChunked) socket.write(`${before}${chunk.length.toString(16)}\r\n`, "latin1");
    else if (before !== "") socket.write(before, "latin1");
    let isTaken = socket.write(chunk);
    if (isChunked) isTaken = socket.write("\r\n", "latin1");
    socket.uncork();
    return isTaken;
  }

  /** An answer is given: on to what is left of its request, or to the next one. */
  #answered(afterwards: Afterwards): void {
    this.#settle("aborted");
    if (afterwards === "close") this.#end();
    else if (this.#socket.writableNeedDrain) this.#drained = () => this.#goOn();
    else this.#goOn();
  }

  #goOn(): void {
    if (this.#phase !== "answering") return;
    if (this.#decoder === null || this.#decoder.isComplete) this.#next();
    else if (this.#hasClientEnded && this.#octets === null) this.#end();
    else {
      this.#phase = "draining";
      this.deadline = this.#host.later + this.#host.patience.requestMs;
      this.#read();
    }
  }

  #next(): void {
    this.#phase = "head";
    this.#head = null;
    this.#decoder = null;
    this.#isBegun = false;
    this.#isAhead = this.#octets !== null;
    this.deadline = this.#host.later + this.#host.patience.idleMs;
    if (this.#octets !== null) this.#read();
    else if (this.#hasClientEnded || this.#host.isClosing) this.#end();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  /** RFC 9112 §9.6: our side is closed; the client's is read a while longer, as a reset would take the answer from it. */
  #end(): void {
    if (this.#phase === "gone") return;
    this.#phase = "ending";
    this.#octets = null;
    this.#socket.end();
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  #refuse(status: RefusedStatus): void {
    if (this.#phase === "head") {
      this.#phase = "answering";
      this.#isAnswerBegun = false;
    }
    if (this.isOwed && this.#socket.writable) this.sendLast(this.#host.refusal(status));
    else this.destroy();
  }
}

/** Whether a request announces more than anybody reads. */
function isLong({ length }: RequestHead): boolean {
  return typeof length === "number" && length > maxGatewayBodyOctets;
}
