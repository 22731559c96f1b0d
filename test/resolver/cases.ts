// A case of the resolver's behaviour as data: an internet, what happened before, a question, and what must come of it.

import { expect } from "vitest";
import type { Mnemonic } from "../../src/dns/types.ts";
import type { StepId } from "../../src/trace/steps.ts";
import { type Internet, internet, type InternetOptions, type Outcome, type Sites, usual } from "./internet.ts";

export interface Case {
  readonly title: string;
  /** In the place of those of the usual internet with the same address. */
  readonly sites?: Sites;
  readonly options?: InternetOptions;
  readonly before?: (net: Internet) => void;
  readonly ask: string;
  readonly type?: Mnemonic;
  /** NOERROR unless said. */
  readonly rcode?: string;
  /** Without "IN": "www.example.com. 3600 A 192.0.2.1". Not looked at unless said, like all that follows. */
  readonly answer?: readonly string[];
  readonly authority?: readonly string[];
  /** Extended DNS Errors, in order. */
  readonly errors?: readonly number[];
  /** Every query, in order: "127.53.0.20 udp www.example.com. A". */
  readonly queries?: readonly string[];
  readonly elapsedMs?: number;
  readonly steps: readonly StepId[];
  /** Steps that must not occur. */
  readonly never?: readonly StepId[];
}

export function checkCase(one: Case): Outcome {
  const net = internet({ ...usual, ...one.sites }, one.options);
  one.before?.(net);
  const asked = net.ask(one.ask, one.type);
  expect(asked.rcode).toBe(one.rcode ?? "NOERROR");
  if (one.answer !== undefined) expect(asked.answer.map(plain)).toEqual(one.answer);
  if (one.authority !== undefined) expect(asked.authority.map(plain)).toEqual(one.authority);
  if (one.errors !== undefined) expect(asked.errors).toEqual(one.errors);
  if (one.queries !== undefined) expect(asked.queries).toEqual(one.queries);
  if (one.elapsedMs !== undefined) expect(asked.elapsedMs).toBe(one.elapsedMs);
  const steps = asked.events.map(({ step }) => step);
  for (const step of one.never ?? []) expect(steps).not.toContain(step);
  expect(net.resolver.tasksInFlight).toBe(0);
  expect(net.network.openExchanges).toBe(0);
  return asked;
}

function plain(record: string): string {
  return record.replace(/^(\S+ \d+) IN /, "$1 ");
}
