// The routes of the mini internet: both sets of servers are told alike, a resolver's thread that comes later is told again, and
// a server without a lab says so.

import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import type { Handler, HttpReply, HttpRequest } from "../../src/http/listener.ts";
import { type ShownServer, Workbench } from "../../src/lab/workbench.ts";
import { type LabResolver, labRoutes } from "../../src/server/lab-api.ts";
import { ResolverAway } from "../../src/server/resolver-keeper.ts";
import type { ResolverRequest } from "../../src/server/resolver-requests.ts";
import { openProjectLab } from "../lab/support.ts";

const lab = openProjectLab();
const newWorkbench = (): Workbench => new Workbench(lab, lab.sites(new VirtualClock(), seededRandom(1)));

function resolverOf(workbench: Workbench): LabResolver {
  const answer = (request: ResolverRequest): unknown =>
    request.op === "changeServer" ? workbench.change(request.server, request.text) : workbench.servers();
  return { keeper: { ask: (request) => Promise.resolve(answer(request) as never) }, brokenServers: new Map() };
}

async function ask(
  routes: ReturnType<typeof labRoutes>,
  method: "GET" | "PUT" | "DELETE",
  rest = "",
  body = "",
): Promise<HttpReply> {
  const [, resource] = routes.find(([path]) => path.endsWith("/") === (rest !== ""))!;
  const handler = resource[method] as Handler;
  return handler({ rest, body, query: new URLSearchParams() } as Partial<HttpRequest> as HttpRequest);
}

const faultsIn = (workbench: Workbench, name: string): readonly string[] | undefined =>
  workbench.servers().find((one) => one.name === name)?.faults;

test("a change is the resolver's servers', those on loopback addresses', and the next thread's", async () => {
  const [asked, bound] = [newWorkbench(), newWorkbench()];
  const resolver = resolverOf(asked);
  const routes = labRoutes(resolver, () => bound);
  const done = await ask(routes, "PUT", "ns1.example.com", "faults: [drops]");
  expect(JSON.parse(done.body as string) as ShownServer[]).toMatchObject([
    { name: "ns1.example.com", faults: ["drops"] },
  ]);
  expect([faultsIn(asked, "ns1.example.com"), faultsIn(bound, "ns1.example.com")]).toEqual([["drops"], ["drops"]]);
  expect([...resolver.brokenServers]).toEqual([["ns1.example.com", "faults: [drops]"]]);
  await ask(routes, "DELETE");
  expect([faultsIn(asked, "ns1.example.com"), faultsIn(bound, "ns1.example.com")]).toEqual([[], []]);
  expect(resolver.brokenServers.size).toBe(0);
});

test("what is refused is remembered nowhere", async () => {
  const [asked, bound] = [newWorkbench(), newWorkbench()];
  const resolver = resolverOf(asked);
  const routes = labRoutes(resolver, () => bound);
  expect(await ask(routes, "PUT", "ns1.example.com", "faults: [no]")).toMatchObject({ status: 400 });
  expect(await ask(routes, "PUT", "nobody", "faults: [drops]")).toMatchObject({ status: 404 });
  expect([resolver.brokenServers.size, faultsIn(bound, "ns1.example.com")]).toEqual([0, []]);
});

test("servers on loopback addresses alone are enough; without any there is no lab", async () => {
  const bound = newWorkbench();
  const alone = labRoutes(null, () => bound);
  expect(await ask(alone, "PUT", "ns1.example.com", "faults: [drops]")).toMatchObject({ status: 200 });
  expect(faultsIn(bound, "ns1.example.com")).toEqual(["drops"]);
  const nothing = await ask(
    labRoutes(null, () => null),
    "GET",
  );
  expect(nothing.status).toBe(404);
  expect(nothing.body).toBe("This server has no mini internet: lab.enabled is false.\n");
});

test("a resolver that is away is 503", async () => {
  const keeper = { ask: () => Promise.reject(new ResolverAway("The resolver is not there right now.")) };
  const routes = labRoutes({ keeper, brokenServers: new Map() }, () => null);
  expect(await ask(routes, "GET")).toMatchObject({ status: 503 });
});
