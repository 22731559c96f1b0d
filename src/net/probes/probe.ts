// One probe of one endpoint: what every kind of probe has in common. It connects within its time, has one outcome, and
// nothing of it is left afterwards: no socket, no timer. Whoever cancels it hears nothing more of it.
// Times are AWS's (DG:dns-failover-determining-health-of-endpoints).

import type { ProbeOutcome, ProbeTarget } from "../../health/definition.ts";

export const connectTimeoutMs = 4_000;
export const tcpConnectTimeoutMs = 10_000;
/** From the TCP connection to the status code; a TLS handshake is part of it. */
export const statusTimeoutMs = 2_000;
/** From the status code to as much of the body as is searched. */
export const bodyTimeoutMs = 2_000;

/** Where a probe goes: the target with its address. */
export interface ProbeAim {
  readonly check: string;
  readonly target: ProbeTarget;
  readonly address: string;
  /** The address when it was looked up, null when the check names it: reports say it. */
  readonly resolved: string | null;
}

export interface RunningProbe {
  /** Ends it without an outcome. */
  abort(): void;
}

/** Tells an outcome once, and lets go of everything first. */
export class Ending {
  #tell: ((outcome: ProbeOutcome) => void) | null;
  readonly #releases: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (outcome: ProbeOutcome) => void) {
    this.#tell = tell;
  }

  get isOver(): boolean {
    return this.#tell === null;
  }

  /** Called when the probe is over, however it ends. */
  onOver(release: () => void): void {
    this.#releases.push(release);
  }

  /** The probe is over with this outcome unless another time is set before. */
  within(ms: number, outcome: ProbeOutcome): void {
    clearTimeout(this.#timer);
    // This thread may have been busy for longer than the time: what arrived meanwhile is heard first.
    const timer = setTimeout(() => setImmediate(() => void (this.#timer === timer && this.end(outcome))), ms);
    this.#timer = timer;
  }

  end(outcome: ProbeOutcome): void {
    const tell = this.#tell;
    this.#release();
    tell?.(outcome);
  }

  abort(): void {
    this.#release();
  }

  #release(): void {
    this.#tell = null;
    clearTimeout(this.#timer);
    for (const release of this.#releases.splice(0)) release();
  }
}

/** What a socket's error says of the endpoint, in words. */
export function errorWords(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return words[code] ?? (error instanceof Error && error.message !== "" ? error.message : "unknown error");
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by the endpoint",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "the network is unreachable",
  EADDRNOTAVAIL: "the address is not available",
  EMFILE: "no more connections can be opened",
};
