// Zone transfers as a part of the service: the thread that sends zones, where anybody may have them at all. When it dies the workers
// cut what was half told (./transfer-link.ts), and a successor starts.

import { transferReader } from "../../zone/layout.ts";
import type { Config } from "../config.ts";
import { keysOf } from "../configured-keys.ts";
import type { DataPlane, TransferPlan } from "../data-plane.ts";
import type { Log } from "../log.ts";
import type { ServedZones } from "../zones.ts";
import { type LinkOrder, LinkedThread } from "../linked-thread.ts";
import type { ThreadFact } from "../thread-life.ts";
import { ChangeTeller } from "./change-teller.ts";
import type { ChangesOrder, TransferLine, TransferReport, TransferThreadData } from "./transfer-messages.ts";
import { transferRules } from "./transfer-policy.ts";

export interface TransferParts {
  readonly keeper: LinkedThread<TransferReport, LinkOrder | ChangesOrder>;
  /** Hears which zones were changed. */
  readonly changes: ChangeTeller;
  readonly plan: TransferPlan;
}

/** A keeper that is ready to start; null where nobody may have zones. `plane` is asked once workers are there. */
export function createTransfers(
  { dns }: Config,
  zones: ServedZones,
  plane: () => DataPlane | null,
  log: Log,
): TransferParts | null {
  const { transferKeys, maxUdpSize: maxUdpOctets } = dns;
  const rules = transferRules(dns);
  if (rules.length === 0 && transferKeys.length === 0) return null;
  const workerData: TransferThreadData = {
    memory: zones.image.memory.buffer,
    reader: transferReader,
    maxUdpOctets,
    keys: keysOf(dns),
  };
  const changes = new ChangeTeller(zones.image, (order) => keeper.tell(order));
  const keeper = new LinkedThread<TransferReport, LinkOrder | ChangesOrder>({
    module: new URL("./transfer-thread.ts", import.meta.url),
    name: "transfers",
    title: "the thread that sends zones",
    workerData,
    rows: () => Array.from({ length: plane()?.workers ?? 0 }, (_, row) => row),
    giveLine: (row, port) =>
      plane()?.pool.tellResponder(row, { kind: "transferLine", port } satisfies TransferLine, [port]),
    onReport: (report) => hear(report, changes, log),
    onEnd: () => {
      changes.lost();
      zones.forgetReader(transferReader); // what it had pinned is let go
    },
    onFact: (fact) => tell(fact, log),
  });
  return { keeper, changes, plan: { rules, connect: (row) => keeper.connect(row) } };
}

function hear(report: TransferReport, changes: ChangeTeller, log: Log): void {
  if (report.kind === "watching") changes.arrived();
  else if (report.kind === "compared") changes.compared(report.ms);
  else tell(report, log);
}

function tell(fact: ThreadFact | Extract<TransferReport, { kind: "sent" | "failed" }>, log: Log): void {
  switch (fact.kind) {
    case "sent": {
      const { zone, client, records, ms, told } = fact;
      return log.info({ zone, client, records, ms: Math.round(ms), told }, "a zone was transferred");
    }
    case "failed":
      return log.warn({ zone: fact.zone, client: fact.client }, `a transfer failed: ${fact.reason}`);
    case "fault":
      return log.error({}, fact.text);
    case "died":
      return log.error(
        { reason: fact.reason },
        `the thread that sends zones died and is replaced in ${fact.restartInMs} ms`,
      );
    case "restarted":
      return log.info({}, "the thread that sends zones was replaced");
  }
}
