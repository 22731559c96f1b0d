// What every operation is given: who calls, from which region, when, and chance; and what operations share: storage, the world
// that they ask (ports), effects. An operation is a function (work, input) -> output over plain objects with the API's members.
// It throws a fault (./faults.ts), and then nothing of it is left. Read next: ./gateway-store.ts.

import type { Random } from "../../base/random.ts";
import type { Tables } from "../../base/tables.ts";
import type { GatewayEffect } from "../model/catalogue.ts";
import type { ControlPorts } from "./ports.ts";

/** Who calls, and when. */
export interface ControlContext {
  /** The account's twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The access key that signed the request; null when nobody signed. */
  readonly accessKey: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  readonly random: Random;
}

/** One operation's share of the store. */
export interface Work {
  readonly tables: Tables;
  readonly context: ControlContext;
  readonly ports: ControlPorts;
  /** What others must know once the transaction is durable, in order. */
  readonly effects: GatewayEffect[];
}

/** The answer of operations that have none. */
export type Nothing = Readonly<Record<string, never>>;

export const nothing: Nothing = {};

/** As times travel: seconds since 1970-01-01 UTC. */
export function nowSeconds(work: Work): number {
  return Math.floor(work.context.nowMs / 1000);
}
