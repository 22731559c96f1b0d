// How long a server is waited for, from the round trips that were measured, as TCP computes it.

import { expect, test } from "vitest";
import { noteRoundTrip, ServerMemory, timeoutMs } from "../../../src/resolver/servers.ts";
import type { Server } from "../../../src/resolver/servers.ts";

function measured(...roundTripsMs: number[]): Server {
  const server = new ServerMemory().at({ address: "192.0.2.1", port: 53 });
  for (const ms of roundTripsMs) noteRoundTrip(server, ms);
  return server;
}

test("RFC 6298 §2.2: the first measurement is the estimate, half of it the variation", () => {
  const { srttMs, rttVarMs } = measured(80);
  expect([srttMs, rttVarMs]).toEqual([80, 40]);
});

test("RFC 6298 §2.3: later ones count for an eighth and a quarter", () => {
  const { srttMs, rttVarMs } = measured(80, 160);
  expect(srttMs).toBeCloseTo(0.875 * 80 + 0.125 * 160);
  expect(rttVarMs).toBeCloseTo(0.75 * 40 + 0.25 * 80);
});

test("RFC 6298 §2.3: a server is waited for by its estimate and four times the variation", () => {
  expect(timeoutMs(measured(80), 0)).toBe(80 + 4 * 40);
});

test("RFC 6298 §5.5: each further try waits twice as long, up to a bound", () => {
  const server = measured(80);
  expect(timeoutMs(server, 1)).toBe(2 * timeoutMs(server, 0));
  expect(timeoutMs(server, 20)).toBe(timeoutMs(server, 21));
});
