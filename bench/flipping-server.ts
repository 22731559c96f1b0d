// `node bench/flipping-server.ts CONFIG ORIGIN NAMES FIGURES`: policies-server.ts, with one failover name more that flips between its
// primary and its secondary. SIGUSR2 starts the flips: one every 20 milliseconds, by the override of a health check, as
// the API does it. Sixteen client sockets ask at once after each flip, and again until the new choice comes. FIGURES tells how
// long until all had it, and so every worker, what the load had put into the sockets before them included.

import { createSocket, type Socket } from "node:dgram";
import { renameSync, writeFileSync } from "node:fs";
import { cryptoRandom } from "../src/net/upstream/crypto-random.ts";
import type { ControlPlane } from "../src/server/control-plane.ts";
import type { Candidate } from "../src/zone/policy-set.ts";
import { loadConfig } from "../src/server/config.ts";
import { openLog } from "../src/server/log.ts";
import { startService } from "../src/server/service.ts";
import { composeQuery, parseMessage, types } from "../test/peers/wire.ts";
import { quantile } from "./dnsperf.ts";
import { host, nameOf } from "./policies-server.ts";

export interface FlipFigures {
  flips: number;
  /** Milliseconds from the flip to the last socket's reply with the new choice. */
  p50: number;
  p99: number;
  max: number;
  /** The same for a round of the same questions without a flip: what the load and the machine take of it. */
  stillP50: number;
  stillP99: number;
  /** Replies with the old choice to what was asked after the flip. */
  stale: number;
  /** Questions that nobody answered within half a second. */
  lost: number;
}

/** A flip, then a round of questions without one. */
const roundEveryMs = 10;
const patienceMs = 500;
/** The kernel spreads them over the workers by their ports: that one of two has none happens three times in 100,000. */
const socketCount = 16;

/** The number of the first check that a store has. */
const firstCheck = 1;
/** One that nobody probes. */
const checked = { Type: "HTTP", IPAddress: "192.0.2.1", Port: 80, Disabled: true } as const;

class Flipper {
  readonly #control: ControlPlane;
  readonly #check: string;
  readonly #sockets: readonly Socket[];
  readonly #query: Uint8Array;
  readonly #taken: number[] = [];
  readonly #still: number[] = [];
  #isFlip = false;
  #status: "healthy" | "unhealthy" = "healthy";
  #flippedAt = 0;
  #waiting = new Set<Socket>();
  #lastMs = 0;
  #stale = 0;
  #lost = 0;

  constructor(control: ControlPlane, check: string, name: string, sockets: readonly Socket[]) {
    this.#control = control;
    this.#check = check;
    this.#query = composeQuery(name, "A");
    this.#sockets = sockets;
    for (const socket of sockets) socket.on("message", (reply) => this.#judge(socket, reply));
  }

  flipWhenDue(): void {
    const now = performance.now();
    if (this.#waiting.size > 0) {
      if (now - this.#flippedAt < patienceMs) return;
      this.#lost += this.#waiting.size;
      this.#waiting.clear();
    }
    if (now - this.#flippedAt < roundEveryMs) return;
    this.#isFlip = !this.#isFlip;
    if (this.#isFlip) this.#status = this.#status === "healthy" ? "unhealthy" : "healthy";
    this.#waiting = new Set(this.#sockets);
    this.#flippedAt = performance.now();
    if (this.#isFlip) this.#control.health.override(this.#check, this.#status);
    for (const socket of this.#sockets) socket.send(this.#query);
  }

  #judge(socket: Socket, reply: Uint8Array): void {
    if (!this.#waiting.has(socket)) return;
    const set = parseMessage(reply).answer[0]?.rdata[1];
    if (set !== (this.#status === "healthy" ? 0 : 1)) {
      this.#stale++;
      socket.send(this.#query);
      return;
    }
    this.#waiting.delete(socket);
    this.#lastMs = performance.now() - this.#flippedAt;
    if (this.#waiting.size === 0) (this.#isFlip ? this.#taken : this.#still).push(this.#lastMs);
  }

  get figures(): FlipFigures {
    const taken = this.#taken.toSorted((a, b) => a - b);
    const still = this.#still.toSorted((a, b) => a - b);
    return {
      flips: taken.length,
      p50: quantile(taken, 0.5),
      p99: quantile(taken, 0.99),
      max: taken.at(-1) ?? Number.NaN,
      stillP50: quantile(still, 0.5),
      stillP99: quantile(still, 0.99),
      stale: this.#stale,
      lost: this.#lost,
    };
  }
}

async function openSockets(port: number): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: socketCount }, async () => {
      const socket = createSocket("udp4");
      await new Promise<void>((resolve) => socket.connect(port, "127.0.0.1", resolve));
      return socket;
    }),
  );
}

async function serve([configFile, origin, names, figuresFile]: readonly string[]): Promise<void> {
  // The first worker answers, and the load begins, before all of this is up.
  let isAsked = false;
  process.on("SIGUSR2", () => (isAsked = true));
  const { config } = loadConfig(configFile, [], {});
  const service = await startService(config, { log: openLog("error"), version: "bench" });
  process.once("SIGTERM", () => void service.stop().then(() => process.exit(0)));
  const zone = host(service, origin, Number(names));
  const { control } = service;
  if (control === null) throw new Error("the service does not run");
  const context = { account: "000000000000", accessKey: null, nowMs: Date.now(), random: cryptoRandom };
  const { HealthCheck } = control.store.createHealthCheck(
    { CallerReference: "flip", HealthCheckConfig: checked },
    context,
  );
  const name = `flip.${origin}`;
  const candidates = (["PRIMARY", "SECONDARY"] as const).map((role, set): Candidate => ({
    identifier: role,
    routing: { policy: "failover", role },
    check: set === 0 ? firstCheck : 0,
    answer: { ttlSeconds: 60, rdata: [Uint8Array.of(10, set, 255, 255)] },
  }));
  service.zones.image.apply([{ zone, owner: nameOf(name), type: types["A"], candidates, collection: 0 }]);
  const sockets = await openSockets(config.dns.listen[0].port);
  const flipper = new Flipper(control, HealthCheck.Id, name, sockets);
  setInterval(() => isAsked && flipper.flipWhenDue(), 1);
  setInterval(() => {
    writeFileSync(`${figuresFile}.new`, JSON.stringify(flipper.figures));
    renameSync(`${figuresFile}.new`, figuresFile);
  }, 1000);
}

if (import.meta.main) await serve(process.argv.slice(2));
