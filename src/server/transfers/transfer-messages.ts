// What a worker and the thread that sends zones tell each other, and the main thread that thread.
// A token is the worker's (../../net/deferrals.ts); it names a transfer on the worker's own line.

import type { MessagePort } from "node:worker_threads";
import type { TsigKey } from "../../authority/tsig-keys.ts";

export type TransferWish =
  /** The zone at the query's name in `view` for the client at `address`. */
  | {
      readonly kind: "begin";
      readonly token: number;
      readonly view: number;
      readonly address: string;
      readonly query: Uint8Array;
    }
  /** The client's system has taken a piece. */
  | { readonly kind: "taken"; readonly token: number }
  /** The client is gone. */
  | { readonly kind: "gone"; readonly token: number };

export type TransferPiece =
  /** Messages, each behind its length. */
  | { readonly kind: "piece"; readonly token: number; readonly octets: Uint8Array; readonly end: "more" | "last" }
  /** There will be no end: the zone is gone, or time is over. */
  | { readonly kind: "cut"; readonly token: number };

export type TransferReport =
  | {
      readonly kind: "sent";
      readonly zone: string;
      readonly client: string;
      readonly records: number;
      readonly ms: number;
      readonly told: "the zone" | "differences";
    }
  | { readonly kind: "failed"; readonly zone: string; readonly client: string; readonly reason: string }
  /** It wants to be told of changes from now on. */
  | { readonly kind: "watching" }
  /** It has compared what it was told of. */
  | { readonly kind: "compared"; readonly ms: number };

/** Zones that were changed, or are gone, up to a version of the image, by their apexes; and the forest of that version. */
export interface ChangesOrder {
  readonly kind: "changes";
  readonly version: number;
  readonly forest: number;
  readonly zones: readonly Uint8Array[];
  readonly gone: readonly Uint8Array[];
}

export interface TransferThreadData {
  readonly memory: SharedArrayBuffer;
  readonly reader: number;
  readonly maxUdpOctets: number;
  readonly keys: readonly TsigKey[];
}

/** What the main thread tells a worker's responder: its line to the thread. */
export interface TransferLine {
  readonly kind: "transferLine";
  readonly port: MessagePort;
}
