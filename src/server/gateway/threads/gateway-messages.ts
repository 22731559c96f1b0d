// What the main thread and a thread of the gateway say to each other. Orders and reports go by the thread's own port, one after
// the other; questions that cannot wait have a line of their own (./sync-line.ts).
// Before the main thread answers whoever changed something, it sends the threads word and then counts up `changes`, which each
// thread looks at ahead of every request: so nobody is served by what was, once the change is acknowledged.

import type { ClientCertificateName, ExecutionLine } from "../../../gateway/engine/ports.ts";
import type { FunctionPort } from "../../../gateway/functions/port.ts";
import type { QuotaLease } from "../../../gateway/control/quota-cells.ts";
import type { KeptAnswer } from "../../../gateway/engine/stage-caches.ts";
import type { CertificateAndKey } from "../../../gateway/model/access.ts";
import type { GatewayCatalogue, GatewayEffect } from "../../../gateway/model/catalogue.ts";
import type { Credentials } from "../../../http/certificates/local-authority.ts";
import type { Config } from "../../config.ts";
import type { RoutingData } from "../../routing-data.ts";
import type { StageFigures } from "../gateway-figures.ts";
import type { Door } from "../gateway-serving.ts";
import type { Call, CallAnswer } from "./function-line.ts";
import type { AskingEnd } from "./sync-line.ts";

export interface GatewayThreadData extends SharedByThreads {
  /** Which of the threads it is, from 0. */
  readonly member: number;
  readonly line: AskingEnd;
}

/** The same for all threads. */
export interface SharedByThreads {
  readonly config: Pick<Config, "gateway" | "accounts">;
  readonly routing: Pick<RoutingData, "vpcs" | "places">;
  readonly clock: SharedArrayBuffer;
  readonly throttle: SharedArrayBuffer;
  readonly quotas: SharedArrayBuffer;
  readonly changes: Int32Array<SharedArrayBuffer>;
  /** Whether anybody reads all that goes on within APIs, and not only faults: the log is at debug. */
  readonly tellsExecution: boolean;
  /** null where nothing is served over TLS. */
  readonly authorityCertificate: string | null;
}

/** What only the main thread knows, and a thread must know at once. */
export interface GatewayDesk extends GatewayCatalogue, Pick<FunctionPort, "permission"> {
  isOurs(name: string): boolean;
  credentials(names: readonly string[]): Credentials;
  clientCertificate(name: ClientCertificateName): CertificateAndKey | null;
  lease(planId: string, keyId: string): QuotaLease | null;
  dnsServer(): string | null;
}

export type GatewayOrder =
  | { readonly kind: "open"; readonly number: number; readonly door: Door }
  | { readonly kind: "notice"; readonly effects: readonly GatewayEffect[] }
  | { readonly kind: "functions-changed" }
  | { readonly kind: "kept"; readonly answer: KeptAnswer }
  /** To tell what was gathered, and then that it is told. */
  | { readonly kind: "settle"; readonly number: number }
  | CallAnswer
  | { readonly kind: "stop" };

export type GatewayReport =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly number: number; readonly fault: OpenFault | null }
  | { readonly kind: "kept"; readonly answer: KeptAnswer }
  | { readonly kind: "fault"; readonly text: string }
  | Told
  | Call;

/** Why a door cannot be opened: node's error. */
export interface OpenFault {
  readonly code: string;
  readonly text: string;
}

/** What happened of late, for the figures and the logs. */
export interface Told {
  readonly kind: "told";
  readonly figures: readonly StageFigures[];
  readonly accessLines: readonly AccessLine[];
  readonly executionLines: readonly ExecutionLine[];
}

export type AccessLine = readonly [apiId: string, stageName: string, line: string];
