// Carries out the probes of health checks: looks up names, refuses targets within, keeps the number of connections bounded,
// and ends probes with their check. Every probe is answered by one result, unless it is cancelled.
// Names are looked up anew for each probe, for IPv4 only (API:HealthCheckConfig, IPAddress).

import { maxProbesAtOnce, maxWaitingProbes } from "../../base/limits.ts";
import type { ProbeOutcome, ProbeRequest, ProbeResult } from "../../health/definition.ts";
import { isPublicTarget } from "../../store/health-check-addresses.ts";
import { probeHttp } from "./http-probe.ts";
import type { ProbeAim, RunningProbe } from "./probe.ts";
import { probeTcp } from "./tcp-probe.ts";

export type LookedUp = { readonly addresses: readonly string[] } | { readonly problem: string };

/** The IPv4 addresses of a name, or why there are none: "NXDOMAIN". Never rejects. */
export type LookUp = (name: string) => Promise<LookedUp>;

const lookUpTimeoutMs = 4_000;

export interface ProberSettings {
  readonly lookUp: LookUp;
  /** Whether probes may go to local, private and multicast addresses. */
  readonly privateTargets: "refused" | "allowed";
  readonly wallMs: () => number;
  readonly probed: (result: ProbeResult) => void;
}

interface Running {
  readonly request: ProbeRequest;
  probe: RunningProbe | null;
  isCancelled: boolean;
}

export class Prober {
  readonly #settings: ProberSettings;
  readonly #running = new Set<Running>();
  readonly #waiting: ProbeRequest[] = [];
  readonly #idlers: (() => void)[] = [];

  constructor(settings: ProberSettings) {
    this.#settings = settings;
  }

  /** Probes under way. */
  get running(): number {
    return this.#running.size;
  }

  /** Resolves when no probe is under way. */
  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  /** Begins a probe, or lets it wait; its result comes later, never within the call. */
  probe(request: ProbeRequest): void {
    if (this.#running.size < maxProbesAtOnce) this.#start(request);
    else if (this.#waiting.length < maxWaitingProbes) this.#waiting.push(request);
    else queueMicrotask(() => this.#tell(request, { kind: "skipped" }));
  }

  cancel(check: string): void {
    for (const running of this.#running) if (running.request.check === check) this.#end(running);
    const kept = this.#waiting.filter((request) => request.check !== check);
    if (kept.length < this.#waiting.length) this.#waiting.splice(0, Infinity, ...kept);
    this.#next();
    this.#rest();
  }

  close(): void {
    this.#waiting.length = 0;
    for (const running of this.#running) this.#end(running);
    this.#rest();
  }

  #rest(): void {
    if (this.#running.size > 0) return;
    for (const resolve of this.#idlers.splice(0)) resolve();
  }

  #start(request: ProbeRequest): void {
    const running: Running = { request, probe: null, isCancelled: false };
    this.#running.add(running);
    void this.#carryOut(running);
  }

  async #carryOut(running: Running): Promise<void> {
    const outcome = await this.#run(running);
    if (running.isCancelled) return;
    this.#running.delete(running);
    this.#next();
    this.#tell(running.request, outcome);
    this.#rest();
  }

  async #run(running: Running): Promise<ProbeOutcome> {
    const { check, target } = running.request;
    let { address } = target;
    let resolved: string | null = null;
    if (address === null) {
      const found = await inTime(this.#settings.lookUp(target.name ?? ""));
      if ("problem" in found) return { kind: "unresolved", detail: found.problem };
      if (found.addresses.length === 0) return { kind: "unresolved", detail: "no A record" };
      [address] = found.addresses;
      resolved = address;
    }
    // Asked here as well as when the check was made: a name may lead anywhere.
    if (this.#settings.privateTargets === "refused" && !isPublicTarget(address)) return { kind: "forbidden", address };
    if (running.isCancelled) return { kind: "skipped" };
    const aim: ProbeAim = { check, target, address, resolved };
    return new Promise((resolve) => {
      running.probe = target.type === "TCP" ? probeTcp(aim, resolve) : probeHttp(aim, resolve);
    });
  }

  #end(running: Running): void {
    running.isCancelled = true;
    running.probe?.abort();
    this.#running.delete(running);
  }

  #next(): void {
    while (this.#running.size < maxProbesAtOnce) {
      const request = this.#waiting.shift();
      if (request === undefined) return;
      this.#start(request);
    }
  }

  #tell({ check, edition, prober }: ProbeRequest, outcome: ProbeOutcome): void {
    this.#settings.probed({ check, edition, prober, outcome, checkedMs: this.#settings.wallMs() });
  }
}

async function inTime(found: Promise<LookedUp>): Promise<LookedUp> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<LookedUp>((resolve) => {
    timer = setTimeout(() => resolve({ problem: "timed out" }), lookUpTimeoutMs);
  });
  const first = await Promise.race([found, late]);
  clearTimeout(timer);
  return first;
}
