// Commits numbered batches to the store of a data directory as fast as it can, and says each number once it was
// acknowledged. Its parent kills it. A batch writes its number into three record sets.

import { writeSync } from "node:fs";
import { seededRandom } from "../../src/base/random.ts";
import { SqliteTables } from "../../src/disk/sqlite-tables.ts";
import { Route53Store } from "../../src/store/route53-store.ts";

const [, , directory, zoneId, firstNumber] = process.argv;
const tables = SqliteTables.open(directory);
const store = new Route53Store(tables);
const context = { account: "000000000000", accessKey: null, nowMs: 0, random: seededRandom(Number(firstNumber)) };

for (let number = Number(firstNumber); ; number++) {
  const Changes = ["a", "b", "c"].map((label) => ({
    Action: "UPSERT" as const,
    ResourceRecordSet: {
      Name: `${label}.crash.test`,
      Type: "TXT",
      TTL: 60,
      ResourceRecords: [{ Value: `"${number}"` }],
    },
  }));
  store.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes } }, context);
  writeSync(1, `${number}\n`);
}
