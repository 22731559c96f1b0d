// The API listener's paths in a test: Route 53's operations, health checks, the clock, explanations and the reset. The
// model of Route 53's API is loaded with the first request that needs it.

import type { Handler, HttpReply, HttpRequest, Resource, Routes } from "../http/listener.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { ApiCalls } from "../server/api-calls.ts";
import type { Config } from "../server/config.ts";
import { controlRoutes } from "../server/control-api.ts";
import type { ControlPlane } from "../server/control-plane.ts";
import type { Log } from "../server/log.ts";

const operations = "/2013-04-01/**";

/** `reset` is what a POST to /_signpost/reset, or to moto's path, calls. */
export function apiPages(config: Config, control: ControlPlane, log: Log, reset: () => void): Routes {
  let loaded: Promise<Handler> | null = null;
  const answer = async (request: HttpRequest): Promise<HttpReply> => {
    loaded ??= loadOperations(config, control, log);
    return (await loaded)(request);
  };
  const forget = (): HttpReply => {
    reset();
    return { status: 200, type: "text/plain; charset=utf-8", body: "Everything is as it was at the start.\n" };
  };
  return new Map<string, Resource>([
    ...controlRoutes(control, config.testing),
    [operations, { ANY: answer }],
    ["/_signpost/reset", { POST: forget }],
    ["/moto-api/reset", { POST: forget }],
  ]);
}

async function loadOperations(config: Config, control: ControlPlane, log: Log): Promise<Handler> {
  const { route53Routes } = await import("../server/route53-api.ts");
  const routes = route53Routes(config, {
    store: control.store,
    reset: (context) => control.reset(context),
    further: (name) =>
      name === "testDNSAnswer"
        ? (input, caller) => control.answers.testDNSAnswer(input, { ...caller, random: cryptoRandom })
        : null,
    nowMs: () => control.clock.wallMs(),
    calls: new ApiCalls(),
    log,
  });
  const handler = new Map(routes).get(operations)?.ANY;
  if (handler === undefined) throw new Error(`Nobody answers ${operations}.`);
  return handler;
}
