// What a worker of the data plane answers with: a responder over the shared image, made in the worker's own thread, and with
// it, where recursion is on, the way to the resolver's thread.
// net/worker.ts imports this module by its URL, so that the net floor knows nothing of zones.
// Invariant: the data crosses by structured clone; the image's memory is shared by it, not copied.

import { randomInt } from "node:crypto";
import type { MessagePort } from "node:worker_threads";
import { Responder, type ResponderOptions } from "../authority/responder.ts";
import { Memory } from "../base/memory.ts";
import { Cell, counterRow } from "../net/counters.ts";
import type { Pending } from "../net/deferrals.ts";
import type { ControlledResponder, WorkerPlace } from "../net/worker-messages.ts";
import { publicView } from "../zone/image.ts";
import { ResolverLink } from "./resolver-link.ts";
import { openRouting, type RoutingData } from "./routing-data.ts";
import { WorkerKeys } from "./worker-keys.ts";
import { type RecursionData, WorkerRecursion } from "./worker-recursion.ts";

export interface ResponderData {
  readonly memory: SharedArrayBuffer;
  readonly version: string | null;
  readonly identity: string | null;
  readonly maxUdpOctets: number;
  readonly cookieSecret: Uint8Array | null;
  readonly keepaliveDeciseconds: number;
  /** null: authoritative only. */
  readonly recursion: RecursionData | null;
  readonly counters: SharedArrayBuffer;
  /** What routing policies go by; without it there are no hosted zones. */
  readonly routing?: RoutingData;
  /** The line of keys (./zone-keys.ts); without it nothing is signed as it is answered. */
  readonly keys?: MessagePort;
}

/** What the main thread may tell a responder: the line to the resolver's thread, or to its successor. */
export interface ResolverLine {
  readonly kind: "resolverLine";
  readonly port: MessagePort;
}

/** The module's URL, for the pool. */
export const responderModule: string = import.meta.url;

const maxReplyOctets = 65_535;

/** @public net/worker.ts calls it, having imported this module by its URL. */
export function createResponder(data: unknown, worker: WorkerPlace): ControlledResponder {
  const { memory, recursion, counters, routing, keys, ...options } = data as ResponderData;
  const zones = new Memory(memory);
  const settings: ResponderOptions = {
    ...options,
    reader: worker.row,
    view: publicView,
    nowSeconds: () => Math.floor(Date.now() / 1000),
    recursion: null,
    ...(keys !== undefined && { signers: new WorkerKeys(keys, counterRow(counters, worker.row)) }),
    ...(routing !== undefined && { routing: openRouting(routing, randomInt(2 ** 32)) }),
  };
  if (recursion === null) return new Responder(zones, settings);
  return new RecursiveResponder(zones, settings, recursion, worker, counterRow(counters, worker.row));
}

class RecursiveResponder extends Responder implements ControlledResponder {
  readonly #link: ResolverLink;
  readonly #counters: Float64Array;
  readonly #reply = new Uint8Array(maxReplyOctets);

  constructor(
    zones: Memory,
    settings: ResponderOptions,
    recursion: RecursionData,
    { deferrals }: WorkerPlace,
    counters: Float64Array,
  ) {
    const link = new ResolverLink(deferrals, (pending, ready) => this.#makeReply(pending, ready));
    super(zones, { ...settings, recursion: new WorkerRecursion(recursion, link, deferrals, counters) });
    this.#link = link;
    this.#counters = counters;
  }

  control(message: unknown): void {
    const { kind, port } = message as ResolverLine;
    if (kind === "resolverLine") this.#link.connect(port);
  }

  /** The reply to a query that waited. No packet may stop a worker, so a fault of ours is its client's SERVFAIL. */
  #makeReply({ query, client }: Pending, ready: Uint8Array): Uint8Array | null {
    const room = this.#reply;
    this.enter();
    try {
      const length = this.deliver(query, 0, query.length, room, 0, room.length, client, ready);
      return length === 0 ? null : room.subarray(0, length);
    } catch {
      this.#counters[Cell.panics]++;
      return null;
    } finally {
      this.leave();
    }
  }
}
