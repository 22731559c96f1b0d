// DNS over a byte stream, TCP or TLS: RFC 7766. Each message stands behind two octets of length
// (RFC 1035 §4.2.2), however the segments cut it. Pipelined messages are answered in order, all that one segment
// brought in one write. What the responder holds is answered when its reply comes, out of order (RFC 7766 §7).
// A reply in many messages flows in pieces, as fast as the client takes them, and others' replies go between.
// Invariants: a stream holds at most one incomplete message, one unread chunk, and node's high-water mark plus one flush
// of replies; while replies wait it reads nothing, nor while too many questions do. Time limits are checked by a sweep (stream-server.ts), not by timers.

import { maxMessageOctets } from "../dns/message-view.ts";
import type { Socket } from "node:net";
import type { Protocol } from "../authority/client.ts";
import { maxPipelinedQuestions } from "../base/limits.ts";
import { createClient, type ReplyFlow, type ReturnPath, type Sender } from "./client.ts";
import type { CloseReason } from "./counters.ts";
import type { DatagramHandler } from "./datagram.ts";
import { plainOctets } from "./plain-octets.ts";

const prefixOctets = 2;
const minMessage = 12; // a header: RFC 1035 §4.1.1
const nothing = new Uint8Array(0);

/** Replies of one chunk, shared by all streams of the thread: what is in it leaves before the next stream's turn. */
const tx = new Uint8Array(2 * (maxMessageOctets + prefixOctets));

export class MessageStream {
  /** When the last complete message was read, or the stream opened. */
  idleSinceMs: number;
  /** When the first octet of the incomplete message came; null without one. */
  partialSinceMs: number | null = null;
  /** Since when replies wait for the client to read; null when none do. */
  blockedSinceMs: number | null = null;
  readonly client: Sender;
  readonly socket: Socket;
  readonly #handler: DatagramHandler;
  readonly #onClose: (stream: MessageStream, reason: CloseReason | null) => void;
  /** Octets of the incomplete message, its length prefix included. */
  #partial: Uint8Array = nothing;
  #partialLength = 0;
  /** Read, but waiting until the client takes its replies. */
  #unread: Uint8Array | null = null;
  /** Octets of tx that are this stream's; 0 between events. */
  #filled = 0;
  /** Questions whose replies come later. */
  #pending = 0;
  /** Who wants to know that the connection is gone: flows that have not ended. */
  readonly #flows = new Set<() => void>();
  #ended = false;
  #draining = false;
  #closing = false;
  #reason: CloseReason | null = null;

  constructor(
    socket: Socket,
    protocol: Protocol,
    family: 4 | 6,
    handler: DatagramHandler,
    onClose: (stream: MessageStream, reason: CloseReason | null) => void,
  ) {
    this.socket = socket;
    this.#handler = handler;
    this.#onClose = onClose;
    this.client = createClient(protocol, family, () => this.#keepPath());
    this.client.port = socket.remotePort ?? 0;
    this.idleSinceMs = performance.now();
    socket.setNoDelay(true);
    socket.on("data", (chunk: Uint8Array) => this.#take(plainOctets(chunk)));
    socket.on("drain", () => this.#resume());
    socket.on("end", () => {
      this.#ended = true; // a half-closed client still gets its answers: RFC 7766 §6.2.4
      this.#settle();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#onClose(this, this.#reason);
      for (const closed of this.#flows) closed();
    });
  }

  /** Nothing half read, nothing waiting to be answered or written. */
  get isQuiet(): boolean {
    return (
      this.#pending === 0 && this.#partialLength === 0 && this.#unread === null && this.socket.writableLength === 0
    );
  }

  /** Whether questions wait for their replies. */
  get isWaiting(): boolean {
    return this.#pending > 0;
  }

  /** Closes at once; whoever was only quiet is told in an orderly way (over TLS by close_notify, RFC 8446 §6.1). */
  abort(reason: CloseReason | null): void {
    this.#reason ??= reason;
    // Whoever does not take what was written would be waited for for ever.
    const isDone = this.socket.writableLength === 0 && (reason === "idle" || reason === "evicted");
    if (isDone) this.socket.destroySoon();
    else this.socket.destroy();
  }

  /** Answers what came already, then closes. */
  drain(): void {
    this.#draining = true;
    this.#settle();
  }

  #take(chunk: Uint8Array): void {
    if (this.#reason !== null) return;
    this.#handler.enter();
    this.#answerWhole(chunk, this.#partialLength > 0 ? this.#completePartial(chunk) : 0);
    this.#flush();
    this.#handler.leave();
    this.#settle();
  }

  /** Answers the whole messages of chunk[start, …), keeps the incomplete one, or the rest when replies must wait. */
  #answerWhole(chunk: Uint8Array, start: number): void {
    let at = start;
    while (chunk.length - at >= prefixOctets) {
      const size = (chunk[at] << 8) | chunk[at + 1];
      if (size < minMessage) return this.#refuse();
      if (chunk.length - at < prefixOctets + size) break;
      if (tx.length - this.#filled < maxMessageOctets + prefixOctets) this.#flush();
      if (this.#mustWait) {
        this.#unread = chunk.subarray(at);
        return;
      }
      this.#answer(chunk, at + prefixOctets, at + prefixOctets + size);
      at += prefixOctets + size;
    }
    if (at < chunk.length) this.#keepPartial(chunk.subarray(at));
  }

  /** Appends one reply to tx, behind its length. */
  #answer(rx: Uint8Array, start: number, end: number): void {
    this.idleSinceMs = performance.now();
    const length = this.#handler.respond(
      rx,
      start,
      end,
      tx,
      this.#filled + prefixOctets,
      maxMessageOctets,
      this.client,
    );
    if (length === 0) return;
    tx[this.#filled] = length >>> 8;
    tx[this.#filled + 1] = length;
    this.#filled += prefixOctets + length;
  }

  /** Adds to the incomplete message; answers it when that completes it. Returns how much of the chunk it took. */
  #completePartial(chunk: Uint8Array): number {
    let taken = 0;
    while (this.#partialLength < prefixOctets && taken < chunk.length)
      this.#partial[this.#partialLength++] = chunk[taken++];
    if (this.#partialLength < prefixOctets) return taken;
    const size = (this.#partial[0] << 8) | this.#partial[1];
    if (size < minMessage) {
      this.#refuse();
      return chunk.length;
    }
    const more = Math.min(prefixOctets + size - this.#partialLength, chunk.length - taken);
    this.#growPartial(this.#partialLength + more);
    this.#partial.set(chunk.subarray(taken, taken + more), this.#partialLength);
    this.#partialLength += more;
    if (this.#partialLength === prefixOctets + size) {
      const whole = this.#partial;
      this.#partial = nothing;
      this.#partialLength = 0;
      this.partialSinceMs = null;
      if (this.#mustWait) return this.#putOff(whole.subarray(0, prefixOctets + size), chunk, taken + more);
      this.#answer(whole, prefixOctets, prefixOctets + size);
    }
    return taken + more;
  }

  /** Whether no more may be answered: replies are not taken, or too many questions wait for theirs. */
  get #mustWait(): boolean {
    return this.socket.writableNeedDrain || this.#pending >= maxPipelinedQuestions;
  }

  /** Keeps a message that came in pieces, and what stands behind it in the chunk, for later. Returns the chunk's end. */
  #putOff(message: Uint8Array, chunk: Uint8Array, rest: number): number {
    const unread = new Uint8Array(message.length + chunk.length - rest);
    unread.set(message);
    unread.set(chunk.subarray(rest), message.length);
    this.#unread = unread;
    return chunk.length;
  }

  #keepPartial(octets: Uint8Array): void {
    this.#growPartial(Math.max(octets.length, prefixOctets));
    this.#partial.set(octets);
    this.#partialLength = octets.length;
    this.partialSinceMs = performance.now();
  }

  /** Room grows with what came, not with what the length promises. */
  #growPartial(octets: number): void {
    if (this.#partial.length >= octets) return;
    const grown = new Uint8Array(
      Math.min(Math.max(octets, this.#partial.length * 2, 64), maxMessageOctets + prefixOctets),
    );
    grown.set(this.#partial.subarray(0, this.#partialLength));
    this.#partial = grown;
  }

  /** Writes what tx holds. A copy, because the system may take it later. */
  #flush(): void {
    if (this.#filled > 0 && this.socket.writable) this.socket.write(tx.slice(0, this.#filled));
    this.#filled = 0;
  }

  /** A length that no message has: what follows cannot be read, so the stream closes behind the replies so far. */
  #refuse(): void {
    this.#reason = "bad_length";
    this.#flush();
    this.blockedSinceMs ??= performance.now();
    this.socket.destroySoon();
  }

  #keepPath(): ReturnPath {
    this.#pending++;
    return {
      send: (octets) => this.#sendLate(octets),
      abandon: () => {
        this.#pending--;
        this.#goOn();
      },
      openFlow: (closed) => this.#openFlow(closed),
    };
  }

  #openFlow(closed: () => void): ReplyFlow | null {
    if (!this.socket.writable || this.#reason !== null) return null;
    this.#pending++;
    this.#flows.add(closed);
    return {
      write: (octets, taken) => {
        if (!this.socket.writable || this.#reason !== null) return;
        this.socket.write(octets, (error) => {
          if (error !== null && error !== undefined) return;
          this.idleSinceMs = performance.now();
          if (this.blockedSinceMs !== null) this.blockedSinceMs = this.idleSinceMs; // slow, but reading
          taken();
        });
        this.#settle();
      },
      end: () => {
        if (!this.#flows.delete(closed)) return;
        this.#pending--;
        this.#goOn();
      },
      cut: () => {
        this.#flows.delete(closed);
        this.socket.destroy();
      },
    };
  }

  #sendLate(octets: Uint8Array): boolean {
    this.#pending--;
    const { socket } = this;
    const open = socket.writable && this.#reason === null;
    if (open) {
      const framed = new Uint8Array(prefixOctets + octets.length);
      framed[0] = octets.length >>> 8;
      framed[1] = octets.length;
      framed.set(octets, prefixOctets);
      socket.write(framed);
      this.idleSinceMs = performance.now(); // RFC 7766 §6.2.3: a connection that waited for us was not idle
    }
    this.#goOn();
    return open;
  }

  /** After a late reply: takes what waited for it. */
  #goOn(): void {
    if (this.socket.destroyed) return;
    if (this.#unread === null || this.socket.writableNeedDrain) this.#settle();
    else this.#resume();
  }

  #resume(): void {
    const rest = this.#unread;
    this.blockedSinceMs = null;
    this.#unread = null;
    if (rest === null) this.#settle();
    else this.#take(rest);
  }

  /** After every event: waits for a client that does not read, or ends our side when all is answered. */
  #settle(): void {
    if (this.socket.destroyed || this.#reason !== null || this.#closing) return;
    if (this.socket.writableNeedDrain) {
      this.blockedSinceMs ??= performance.now();
      this.socket.pause();
    } else if (this.#unread !== null) {
      this.socket.pause();
    } else if (this.#pending > 0) {
      if (this.socket.isPaused()) this.socket.resume();
    } else if (this.#ended || (this.#draining && this.#partialLength === 0)) {
      this.#closing = true;
      this.blockedSinceMs = performance.now();
      this.socket.end();
    } else if (this.socket.isPaused()) this.socket.resume();
  }
}
