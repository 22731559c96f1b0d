// Lines that `signpost api` prints for people: APIs with their stages and addresses, routes in columns, what was deployed, an
// answer with its headers. Programs take --json instead.

import type { ApiView } from "../../server/gateway/gateway-api.ts";
import type { Answer } from "./invoke.ts";
import type { RouteRow } from "./routes.ts";

/** An API, its stages below it, and below each where it is reached. */
export function apiLines({ id, name, endpoint, region, account, file, stages }: ApiView): string[] {
  const from = file === null ? "" : `  ${file}`;
  const owner = account === "000000000000" ? "" : ` ${account}`;
  return [
    `${name}  ${id}  ${endpoint.toLowerCase()}  ${region}${owner}${from}`,
    ...(stages.length === 0 ? ["  no stage: `signpost api deploy` makes one"] : []),
    ...stages.flatMap((stage) => [
      `  ${stage.name}  deployment ${stage.deploymentId}${canaryText(stage)}${stage.cache ? ", cached" : ""}`,
      ...stage.places.map(({ url, location }) => `    ${url}${location === null ? "" : `  (${location})`}`),
    ]),
  ];
}

function canaryText({ canary }: Pick<ApiView["stages"][number], "canary">): string {
  return canary === null ? "" : `, ${canary.percentTraffic} % of its traffic to ${canary.deploymentId}`;
}

const heads = ["VERB", "PATH", "INTEGRATION", "AUTHORIZER", "KEY", "VALIDATOR", "CACHE", "THROTTLE"];

export function routeLines(rows: readonly RouteRow[]): string[] {
  const cells = rows.map((row) => [
    row.verb,
    row.path,
    row.integration,
    row.authorizer ?? "-",
    row.key ? "yes" : "-",
    row.validator ?? "-",
    row.cacheSeconds === null ? "-" : `${row.cacheSeconds} s`,
    throttleText(row),
  ]);
  const table = [heads, ...cells];
  const widths = heads.map((_, column) => Math.max(...table.map((line) => line[column].length)));
  return table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}

function throttleText({ throttle }: RouteRow): string {
  if (throttle === null) return "-";
  const { rate, burst } = throttle;
  return [...(rate < 0 ? [] : [`${rate}/s`]), ...(burst < 0 ? [] : [`burst ${burst}`])].join(" ");
}

/** Status, headers and body; of a test of the working copy what its execution log says, too. */
export function answerText({ status, headers, body, log, latencyMs }: Answer): string {
  const said = headers.map(([name, value]) => `${name}: ${value}\n`).join("");
  const end = body === "" || body.endsWith("\n") ? body : `${body}\n`;
  const told = log === null ? "" : `\n${log}`;
  return `HTTP ${status}, ${latencyMs} ms\n${said}\n${end}${told}`;
}
