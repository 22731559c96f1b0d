// `signpost zone secondaries` and `zone refresh`: zones that a running server has from others, and a look after one of them now
// (../../server/secondaries/secondary-api.ts).

import { Command } from "commander";
import type { SecondaryState } from "../../server/secondaries/secondary.ts";
import { askApi, type ApiOptions } from "../api-client.ts";

interface Options extends ApiOptions {
  readonly json?: true;
  readonly whole?: true;
}

export function secondaryCommands(): Command[] {
  const command = (words: string, description: string): Command =>
    new Command(words)
      .description(description)
      .option("--api <host:port>", "the server's API", "127.0.0.1:5380")
      .option("--json", "print JSON, one object a line");
  return [
    command("secondaries", "list secondary zones: state, serial, primaries, what went wrong").action(list),
    command("refresh", "look after such a zone now")
      .argument("<zone>")
      .option("--whole", "fetch it, whatever its serial")
      .action(refresh),
  ];
}

async function list({ api, json }: Options): Promise<void> {
  const response = await askApi(api, "GET", "/_signpost/secondaries", {});
  const { zones } = (await response.json()) as { zones: SecondaryState[] };
  print(zones.map((zone) => (json === true ? JSON.stringify(zone) : secondaryLine(zone))));
}

async function refresh(zone: string, { api, json, whole }: Options): Promise<void> {
  const want = whole === true ? "whole" : "newer";
  const response = await askApi(api, "POST", `/_signpost/secondaries/${encodeURIComponent(zone)}`, { want });
  const said = await response.text();
  print([json === true ? said.trim() : `${zone} is looked after`]);
}

function secondaryLine({ name, state, serial, primaries, catalog, dueAt, failure }: SecondaryState): string {
  const said = failure === null ? `next look ${dueAt}` : `next look ${dueAt}: ${failure}`;
  const whose = catalog === null ? "" : `  by ${catalog}`;
  return `${name.padEnd(32)} ${state.padEnd(8)} ${String(serial ?? "-").padStart(10)}  ${primaries.join(" ")}${whose}  ${said}`;
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}
