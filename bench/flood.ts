// One run of ./flood-generator.ts: its command line and its figures, in the form of dnsperf's.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { codeName, Rcode } from "../src/dns/codes.ts";
import type { Load, LoadResult } from "./dnsperf.ts";

interface Told extends Pick<LoadResult, "completed" | "lost" | "queriesPerSecond"> {
  readonly busy: number;
  readonly rcodes: readonly (readonly [rcode: number, count: number])[];
}

const program = fileURLToPath(new URL("flood-generator.ts", import.meta.url));

/** At the rate that answers come, over UDP; latencies are not taken. */
export async function runFlood({ port, questions, seconds, core }: Load): Promise<LoadResult> {
  const args = ["-c", core, process.execPath, program, String(port), questions, String(seconds)];
  const child = spawn("taskset", args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`the flood ended with ${code}`);
  const { completed, lost, queriesPerSecond, busy, rcodes } = JSON.parse(text) as Told;
  const shown = rcodes.map(
    ([rcode, count]) => `${codeName(Rcode, rcode, "RCODE")} ${count} (${((100 * count) / completed).toFixed(2)}%)`,
  );
  return { completed, lost, queriesPerSecond, generatorBusy: busy, rcodes: shown.join(", "), latencies: [] };
}
