// One run of dnsperf: its command line, its figures, and how busy it was itself: a generator at 100 % measures itself.

import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { cpuOf } from "./process-cost.ts";

export interface Load {
  port: number;
  questions: string;
  /** 0: every question once, however long it takes. */
  seconds: number;
  transport: "udp" | "tcp";
  core: string;
  /** Asks with EDNS and DO. */
  secure?: true;
  /** Queries a second to keep to; as fast as answers come otherwise. */
  rate?: number;
  /** A file to write the latency of every query to. */
  latencies?: string;
}

export interface LoadResult {
  completed: number;
  lost: number;
  queriesPerSecond: number;
  /** Share of its core that dnsperf used, 0 to 1. */
  generatorBusy: number;
  rcodes: string;
  /** Sorted, in microseconds, where asked for. */
  latencies: number[];
}

export async function runDnsperf(load: Load): Promise<LoadResult> {
  const outstanding = load.transport === "udp" ? ["-c", "16", "-q", "128"] : ["-c", "32", "-q", "128"];
  const rate = load.rate === undefined ? [] : ["-Q", String(Math.round(load.rate))];
  const length = load.seconds === 0 ? ["-n", "1"] : ["-l", String(load.seconds)];
  const verbose = load.latencies === undefined ? [] : ["-v"];
  const args = ["-c", load.core, "dnsperf", "-s", "127.0.0.1", "-p", String(load.port), "-f", "inet", "-m", load.transport,
    "-d", load.questions, ...length, "-T", String(load.core.split(",").length), "-t", "1", ...outstanding, ...rate, ...verbose, ...(load.secure === true ? ["-D"] : [])]; // prettier-ignore
  const output = load.latencies === undefined ? "pipe" : openSync(load.latencies, "w");
  const child = spawn("taskset", args, { stdio: ["ignore", output, "pipe"] });
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  let busyNanoseconds = 0;
  const watch = setInterval(() => {
    const { user, system } = cpuOf([child.pid ?? 0]);
    busyNanoseconds = Math.max(busyNanoseconds, user + system);
  }, 50);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(watch);
  if (typeof output === "number") closeSync(output);
  const latencies: number[] = [];
  if (load.latencies !== undefined) {
    text = readLatencies(load.latencies, latencies);
    rmSync(load.latencies);
  }
  if (code !== 0) throw new Error(`dnsperf ended with ${code}: ${text.slice(-500)}`);
  return { ...figures(text), generatorBusy: busyNanoseconds / 1e9 / load.seconds, latencies };
}

function figures(text: string): Omit<LoadResult, "generatorBusy" | "latencies"> {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  return {
    completed: number(/Queries completed:\s+(\d+)/),
    lost: number(/Queries lost:\s+(\d+)/),
    queriesPerSecond: number(/Queries per second:\s+([\d.]+)/),
    rcodes: (/Response codes:\s+(.*)/.exec(text)?.[1] ?? "").trim(),
  };
}

/** Lines such as `> NOERROR host-1.bench.test A 0.000123`; returns the statistics that follow them. */
function readLatencies(file: string, latencies: number[]): string {
  const text = readFileSync(file, "latin1");
  const end = text.lastIndexOf("Statistics:");
  for (const line of text.slice(0, Math.max(0, end)).split("\n")) {
    if (!line.startsWith("> ")) continue;
    const seconds = Number(line.slice(line.lastIndexOf(" ") + 1));
    if (Number.isFinite(seconds)) latencies.push(seconds * 1e6);
  }
  latencies.sort((a, b) => a - b);
  return text.slice(Math.max(0, end));
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => Number.isFinite(value)).toSorted((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
