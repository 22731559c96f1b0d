// What the main thread and a data-plane worker tell each other. A worker gets WorkerSettings as its workerData,
// answers with "listening" or "failed", and from then on takes Orders until "stop".

import type { Endpoint } from "./address.ts";
import type { Deferrals } from "./deferrals.ts";
import type { DatagramKind, DatagramOptions } from "./datagram.ts";
import type { Responder } from "./exchange.ts";
import type { RateLimitOptions } from "./rate-limit.ts";
import type { Credentials, SecureBound, SecureListenings, SecureProtocol } from "./secure.ts";
import type { StreamLimits } from "./stream-server.ts";

export interface WorkerSettings {
  /** This worker's number and its row of the counters. */
  readonly row: number;
  readonly counters: SharedArrayBuffer;
  /** Where to listen, UDP and TCP; port 0 takes any port that both have free. */
  readonly listen: readonly Endpoint[];
  readonly transport: DatagramKind | "auto";
  readonly datagrams: DatagramOptions;
  readonly streams: StreamLimits;
  /** DNS over TLS and over HTTPS, where they are to be served. */
  readonly secure: SecureListenings;
  /** URL of the module that exports ResponderModule's function. */
  readonly responderModule: string;
  /** Handed to createResponder as it is, message ports included. */
  readonly responderData: unknown;
  /** null: everybody may ask. */
  readonly allowQuery: readonly string[] | null;
  /** null: replies are not limited. */
  readonly rateLimit: (RateLimitOptions & { readonly exempt: readonly string[]; readonly seed: number }) | null;
  readonly queryLog: { readonly ring: SharedArrayBuffer; readonly every: number } | null;
}

/** What the module at `responderModule` exports. */
export interface ResponderModule {
  createResponder(data: unknown, worker: WorkerPlace): ControlledResponder | Promise<ControlledResponder>;
}

/** What a responder finds in its worker. */
export interface WorkerPlace {
  readonly row: number;
  /** Where it holds questions that another thread answers. */
  readonly deferrals: Deferrals;
}

/** A responder that may take messages of its own from the main thread. */
export interface ControlledResponder extends Responder {
  control?(message: unknown): void;
}

export type Order =
  | { readonly kind: "stop" }
  | { readonly kind: "allowQuery"; readonly prefixes: readonly string[] | null }
  | { readonly kind: "idleTimeout"; readonly idleTimeoutMs: number }
  | { readonly kind: "credentials"; readonly protocol: SecureProtocol; readonly credentials: Credentials }
  | { readonly kind: "responder"; readonly message: unknown };

/** An endpoint with its ports bound, and the transport that serves its datagrams. */
export interface Bound extends Endpoint {
  readonly transport: DatagramKind;
}

export type Report =
  | { readonly kind: "listening"; readonly bound: readonly Bound[]; readonly secure: SecureBound }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "fault"; readonly text: string };
