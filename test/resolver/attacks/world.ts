// What the attacks share: a victim, example.com. with its server at .20; an attacker, who owns evil.com. with a server at
// .66 that says what he likes; and a client of ours who asks what the attacker wants (a web page is enough for that).
// `mount` plays one attack and holds it to the three bounds of every question, and to the truth of the cache.

import { expect } from "vitest";
import { maxOctetsPerQuestion, maxQueriesPerQuestion, maxResolutionMs } from "../../../src/base/limits.ts";
import type { Mnemonic } from "../../../src/dns/types.ts";
import {
  type Internet,
  internet,
  type InternetOptions,
  type Outcome,
  type Script,
  type Sites,
  usual,
} from "../internet.ts";

export const attacker = "127.53.0.66";
export const victim = "127.53.0.20";

/** The largest message: what may come on top when the last octet of the budget is not yet spent (RFC 1035 §4.2.2). */
const oneMessage = 65_537;

export interface Attack {
  readonly script: Script;
  readonly ask: string;
  readonly type?: Mnemonic;
  readonly sites?: Sites;
  readonly options?: InternetOptions;
}

export interface Mounted extends Outcome {
  readonly net: Internet;
  /** Queries that reached an address. */
  readonly at: (address: string) => number;
}

/** Plays the attack; every bound that holds for any question holds for this one, and nothing false stays behind. */
export function mount({ script, ask, type, sites, options }: Attack): Mounted {
  const net = internet({ ...usual, [attacker]: script, ...sites }, options);
  const outcome = net.ask(ask, type);
  const at = (address: string) => net.network.log.exchanges.filter(({ to }) => to.address === address).length;
  expectBounded(outcome);
  expectUnharmed(net);
  return { ...outcome, net, at };
}

export function expectBounded({ queries, octets, elapsedMs }: Outcome): void {
  expect(queries.length).toBeLessThanOrEqual(maxQueriesPerQuestion);
  expect(octets).toBeLessThanOrEqual(maxOctetsPerQuestion + oneMessage);
  expect(elapsedMs).toBeLessThanOrEqual(maxResolutionMs);
}

/** Nothing is left in flight, nothing false is in the cache, and the victim's name still leads to the victim. */
export function expectUnharmed(net: Internet): void {
  expect(net.resolver.tasksInFlight).toBe(0);
  expect(net.network.openExchanges).toBe(0);
  expect(net.falsehoods("evil.com.")).toEqual([]);
  const asked = net.ask("www.example.com.");
  expect(asked.rcode).toBe("NOERROR");
  expect(asked.answer.map((record) => record.replace(/ \d+ /, " "))).toEqual(["www.example.com. IN A 192.0.2.1"]);
}
