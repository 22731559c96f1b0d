// One connection of HTTP/1.1 (RFC 9112): requests are read, answered and left behind one at a time, so answers are in order and
// what a client sends ahead waits in its socket. A body is read when somebody asks for it, and dropped when nobody did.
// Invariants: a request has one answer; nothing is written behind the last one, nor read as a request behind what could not be
// read; whatever the client does, and whatever throws, costs this connection and nothing else.
// Read next: ./request-head.ts, ./incoming-body.ts, ./answer-writer.ts, ./connections.ts.

import type { Socket } from "node:net";
import type { Writable } from "node:stream";
import { gatewayLingerMs, maxGatewayHeadOctets } from "../../base/limits.ts";
import type { GatewayReply, RequestBody } from "../../gateway/engine/messages.ts";
import { clientAddressOf } from "../client-address.ts";
import type { Patience } from "../patience.ts";
import { type Afterwards, answerHead } from "./answer-head.ts";
import { bodyStream, writeBoth, writeText } from "./answer-writer.ts";
import { IncomingBody } from "./incoming-body.ts";
import { type RequestHead, readHead } from "./request-head.ts";
import { isBodiless } from "./syntax.ts";

/** What is refused before it is a request. */
export type RefusedStatus = 400 | 408 | 417 | 431;

/** What a connection knows of the listener that it came to. */
export interface ConnectionHost {
  readonly patience: Patience;
  /** The cached clock, in milliseconds: the present is at or after `nowMs`, and before `laterMs`. */
  readonly nowMs: number;
  readonly laterMs: number;
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

/** After these the rest of the request's body is not read. */
const endingStatuses: ReadonlySet<number> = new Set([400, 408, 413, 414, 417, 431]);

const lineFeed = 0x0a;

export class Http1Connection {
  readonly clientAddress: string;
  readonly port: number;
  /** When the client is no longer waited for. */
  deadlineMs: number;
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  #phase: Phase = "head";
  /** What came and was not looked at. */
  #octets: Buffer | null = null;
  /** Of the request that is being answered. */
  #head: RequestHead | null = null;
  #body: IncomingBody | null = null;
  #upgrade: string | null = null;
  /** When the request at hand began, and whether something of it has come. A new connection counts as having begun one. */
  #beganMs = 0;
  #isHeadBegun = true;
  /** Whether what comes next was sent before the last answer was there. */
  #isAhead = false;
  #isAnswerBegun = false;
  #isLast = false;
  #isReading = false;
  #isPaused = false;
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
    this.#beganMs = host.nowMs;
    this.deadlineMs = host.laterMs + host.patience.headersMs;
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
    const length = typeof content === "string" ? Buffer.byteLength(content) : content.length;
    const afterwards = this.#afterwards(status);
    const head = answerHead(status, headers, isBodiless(status) ? null : length, afterwards);
    this.#isAnswerBegun = true;
    if (isBodiless(status) || length === 0 || this.#head?.method === "HEAD") writeText(this.#socket, head, afterwards);
    // Text that is ASCII is one octet a character already.
    else if (typeof content === "string" && content.length === length)
      writeText(this.#socket, head + content, afterwards);
    else writeBoth(this.#socket, head, content, afterwards);
    this.#answered(afterwards);
  }

  /** The same, and nothing behind it is read any more. */
  sendLast(reply: GatewayReply): void {
    this.#isLast = true;
    this.sendWhole(reply);
  }

  /** An answer that is written piece by piece; where it breaks the connection does. */
  openStream({ status, headers }: GatewayReply): Writable {
    const isOld = this.#head?.protocol === "HTTP/1.0";
    const coding = isBodiless(status) || this.#head?.method === "HEAD" ? "none" : isOld ? "identity" : "chunked";
    const afterwards = coding === "identity" ? "close" : this.#afterwards(status);
    const head = answerHead(status, headers, coding === "chunked" ? coding : null, afterwards);
    this.#isAnswerBegun = true;
    this.#stream = bodyStream(this.#socket, head, coding, {
      waits: (taken) => void (this.#drained = taken),
      ends: (last) => {
        this.#stream = null;
        writeText(this.#socket, last, afterwards);
        this.#answered(afterwards);
      },
      breaks: () => this.destroy(),
    });
    return this.#stream;
  }

  /** Lets go of the socket, with what came behind the request's head; null: it is gone. */
  join(): { readonly socket: Socket; readonly ahead: Buffer | null } | null {
    if (!this.isOwed || !this.#socket.writable) return null;
    const [socket, ahead] = [this.#socket, this.#octets];
    this.#phase = "joined";
    this.#octets = null;
    this.deadlineMs = Infinity;
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
    if (this.#host.nowMs < this.deadlineMs) return;
    if ((this.#phase === "head" && this.#isHeadBegun) || this.#phase === "answering") this.#refuse(408);
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
    else if (this.#body?.isWanted === true) this.#refuse(400);
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
    this.deadlineMs = this.#host.laterMs + gatewayLingerMs;
  };

  #close(): void {
    this.#phase = "gone";
    this.#octets = null;
    this.#body?.abort();
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
    if (this.#octets !== null && this.#phase === "answering") this.#pause();
    else this.#resume();
  }

  /** Whether there may be more to do with what is there. */
  #step(octets: Buffer): boolean {
    if (this.#phase === "head") return this.#readHead(octets);
    const body = this.#body;
    if (body === null || body.isComplete || !(body.isWanted || this.#phase === "draining")) return false;
    return this.#readBody(octets, body);
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
    else if (!this.#isHeadBegun) {
      this.#isHeadBegun = true;
      this.#beganMs = this.#host.nowMs;
      this.deadlineMs = this.#host.laterMs + this.#host.patience.headersMs;
    }
    return false;
  }

  #serve(head: RequestHead): void {
    if (!this.#isHeadBegun) this.#beganMs = this.#host.nowMs;
    this.#phase = "answering";
    this.#isAnswerBegun = false;
    this.deadlineMs = Infinity;
    this.#head = head;
    this.#upgrade = this.#isAhead ? null : head.upgrade;
    const body = head.length === null ? null : new IncomingBody(head.length);
    this.#body = body;
    if (head.expects === "something else") {
      this.#refuse(417);
      return;
    }
    if (head.expects === "100-continue") this.#socket.write("HTTP/1.1 100 Continue\r\n\r\n", "latin1");
    const given = body === null || this.#upgrade !== null ? null : { octets: () => this.#readOctets(body) };
    this.#host.serve(head, given, this);
  }

  #readOctets(body: IncomingBody): ReturnType<RequestBody["octets"]> {
    if (this.#body !== body || this.#phase !== "answering") return Promise.resolve("aborted");
    const octets = body.octets();
    if (!body.isWanted) return octets;
    const { nowMs, laterMs, patience } = this.#host;
    this.deadlineMs = Math.max(this.#beganMs + patience.requestMs, nowMs + patience.headersMs) + laterMs - nowMs;
    this.#read();
    if (body.isWanted && this.#isCutShort) this.#refuse(400);
    return octets;
  }

  #readBody(octets: Buffer, body: IncomingBody): boolean {
    const taken = body.take(octets);
    this.#octets = taken === octets.length ? null : octets.subarray(taken);
    if (this.#phase === "draining") {
      if (body.isComplete) this.#next();
      else if (body.fault !== null || body.isTooLarge || this.#isCutShort) this.#end();
      return true;
    }
    if (body.fault !== null) this.#refuse(body.fault);
    else if (body.isWanted && this.#isCutShort) this.#refuse(400);
    if (!body.isWanted) this.deadlineMs = Infinity;
    return body.isWanted;
  }

  /** Whether nothing more will come. */
  get #isCutShort(): boolean {
    return this.#hasClientEnded && this.#octets === null;
  }

  /** Whether the client may ask again behind this answer. */
  #afterwards(status: number): Afterwards {
    const head = this.#head;
    if (this.#isLast || head === null || !head.staysOpen || this.#upgrade !== null || this.#host.isClosing)
      return "close";
    const body = this.#body;
    if (body === null || (body.isComplete && !body.isTooLarge)) return "keep-alive";
    return body.isTooLarge || endingStatuses.has(status) ? "close" : "keep-alive";
  }

  /** An answer is given: on to what is left of its request, or to the next one. */
  #answered(afterwards: Afterwards): void {
    this.#body?.abort();
    if (afterwards === "close") this.#end();
    else if (this.#socket.writableNeedDrain) this.#drained = () => this.#goOn();
    else this.#goOn();
  }

  #goOn(): void {
    if (this.#phase !== "answering") return;
    if (this.#body === null || this.#body.isComplete) this.#next();
    else if (this.#isCutShort) this.#end();
    else {
      this.#phase = "draining";
      this.deadlineMs = this.#host.laterMs + this.#host.patience.requestMs;
      this.#read();
    }
  }

  #next(): void {
    this.#phase = "head";
    this.#head = null;
    this.#body = null;
    this.#isHeadBegun = false;
    this.#isAhead = this.#octets !== null;
    this.deadlineMs = this.#host.laterMs + this.#host.patience.idleMs;
    if (this.#octets !== null) this.#read();
    else if (this.#hasClientEnded || this.#host.isClosing) this.#end();
    else this.#resume();
  }

  /** RFC 9112 §9.6: our side is closed; the client's is read a while longer, as a reset would take the answer from it. */
  #end(): void {
    if (this.#phase === "gone") return;
    this.#phase = "ending";
    this.#octets = null;
    this.#socket.end();
    this.#resume();
  }

  /** What a client sends ahead waits in its socket. */
  #pause(): void {
    if (!this.#isPaused) this.#socket.pause();
    this.#isPaused = true;
  }

  #resume(): void {
    if (this.#isPaused) this.#socket.resume();
    this.#isPaused = false;
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
