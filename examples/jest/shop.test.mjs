// Signpost in jest: NODE_OPTIONS=--experimental-vm-modules npx jest
// One server for the file, everything as at the start before each test.

import { startSignpost } from "signpost/testing";

/** @type {import("signpost/testing").SignpostServer} */
let server;

beforeAll(async () => {
  server = await startSignpost({
    healthChecks: ["main site"],
    hostedZones: [
      { name: "shop.test", records: [site("main", "PRIMARY", 1, "main site"), site("spare", "SECONDARY", 2)] },
    ],
  });
});
beforeEach(() => server.reset());
afterAll(() => server.close());

test("the shop is at its main site", async () => {
  expect(await server.resolver.resolve4("www.shop.test")).toEqual(["192.0.2.1"]);
});

test("the shop goes to its second site", async () => {
  server.setHealth("main site", "unhealthy");
  expect(await server.resolver.resolve4("www.shop.test")).toEqual(["192.0.2.2"]);
});

test("nothing is left of the test before", async () => {
  expect(await server.resolver.resolve4("www.shop.test")).toEqual(["192.0.2.1"]);
});

/** A failover record set of www.shop.test. */
function site(SetIdentifier, Failover, octet, HealthCheckId) {
  const ResourceRecords = [{ Value: `192.0.2.${octet}` }];
  const set = { Name: "www.shop.test.", Type: "A", SetIdentifier, Failover, TTL: 60, ResourceRecords };
  return HealthCheckId === undefined ? set : { ...set, HealthCheckId };
}
