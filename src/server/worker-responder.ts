// What a worker of the data plane answers with: a responder over the shared image, made in the worker's own thread, and with
// it, where there are any, the ways to the threads of the resolver and of zone transfers.
// net/worker.ts imports this module by its URL, so that the net floor knows nothing of zones.
// Invariant: the data crosses by structured clone; the image's memory is shared by it, not copied.

import { maxMessageOctets } from "../dns/message-view.ts";
import { randomInt } from "node:crypto";
import type { MessagePort } from "node:worker_threads";
import { Responder, type ResponderOptions } from "../authority/responder.ts";
import type { TsigKey } from "../authority/tsig-keys.ts";
import { Memory } from "../base/memory.ts";
import { Cell, counterRow } from "../net/counters.ts";
import type { Pending } from "../net/deferrals.ts";
import type { ControlledResponder, WorkerPlace } from "../net/worker-messages.ts";
import { publicView } from "../zone/image.ts";
import { ErrandLink } from "./errands/errand-link.ts";
import type { ErrandData } from "./errands/errand-messages.ts";
import { ResolverLink } from "./resolver-link.ts";
import { openRouting, type RoutingData } from "./routing-data.ts";
import { TransferLink } from "./transfers/transfer-link.ts";
import type { TransferRule } from "./transfers/transfer-policy.ts";
import type { TransferLine } from "./transfers/transfer-messages.ts";
import { tsigParts } from "./tsig-parts.ts";
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
  /** Who may have which zones; null or absent: zones are not transferred. */
  readonly transferRules?: readonly TransferRule[] | null;
  readonly tsigKeys?: readonly TsigKey[];
  /** The line to the main thread for notices and updates; null or absent: nobody takes them. */
  readonly errands?: ErrandData | null;
}

/** What the main thread may tell a responder: the line to the resolver's thread, or to its successor. */
export interface ResolverLine {
  readonly kind: "resolverLine";
  readonly port: MessagePort;
}

/** The module's URL, for the pool. */
export const responderModule: string = import.meta.url;

/** @public net/worker.ts calls it, having imported this module by its URL. */
export function createResponder(data: unknown, worker: WorkerPlace): ControlledResponder {
  const {
    memory,
    recursion,
    counters,
    routing,
    keys,
    transferRules = null,
    tsigKeys = [],
    errands = null,
    ...options
  } = data as ResponderData;
  const tsig = tsigParts(tsigKeys);
  const transfers = transferRules === null ? null : new TransferLink(transferRules, worker.deferrals);
  const settings: ResponderOptions = {
    ...options,
    reader: worker.row,
    view: publicView,
    nowSeconds: tsig.nowSeconds,
    recursion: null,
    ...(keys !== undefined && { signers: new WorkerKeys(keys, counterRow(counters, worker.row)) }),
    transfers,
    errands: errands === null ? null : new ErrandLink(errands, worker.deferrals),
    tsig,
    ...(routing !== undefined && { routing: openRouting(routing, randomInt(2 ** 32)) }),
  };
  return new WorkerResponder(new Memory(memory), settings, {
    recursion,
    transfers,
    deferrals: worker.deferrals,
    counters: counterRow(counters, worker.row),
  });
}

interface Ways {
  readonly recursion: RecursionData | null;
  readonly transfers: TransferLink | null;
  readonly deferrals: WorkerPlace["deferrals"];
  readonly counters: Float64Array;
}

class WorkerResponder extends Responder implements ControlledResponder {
  readonly #resolver: ResolverLink | null;
  readonly #transfers: TransferLink | null;
  readonly #counters: Float64Array;
  readonly #reply: Uint8Array;

  constructor(zones: Memory, settings: ResponderOptions, { recursion, transfers, deferrals, counters }: Ways) {
    const link =
      recursion === null ? null : new ResolverLink(deferrals, (pending, ready) => this.#makeReply(pending, ready));
    const way = recursion === null || link === null ? null : new WorkerRecursion(recursion, link, deferrals, counters);
    super(zones, { ...settings, recursion: way });
    this.#resolver = link;
    this.#transfers = transfers;
    this.#counters = counters;
    this.#reply = new Uint8Array(link === null ? 0 : maxMessageOctets);
  }

  control(message: unknown): void {
    const { kind, port } = message as ResolverLine | TransferLine;
    if (kind === "resolverLine") this.#resolver?.connect(port);
    else this.#transfers?.connect(port);
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
