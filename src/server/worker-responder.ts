// What a worker of the data plane answers with: a responder over the shared image, made in the worker's own thread.
// net/worker.ts imports this module by its URL, so that the net floor knows nothing of zones.
// Invariant: the data crosses by structured clone; the image's memory is shared by it, not copied.

import { Responder } from "../authority/responder.ts";
import { Memory } from "../base/memory.ts";
import { publicView } from "../zone/image.ts";

export interface ResponderData {
  readonly memory: SharedArrayBuffer;
  readonly version: string | null;
  readonly identity: string | null;
  readonly maxUdpOctets: number;
  readonly cookieSecret: Uint8Array | null;
  readonly keepaliveDeciseconds: number;
}

/** The module's URL, for the pool. */
export const responderModule: string = import.meta.url;

/** @public net/worker.ts calls it, having imported this module by its URL. */
export function createResponder(data: unknown, worker: { readonly row: number }): Responder {
  const { memory, version, identity, maxUdpOctets, cookieSecret, keepaliveDeciseconds } = data as ResponderData;
  return new Responder(new Memory(memory), {
    reader: worker.row,
    view: publicView,
    version,
    identity,
    maxUdpOctets,
    cookieSecret,
    keepaliveDeciseconds,
    nowSeconds: () => Math.floor(Date.now() / 1000),
    recursion: null,
  });
}
