// One run of wrk: requests a second, latencies, and whether every answer had the status that is asked for.

import { spawn } from "node:child_process";

export interface WrkLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly connections: number;
  readonly core: string;
}

export interface WrkResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Microseconds: number;
  readonly p99Microseconds: number;
  /** Answers whose status is 400 or more. */
  readonly errors: number;
}

export async function runWrk({ url, headers, seconds, connections, core }: WrkLoad): Promise<WrkResult> {
  const said = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const args = ["-c", core, "wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--latency", ...said, url];
  const child = spawn("taskset", args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`wrk ended with ${code}: ${text.slice(-500)}`);
  const [, rate = "0"] = /Requests\/sec:\s+([\d.]+)/.exec(text) ?? [];
  const [, requests = "0"] = /(\d+) requests in/.exec(text) ?? [];
  const [, errors = "0"] = /Non-2xx or 3xx responses: (\d+)/.exec(text) ?? [];
  return {
    requests: Number(requests),
    requestsPerSecond: Number(rate),
    p50Microseconds: latency(text, "50%"),
    p99Microseconds: latency(text, "99%"),
    errors: Number(errors),
  };
}

const units: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000 };

function latency(text: string, share: string): number {
  const [, value = "0", unit = "us"] = new RegExp(`${share}\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? [];
  return Number(value) * (units[unit] ?? 1);
}
