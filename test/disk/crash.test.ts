// kill -9 at random moments: what was acknowledged is there, nothing is half applied, and every time the directory opens.
// CRASH_ROUNDS says how often; `npm run crash` has 500 rounds. The seed of the moments is printed.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { SqliteTables } from "../../src/disk/sqlite-tables.ts";
import { Route53Store } from "../../src/store/route53-store.ts";

const rounds = Number(process.env["CRASH_ROUNDS"] ?? "24");
const seed = Number(process.env["CRASH_SEED"] ?? String(process.pid));
const child = new URL("./crash-child.ts", import.meta.url).pathname;
const context = { account: "000000000000", accessKey: null, nowMs: 0, random: seededRandom(seed) };

test(
  `${rounds} rounds of kill -9 (seed ${seed}) lose nothing that was acknowledged`,
  { timeout: 5_000 + rounds * 3_000 },
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "signpost-crash-"));
    const moments = seededRandom(seed);
    const zoneId = opened(directory, (store) => {
      const { HostedZone } = store.createHostedZone({ Name: "crash.test", CallerReference: "1" }, context);
      return HostedZone.Id;
    });
    let stored = 0;
    let killedWhileWriting = 0;
    for (let round = 0; round < rounds; round++) {
      const acknowledged = await acknowledgedUntilKilled(directory, zoneId, stored + 1, moments.below(60));
      if (acknowledged > stored) killedWhileWriting++;
      const found = opened(directory, (store) => numbersIn(store, zoneId));
      // The three sets are of one batch, and that is the last that was acknowledged, or the one after it.
      expect(new Set(found.numbers).size, `round ${round}: ${found.numbers.join()}`).toBeLessThanOrEqual(1);
      stored = found.numbers[0] ?? 0;
      expect(stored - Math.max(acknowledged, 0), `round ${round}`).toBeOneOf(acknowledged < 0 ? [stored] : [0, 1]);
      expect(found.version, `round ${round}`).toBe(stored + 1);
    }
    rmSync(directory, { recursive: true });
    expect(killedWhileWriting).toBeGreaterThan(rounds / 4);
  },
);

function opened<Result>(directory: string, look: (store: Route53Store) => Result): Result {
  const tables = SqliteTables.open(directory);
  try {
    return look(new Route53Store(tables));
  } finally {
    tables.close();
  }
}

function numbersIn(store: Route53Store, zoneId: string): { numbers: number[]; version: number } {
  const { ResourceRecordSets } = store.listResourceRecordSets({ HostedZoneId: zoneId }, context);
  const values = ResourceRecordSets.filter(({ Type }) => Type === "TXT").map((set) => set.ResourceRecords?.[0].Value);
  const zone = store.zone(zoneId.replace("/hostedzone/", ""));
  return { numbers: values.map((value) => Number(value?.slice(1, -1))), version: zone?.version ?? 0 };
}

/** The last number that the child said; -1 for none. It is killed some milliseconds after it was started to write. */
async function acknowledgedUntilKilled(directory: string, zoneId: string, first: number, ms: number): Promise<number> {
  const writer = spawn(process.execPath, [child, directory, zoneId, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  const firstSaid = once(writer.stdout, "data");
  writer.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
  await firstSaid;
  await sleep(ms);
  writer.kill("SIGKILL");
  await once(writer, "close");
  // A number that the end cut short was acknowledged all the same, but which it was is not known.
  const lines = said.slice(0, said.lastIndexOf("\n") + 1).trim();
  return lines === "" ? -1 : Number(lines.split("\n").at(-1));
}
