// From the configuration to the pool of workers that answer questions: what each setting means to the net floor.
// Read next: ../net/pool.ts, ./worker-responder.ts.

import { randomBytes, randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { isDeepStrictEqual } from "node:util";
import type { MessagePort } from "node:worker_threads";
import type { TsigKey } from "../authority/tsig-keys.ts";
import { type Endpoint, printEndpoint } from "../net/address.ts";
import { createCounters } from "../net/counters.ts";
import { defaultDatagramOptions } from "../net/datagram.ts";
import { ListenFault } from "../net/listen-fault.ts";
import { checkPortFree } from "../net/port-check.ts";
import { type PoolFact, type PoolOptions, WorkerPool } from "../net/pool.ts";
import { createQueryLogRing } from "../net/query-log.ts";
import { defaultStreamLimits } from "../net/stream-server.ts";
import type { Config } from "./config.ts";
import type { ErrandDesks } from "./errands/errand-desks.ts";
import type { DnsCredentials } from "./dns-credentials.ts";
import { readConfig } from "./config/read.ts";
import type { Log } from "./log.ts";
import { type RoutingData, sharedRouting } from "./routing-data.ts";
import type { TransferRule } from "./transfers/transfer-policy.ts";
import { type ResponderData, responderModule } from "./worker-responder.ts";
import type { RecursionData } from "./worker-recursion.ts";
import type { ZoneKeys } from "./zone-keys.ts";
import type { ServedZones } from "./zones.ts";

export interface DataPlane {
  readonly pool: WorkerPool;
  readonly counters: SharedArrayBuffer;
  /** One ring a worker; none when questions are not logged. */
  readonly queryLogRings: readonly SharedArrayBuffer[];
  readonly workers: number;
  /** Presents certificates that were renewed. */
  readonly renewCredentials: () => void;
}

/** The way to the thread that sends zones, where anybody may have them. */
export interface TransferPlan {
  readonly rules: readonly TransferRule[];
  /** A worker begins and wants its line. */
  readonly connect: (row: number) => void;
}

/** The way to the resolver, where there is one. */
export interface RecursionPlan {
  readonly data: RecursionData;
  /** A worker begins and wants its line. */
  readonly connect: (row: number) => void;
}

export interface DataPlanePlan {
  readonly dns: Config["dns"];
  readonly listen: readonly Endpoint[];
  readonly credentials: DnsCredentials;
  readonly zones: ServedZones;
  readonly recursion: RecursionPlan | null;
  readonly transfers: TransferPlan | null;
  readonly tsigKeys: readonly TsigKey[];
  readonly routing: RoutingData;
  readonly keys: ZoneKeys;
  /** Who answers notices and updates. */
  readonly errands: ErrandDesks;
  readonly log: Log;
}

/** A pool that is ready to start: it has no sockets yet. */
export function createDataPlane(plan: DataPlanePlan): DataPlane {
  const { dns, listen, credentials, zones, recursion, transfers, keys, errands, log } = plan;
  const workers = dns.workers ?? availableParallelism();
  const counters = createCounters(workers);
  const { sample } = dns.queryLog;
  const queryLogRings = sample === 0 ? [] : Array.from({ length: workers }, createQueryLogRing);
  const responderData = responderDataOf(plan, counters);
  const options: PoolOptions = {
    workers,
    counters,
    listen,
    transport: dns.transport,
    datagrams: defaultDatagramOptions,
    streams: {
      ...defaultStreamLimits,
      maxConnections: dns.tcp.maxConnections,
      maxConnectionsPerClient: dns.tcp.maxPerClient,
      idleTimeoutMs: dns.tcp.idleSeconds * 1000,
    },
    secure: credentials.listenings(),
    responderModule,
    responderData: () => ({ ...responderData, keys: keys.openLine(), errands: errands.openLine() }),
    portsOf: (data) => portsOf(data as ResponderData),
    allowQuery: isEverybody(dns.allowQuery) ? null : dns.allowQuery,
    rateLimit: dns.rateLimit.enabled ? { ...dns.rateLimit, seed: randomInt(2 ** 31) } : null,
    queryLog: sample === 0 ? null : { rings: queryLogRings, every: sample },
    onFact: (fact) => tell(fact, zones, log),
    onStart: (row) => {
      recursion?.connect(row);
      transfers?.connect(row);
    },
  };
  const pool = new WorkerPool(options);
  return { pool, counters, queryLogRings, workers, renewCredentials: () => renewCredentials(pool, credentials, log) };
}

function renewCredentials(pool: WorkerPool, credentials: DnsCredentials, log: Log): void {
  const { changes, faults } = credentials.renewed();
  for (const fault of faults) log.error({}, `${fault} What was presented before still is.`);
  for (const [protocol, renewed] of changes) {
    pool.setCredentials(protocol, renewed);
    log.info({ protocol }, "a renewed certificate is presented");
  }
}

/** An endpoint that two listeners want: a whole sentence, or null. They would share the port, and take each other's clients. */
export function sharedEndpoint(dns: Config["dns"]): string | null {
  const wanted = new Map<string, string>();
  for (const [key, endpoints] of [
    ["dns.listen", dns.listen],
    ["dns.tls.listen", dns.tls.listen],
    ["dns.https.listen", dns.https.listen],
  ] as const)
    // prettier-ignore
    for (const endpoint of endpoints) {
      if (endpoint.port === 0) continue;
      const place = printEndpoint(endpoint);
      const first = wanted.get(place);
      if (first !== undefined)
        return first === key ? `${key} has ${place} twice.` : `${key} has ${place}, and so has ${first}: each wants a port of its own.`;
      wanted.set(place, key);
    }
  return null;
}

/** The endpoints to listen on: a ::1 that nobody asked for is left out where the machine has none. */
export async function usableEndpoints(endpoints: readonly Endpoint[], log: Log): Promise<readonly Endpoint[]> {
  const { listen } = readConfig(null, []).config.dns;
  if (!isDeepStrictEqual(endpoints, listen)) return endpoints;
  const usable: Endpoint[] = [];
  for (const endpoint of endpoints) {
    const fault = endpoint.address === "::1" ? await checkPortFree(endpoint).then(() => null, faultOf) : null;
    if (fault === null || !["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(fault.code)) usable.push(endpoint);
    else log.warn({}, "This machine has no IPv6 loopback address: [::1] is left out.");
  }
  return usable;
}

function faultOf(error: unknown): ListenFault {
  if (error instanceof ListenFault) return error;
  throw error;
}

function responderDataOf(plan: DataPlanePlan, counters: SharedArrayBuffer): ResponderData {
  const { dns, zones, recursion, routing, transfers, tsigKeys } = plan;
  const secret = dns.cookieSecret === null ? randomBytes(16) : Buffer.from(dns.cookieSecret, "hex");
  return {
    memory: zones.image.memory.buffer,
    version: dns.version,
    identity: dns.identity,
    maxUdpOctets: dns.maxUdpSize,
    cookieSecret: dns.cookies ? Uint8Array.from(secret) : null,
    keepaliveDeciseconds: dns.tcp.idleSeconds * 10,
    recursion: recursion?.data ?? null,
    counters,
    routing: sharedRouting(routing),
    transferRules: transfers?.rules ?? null,
    tsigKeys,
  };
}

function portsOf({ keys, errands }: ResponderData): MessagePort[] {
  return [keys, errands?.port].filter((port) => port !== undefined);
}

function isEverybody(prefixes: readonly string[]): boolean {
  return prefixes.includes("0.0.0.0/0") && prefixes.includes("::/0");
}

function tell(fact: PoolFact, zones: ServedZones, log: Log): void {
  switch (fact.kind) {
    case "fault":
      log.error({ worker: fact.row }, fact.text);
      return;
    case "died":
      zones.forgetReader(fact.row);
      log.error(
        { worker: fact.row, exitCode: fact.exitCode },
        `a worker died and is replaced in ${fact.restartInMs} ms`,
      );
      return;
    case "restarted":
      log.info({ worker: fact.row }, "a worker was replaced");
      return;
    case "stuck":
      log.warn({ worker: fact.row }, "a worker did not end in time");
  }
}
