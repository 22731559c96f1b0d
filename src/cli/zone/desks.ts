// Whom `signpost zone` asks: the API of a server that runs, or, when none does, the data directory that it would use. Both
// answer alike (../../server/zone-desk.ts).

import { holdsTables } from "../../disk/sqlite-tables.ts";
import { cryptoRandom } from "../../net/upstream/crypto-random.ts";
import { printEndpoint } from "../../net/address.ts";
import { otherAccount } from "../../server/accounts.ts";
import type { Config } from "../../server/config.ts";
import { configuration, wordFor } from "../configuration.ts";
import { openTables } from "../../server/data-directory.ts";
import type { FileZone, ShownFileZone } from "../../server/zone-api.ts";
import {
  type Difference,
  type HistoryEntry,
  type ImportReport,
  type ImportWish,
  type ListedZone,
  type ShownZone,
  ZoneDesk,
} from "../../server/zone-desk.ts";
import { ApiFault } from "../../store/faults.ts";
import { Route53Store } from "../../store/route53-store.ts";
import { StorageFault } from "../../base/tables.ts";
import { callApi } from "../api-client.ts";
import { Failure } from "../program.ts";

/** What can be asked, whoever answers. */
export interface Desk {
  list(): Promise<{ readonly hosted: readonly ListedZone[]; readonly files: readonly FileZone[] | null }>;
  show(zone: string): Promise<ShownZone | ShownFileZone>;
  history(zone: string): Promise<readonly HistoryEntry[]>;
  difference(zone: string, from: number | null, to: number | null): Promise<Difference>;
  importZone(wish: ImportWish): Promise<ImportReport>;
  rollBack(zone: string, version: number): Promise<Difference>;
}

export interface DeskOptions {
  readonly config?: string;
  readonly api?: string;
  readonly data?: string;
}

/** The configuration of the call, or its faults as a failure. */
export function configOf({ config, data }: DeskOptions): Config {
  return configuration(config, wordFor("--data", "data", data));
}

/** Does the work at the desk that there is, and closes it. */
export async function atDesk<Result>(options: DeskOptions, work: (desk: Desk) => Promise<Result>): Promise<Result> {
  if (options.api !== undefined) return work(remoteDesk(options.api));
  const config = configOf(options);
  const api = printEndpoint(config.api.listen);
  // --data says that the directory is meant, whoever may run.
  if (options.data === undefined && (await answersAt(api))) return work(remoteDesk(api));
  return atDirectory(config, work);
}

async function answersAt(api: string): Promise<boolean> {
  const found = await fetch(`http://${api}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  return found?.status === 200;
}

async function atDirectory<Result>(config: Config, work: (desk: Desk) => Promise<Result>): Promise<Result> {
  const { data, accounts, testing } = config;
  if (data === null || !holdsTables(data))
    throw new Failure(
      1,
      `No server answers at ${printEndpoint(config.api.listen)}, and ${data ?? "memory"} holds no zones.`,
    );
  try {
    const opened = openTables(data);
    try {
      const store = new Route53Store(opened.tables, { strictness: testing.strictness });
      const owners: readonly [string, ...string[]] = [otherAccount, ...accounts.map(({ id }) => id)];
      const desk = new ZoneDesk({ store, nowMs: Date.now, random: cryptoRandom, accounts: owners });
      return await work(localDesk(desk));
    } finally {
      opened.close();
    }
  } catch (fault) {
    if (fault instanceof ApiFault) throw new Failure(1, fault.message);
    if (fault instanceof StorageFault) throw new Failure(1, `${fault.message} Where its API listens, --api says.`);
    throw fault;
  }
}

function localDesk(desk: ZoneDesk): Desk {
  return {
    list: async () => ({ hosted: desk.list(), files: null }),
    show: async (zone) => desk.show(zone),
    history: async (zone) => desk.history(zone),
    difference: async (zone, from, to) => desk.difference(zone, from, to),
    importZone: async (wish) => desk.importZone(wish),
    rollBack: async (zone, version) => desk.rollBack(zone, version),
  };
}

function remoteDesk(api: string): Desk {
  const ask = async <Answer>(
    method: "GET" | "POST",
    path: string,
    query: Readonly<Record<string, string | number | null>> = {},
    body?: string,
  ): Promise<Answer> => {
    const said = Object.entries(query).flatMap(([key, value]) =>
      value === null ? [] : [[key, String(value)] as const],
    );
    const response = await callApi(api, method, `/_signpost/zones${path}`, Object.fromEntries(said), body);
    const text = await response.text();
    // The server's own sentences, all of them: an import may have many.
    if (response.status !== 200) throw new Failure(1, text.trim());
    return JSON.parse(text) as Answer;
  };
  const at = (operation: string, zone: string): string => `/${operation}/${encodeURIComponent(zone)}`;
  return {
    list: () => ask("GET", ""),
    show: (zone) => ask("GET", at("show", zone)),
    history: (zone) => ask("GET", at("history", zone)),
    difference: (zone, from, to) => ask("GET", at("difference", zone), { from, to }),
    importZone: ({ zone, text, mode, apex, comment = null }) =>
      ask("POST", at("import", zone), { mode, apex, comment }, text),
    rollBack: (zone, version) => ask("POST", at("rollback", zone), { version }),
  };
}
