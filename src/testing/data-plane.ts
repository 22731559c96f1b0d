// The data plane of one test, without worker threads: the responder, the exchange and the sockets of a worker, in the
// thread that asks. A thread takes longer to start than a whole test takes.

import { randomBytes } from "node:crypto";
import type { Endpoint } from "../net/address.ts";
import { createCounters, counterRow } from "../net/counters.ts";
import { defaultDatagramOptions } from "../net/datagram.ts";
import { Deferrals } from "../net/deferrals.ts";
import { Exchange } from "../net/exchange.ts";
import { openListeners } from "../net/listeners.ts";
import { nothingSecure } from "../net/secure.ts";
import { defaultStreamLimits } from "../net/stream-server.ts";
import type { RoutingData } from "../server/routing-data.ts";
import { createResponder } from "../server/worker-responder.ts";
import type { ZoneKeys } from "../server/zone-keys.ts";
import type { Image } from "../zone/image.ts";
import type { Resolution } from "./resolution.ts";

export interface DataPlane {
  readonly endpoint: Endpoint;
  close(): Promise<void>;
}

export interface DataPlaneParts {
  readonly image: Image;
  readonly routing: RoutingData;
  readonly keys: ZoneKeys;
  readonly resolution: Resolution | null;
  readonly failed: (sentence: string) => void;
}

/** The only worker. */
const row = 0;
const sweepEveryMs = 1000;
const anyPort: Endpoint = { address: "127.0.0.1", port: 0 };

export async function openDataPlane({ image, routing, keys, resolution, failed }: DataPlaneParts): Promise<DataPlane> {
  const counters = createCounters(1);
  const deferrals = new Deferrals();
  const responder = createResponder(
    {
      memory: image.memory.buffer,
      version: null,
      identity: null,
      maxUdpOctets: 1232,
      cookieSecret: Uint8Array.from(randomBytes(16)),
      keepaliveDeciseconds: defaultStreamLimits.idleTimeoutMs / 100,
      recursion: resolution?.data ?? null,
      counters,
      routing,
      keys: keys.openLine(),
    },
    { row, deferrals },
  );
  if (resolution !== null) responder.control?.({ kind: "resolverLine", port: resolution.openLine() });
  const exchange = new Exchange({
    responder,
    counters: counterRow(counters, row),
    allowQuery: null,
    rateLimiter: null,
    rateExempt: null,
    deferrals,
    queryLog: null,
    report: failed,
  });
  const plan = {
    listen: [anyPort],
    transport: "dgram",
    datagrams: defaultDatagramOptions,
    streams: { ...defaultStreamLimits, drainTimeoutMs: 50 },
    secure: nothingSecure,
  } as const;
  const listeners = await openListeners(plan, exchange, counterRow(counters, row));
  const sweeping = setInterval(() => deferrals.sweep(performance.now()), sweepEveryMs).unref();
  return {
    endpoint: listeners.bound[0],
    close: () => {
      clearInterval(sweeping);
      return listeners.close();
    },
  };
}
