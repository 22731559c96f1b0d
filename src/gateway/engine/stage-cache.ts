// The answers that a stage keeps (AWS guide: api-gateway-caching): by key, for as long as the method's TTL says, and as many
// as the cluster's octets hold; what was not asked for longest goes first. Answers over 1,048,576 octets are not kept, nor
// are streams. Whatever status an integration answers with is kept, as at AWS, for nobody but the API's maker knows better;
// what the gateway answers by itself never is.
// Invariants: a stored answer never changes, so it is handed out without a copy; octets counted are those of texts and keys.

import { maxCachedReplyOctets } from "../../base/limits.ts";
import type { GatewayReply } from "./messages.ts";
import { bodyLength } from "./reply.ts";

interface Entry {
  readonly reply: GatewayReply;
  readonly expiresMs: number;
  readonly octets: number;
  /** Since the hand last passed it. */
  wasUsed: boolean;
}

export type KeptListener = (key: string, reply: GatewayReply, ttlMs: number) => void;

/** What an entry costs beside its texts, about. */
const entryOctets = 200;

export class StageCache {
  readonly capacity: number;
  readonly #entries = new Map<string, Entry>();
  readonly #kept: KeptListener | null;
  #octets = 0;

  /** `capacity` in octets; `kept` hears of what `keep` kept. */
  constructor(capacity: number, kept: KeptListener | null = null) {
    this.capacity = capacity;
    this.#kept = kept;
  }

  get octets(): number {
    return this.#octets;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: string, nowMs: number): GatewayReply | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.expiresMs <= nowMs) {
      this.#drop(key, entry);
      return null;
    }
    entry.wasUsed = true;
    return entry.reply;
  }

  /** Whether it was kept. */
  keep(key: string, reply: GatewayReply, ttlMs: number, nowMs: number): boolean {
    const isKept = this.take(key, reply, ttlMs, nowMs);
    if (isKept) this.#kept?.(key, reply, ttlMs);
    return isKept;
  }

  /** The same for what somebody else kept: nobody hears of it. */
  take(key: string, reply: GatewayReply, ttlMs: number, nowMs: number): boolean {
    const old = this.#entries.get(key);
    if (old !== undefined) this.#drop(key, old);
    const { body } = reply;
    if (body !== null && typeof body !== "string" && !(body instanceof Uint8Array)) return false;
    const size = bodyLength(body);
    const octets = size + key.length + reply.headers.reduce((sum, text) => sum + text.length, entryOctets);
    if (size > maxCachedReplyOctets || octets > this.capacity) return false;
    if (this.#octets + octets > this.capacity) this.#makeRoom(this.capacity - octets, nowMs);
    this.#entries.set(key, { reply, expiresMs: nowMs + ttlMs, octets, wasUsed: false });
    this.#octets += octets;
    return true;
  }

  flush(): void {
    this.#entries.clear();
    this.#octets = 0;
  }

  /** In the order they came; what was used since it was last looked at goes to the end instead. */
  #makeRoom(most: number, nowMs: number): void {
    for (const [key, entry] of this.#entries) {
      if (this.#octets <= most) return;
      if (!entry.wasUsed || entry.expiresMs <= nowMs) {
        this.#drop(key, entry);
        continue;
      }
      entry.wasUsed = false;
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
  }

  #drop(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#octets -= entry.octets;
  }
}
