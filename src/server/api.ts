// The pages of the API listener: /metrics, /healthz, /readyz, and a plain /_signpost that says what is here. The console at /
// (../console/console.ts), the resolver's pages (./resolver-api.ts) and all others are given to it.
// /healthz answers as long as the process does; /readyz says 503 with the list of what is not ready yet, or no more. Changes
// that wait for memory are told there, and make nothing unready: what was answered before is answered still.

import { type HttpReply, type Resource, type Routes, plainText } from "../http/listener.ts";
import { prometheusType } from "../http/prometheus.ts";
import { type ServiceState, printPage } from "./metrics.ts";

/** The parts that must be ready before the service is, each with whether it is. */
export type Readiness = Map<"zones" | "resolver" | "dns", "starting" | "ready" | "stopping">;

export function apiRoutes(
  state: () => ServiceState | Promise<ServiceState>,
  readiness: Readiness,
  more: readonly [path: string, resource: Resource][] = [],
  heldChanges: () => number = () => 0,
): Routes {
  const own: readonly [path: string, resource: Resource][] = [
    ["/_signpost", { GET: async () => text(200, listOfPages(await state())) }],
    ["/healthz", { GET: () => text(200, "OK\n") }],
    ["/readyz", { GET: ({ query }) => readyPage(readiness, query, heldChanges()) }],
    ["/metrics", { GET: async () => ({ status: 200, type: prometheusType, body: printPage(await state()) }) }],
  ];
  const routes = new Map<string, Resource>();
  // A path that two have is answered by both, each for its methods.
  for (const [path, resource] of [...own, ...more]) routes.set(path, { ...routes.get(path), ...resource });
  return routes;
}

function readyPage(readiness: Readiness, query: URLSearchParams, held: number): HttpReply {
  const parts = [...readiness];
  const unready = parts.filter(([, word]) => word !== "ready").map(([part]) => part);
  if (query.has("verbose")) {
    const lines = [
      ...parts.map(([part, word]) => `${part}: ${word}\n`),
      ...(held === 0
        ? []
        : [`memory: full, ${held} stored ${held === 1 ? "change waits" : "changes wait"} for some\n`]),
    ];
    return text(unready.length === 0 ? 200 : 503, lines.join(""));
  }
  return unready.length === 0 ? text(200, "OK\n") : text(503, `not ready: ${unready.join(", ")}\n`);
}

function listOfPages(state: ServiceState): string {
  const zones = state.zones === 1 ? "1 zone" : `${state.zones} zones`;
  const hosted = state.control?.hostedZones ?? 0;
  const beside = hosted === 0 ? "" : ` and ${hosted === 1 ? "1 hosted zone" : `${hosted} hosted zones`}`;
  return `Signpost ${state.version} serves ${zones}${beside}.\n\n${pages}${state.resolver === null ? "" : resolverPages}`;
}

const pages = `/                          the console, for browsers: questions, traces, zones, cache, APIs
/2013-04-01/…              Amazon Route 53's API: AWS_ENDPOINT_URL is this page's address
/restapis, /domainnames, … API Gateway's, and Lambda's below /2015-03-31/, for the same clients
/_signpost/gateway         where APIs are reached; …/figures and …/cost, what their requests came to
/_signpost/zones           zones, as zone files and with their history
/_signpost/secondaries     zones from other servers, and a look after one of them by POST
/_signpost/trace           a question and every step of its answer, by POST ?name=&type=
/_signpost/lessons         what breaks in the mini internet; one below it, played
/_signpost/healthchecks    health checks and their status
/_signpost/awshosts        hosts outside our zones, and their status
/metrics                   Prometheus text
/healthz                   liveness
/readyz                    readiness, ?verbose for its parts
`;

const resolverPages = `/_signpost/resolver        the resolver in numbers; …/anchors, which keys it trusts
/_signpost/cache           what it remembers; ?name=, ?type=, ?subtree
/_signpost/traces          what was traced lately
/_signpost/lab             servers of the mini internet, where it is enabled, and a way to break them
`;

function text(status: number, body: string): HttpReply {
  return { status, type: plainText, body };
}
