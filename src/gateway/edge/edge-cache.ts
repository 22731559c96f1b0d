// What one edge location keeps: answers by host and target, and among those of one target by the headers that the answer
// varies with (RFC 9111 §4.1). A Map in the order of use is the whole of the eviction: the first is the longest unused.

import { maxEdgeEntryOctets, maxEdgeVariants } from "../../base/limits.ts";
import type { GatewayReply, GatewayRequest } from "../engine/messages.ts";

export interface Kept {
  /** Its body is there, not a stream. */
  readonly reply: GatewayReply;
  /** Names of headers, in lower case. */
  readonly varying: readonly string[];
  /** Of the clock that never goes back. */
  readonly storedMs: number;
  readonly freshUntilMs: number;
}

interface Shelf {
  readonly variants: { readonly values: string; readonly kept: Kept; readonly octets: number }[];
}

export class EdgeCache {
  readonly #capacity: number;
  readonly #shelves = new Map<string, Shelf>();
  #octets = 0;

  constructor(capacityOctets: number) {
    this.#capacity = capacityOctets;
  }

  get size(): { readonly octets: number; readonly answers: number } {
    let answers = 0;
    for (const { variants } of this.#shelves.values()) answers += variants.length;
    return { octets: this.#octets, answers };
  }

  /** An answer that may be given to this request still. */
  find(request: GatewayRequest, nowMs: number): Kept | null {
    const key = keyOf(request);
    const shelf = this.#shelves.get(key);
    const found = shelf?.variants.find(({ kept, values }) => valuesOf(request, kept.varying) === values);
    if (shelf === undefined || found === undefined || found.kept.freshUntilMs <= nowMs) return null;
    this.#shelves.delete(key);
    this.#shelves.set(key, shelf);
    return found.kept;
  }

  store(request: GatewayRequest, kept: Kept): void {
    const octets = octetsOf(kept.reply);
    if (octets > maxEdgeEntryOctets || octets > this.#capacity) return;
    const key = keyOf(request);
    const values = valuesOf(request, kept.varying);
    const others = (this.#take(key)?.variants ?? []).filter((one) => one.values !== values);
    const variants = [...others, { values, kept, octets }].slice(-maxEdgeVariants);
    this.#shelves.set(key, { variants });
    this.#octets += variants.reduce((sum, one) => sum + one.octets, 0);
    while (this.#octets > this.#capacity) this.#take(this.#shelves.keys().next().value ?? "");
  }

  #take(key: string): Shelf | undefined {
    const shelf = this.#shelves.get(key);
    this.#shelves.delete(key);
    this.#octets -= shelf?.variants.reduce((sum, one) => sum + one.octets, 0) ?? 0;
    return shelf;
  }
}

function keyOf({ host, target }: GatewayRequest): string {
  return `${host} ${target}`;
}

function valuesOf(request: GatewayRequest, names: readonly string[]): string {
  return names.map((name) => `${name}:${request.header(name) ?? ""}`).join("\n");
}

function octetsOf({ headers, body }: GatewayReply): number {
  const inBody = typeof body === "string" ? body.length * 2 : body instanceof Uint8Array ? body.length : 0;
  return inBody + headers.reduce((sum, text) => sum + text.length, 200);
}
