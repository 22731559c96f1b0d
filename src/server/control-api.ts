// What the API listener tells of the control plane and lets people do with it, below /_signpost/: health checks, hosts
// and the clock. What only tests may do stands behind `testing`, and says so when it is off. docs/operations.md says how to use it.
//
//   GET  /_signpost/healthchecks             every check with its status
//   GET  /_signpost/healthcheck/{id}         one
//   PUT  /_signpost/healthcheck/{id}         {"status"} (testing.healthOverride), {"alarm"} or {"routingControl"}
//   GET  /_signpost/awshosts                 every host outside our zones that aliases lead to, with its status
//   GET  /_signpost/awshost/{name}           one
//   PUT  /_signpost/awshost/{name}           {"status"}: how it is, whatever the configuration says; null ends that
//   GET  /_signpost/explain                  why a name is answered as it is (./explain-api.ts)
//   GET  /_signpost/clock                    what time it is
//   POST /_signpost/clock                    {"advanceSeconds"} (testing.clock)

import { StorageFault } from "../base/tables.ts";
import { type HttpReply, type HttpRequest, type Resource, jsonReply, textReply } from "../http/listener.ts";
import type { HealthCheckRow } from "../store/health-check-shapes.ts";
import type { ToldHost } from "./alias-hosts.ts";
import type { Config } from "./config.ts";
import type { ControlPlane } from "./control-plane.ts";
import { explainRoute } from "./explain-api.ts";
import { mostSecondsAhead } from "./service-clock.ts";

export function controlRoutes(control: ControlPlane, testing: Config["testing"]): [path: string, resource: Resource][] {
  return [
    explainRoute(
      control.memory,
      control.routing,
      {
        checkId: (number) => control.health.idOf(number),
        locationName: (collection, location) => control.hosted.locationName(collection, location),
      },
      (name, family) => control.usualServer(name, family),
    ),
    [
      "/_signpost/healthchecks",
      { GET: () => jsonReply(Array.from(control.store.healthChecks(), (row) => show(control, row))) },
    ],
    [
      "/_signpost/healthcheck/",
      {
        GET: ({ rest }) => withCheck(control, rest, (row) => jsonReply(show(control, row))),
        PUT: (request) =>
          withCheck(control, request.rest, (row) =>
            storing(() => setCheck(control, row, request, testing.healthOverride)),
          ),
      },
    ],
    ["/_signpost/awshosts", { GET: () => jsonReply(control.hosts.list()) }],
    [
      "/_signpost/awshost/",
      {
        GET: ({ rest }) => withHost(control, rest, (host) => jsonReply(host)),
        PUT: (request) => withHost(control, request.rest, ({ name }) => storing(() => setHost(control, name, request))),
      },
    ],
    [
      "/_signpost/clock",
      {
        GET: () => jsonReply({ now: nowText(control) }),
        POST: (request) => (testing.clock ? advance(control, request) : switchedOff("testing.clock")),
      },
    ],
  ];
}

function withCheck(control: ControlPlane, id: string, answer: (row: HealthCheckRow) => HttpReply): HttpReply {
  const row = control.store.healthCheck(id);
  return row === null ? textReply(404, `There is no health check ${id}.`) : answer(row);
}

function show({ health }: ControlPlane, { id, account, config }: HealthCheckRow): object {
  return { id, account, type: config.Type, status: health.statusOf(id), override: health.overrideOf(id) };
}

function setCheck(
  control: ControlPlane,
  row: HealthCheckRow,
  { body }: HttpRequest,
  mayOverride: Config["testing"]["healthOverride"],
): HttpReply {
  const said = objectIn(body);
  const { status, alarm, routingControl } = said ?? {};
  const { health } = control;
  if (status === "healthy" || status === "unhealthy" || status === null) {
    // What a test left behind can be ended when tests are over.
    if (!mayOverride && status !== null) return switchedOff("testing.healthOverride");
    health.override(row.id, status);
  } else if (alarm === "OK" || alarm === "ALARM" || alarm === "INSUFFICIENT_DATA") {
    if (row.config.Type !== "CLOUDWATCH_METRIC") return textReply(400, `A ${row.config.Type} check follows no alarm.`);
    health.tellAlarm(row.id, alarm);
  } else if (routingControl === "On" || routingControl === "Off") {
    if (row.config.Type !== "RECOVERY_CONTROL")
      return textReply(400, `A ${row.config.Type} check follows no routing control.`);
    health.tellControl(row.id, routingControl);
  } else {
    return textReply(
      400,
      'Expected {"status": "healthy"}, "unhealthy" or null; or {"alarm": "OK"}, "ALARM" or "INSUFFICIENT_DATA"; or {"routingControl": "On"} or "Off".',
    );
  }
  return jsonReply(show(control, row));
}

function withHost({ hosts }: ControlPlane, name: string, answer: (host: ToldHost) => HttpReply): HttpReply {
  const host = hosts.find(name);
  return host === null ? textReply(404, `There is no host ${name} in awsHosts.`) : answer(host);
}

function setHost({ hosts }: ControlPlane, name: string, { body }: HttpRequest): HttpReply {
  const status = objectIn(body)?.["status"];
  if (status !== "healthy" && status !== "unhealthy" && status !== null)
    return textReply(400, 'Expected {"status": "healthy"}, "unhealthy" or null.');
  hosts.tell(name, status);
  return jsonReply(hosts.find(name));
}

/** What cannot be stored is not done. */
function storing(work: () => HttpReply): HttpReply {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StorageFault)) throw error;
    return textReply(503, `This could not be stored, and was not done: ${error.message}`);
  }
}

async function advance(control: ControlPlane, { body }: HttpRequest): Promise<HttpReply> {
  const seconds = objectIn(body)?.["advanceSeconds"];
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= mostSecondsAhead))
    return textReply(400, `Expected {"advanceSeconds": n}, a number from 0 to ${mostSecondsAhead}.`);
  await control.advance(seconds * 1000);
  return jsonReply({ now: nowText(control) });
}

function nowText({ clock }: ControlPlane): string {
  return new Date(clock.wallMs()).toISOString();
}

function objectIn(body: string): { readonly [key: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as { readonly [key: string]: unknown }) : null;
  } catch {
    return null;
  }
}

function switchedOff(key: string): HttpReply {
  return textReply(403, `This is for tests, and off: ${key} is false.`);
}
