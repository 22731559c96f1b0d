// Paths and queries: which operation, which members, and the words of what does not fit.

import { expect, test } from "vitest";
import { findPath, model, readRequest } from "./wire.ts";

test("every operation is found by its own path", () => {
  const found = [...model.operations.values()].map(({ name, method, path }) => [
    name,
    findPath(method, path.replaceAll(/\{(\w+)\}/g, "x-$1"))?.operation.name,
  ]);
  expect(found.filter(([name, other]) => name !== other)).toEqual([]);
});

test.each([
  ["GET", "/2013-04-01/hostedzone/Z1", { Id: "Z1" }],
  ["GET", "/2013-04-01/hostedzone/Z1/", { Id: "Z1" }],
  ["GET", "/2013-04-01/hostedzone/%2Fhostedzone%2FZ1", { Id: "Z1" }],
  ["GET", "/2013-04-01/hostedzone//hostedzone/Z1", { Id: "Z1" }],
  ["GET", "/2013-04-01/hostedzone/hostedzone/Z1", { Id: "Z1" }],
  ["GET", "/2013-04-01/hostedzone//hostedzone/Z1/rrset", { HostedZoneId: "Z1" }],
  ["GET", "/2013-04-01/change//change/C1", { Id: "C1" }],
  ["GET", "/2013-04-01/delegationset/%2Fdelegationset%2FN1", { Id: "N1" }],
  [
    "GET",
    "/2013-04-01/hostedzonelimit//hostedzone/Z1/MAX_RRSETS_BY_ZONE",
    { HostedZoneId: "Z1", Type: "MAX_RRSETS_BY_ZONE" },
  ],
  [
    "GET",
    "/2013-04-01/hostedzone/Z1/rrset/?name=%5C052.example.com&type=A&maxitems=300",
    { HostedZoneId: "Z1", StartRecordName: "\\052.example.com", StartRecordType: "A", MaxItems: "300" },
  ],
  // Terraform's provider leaves the backslash as it is.
  ["GET", "/2013-04-01/hostedzone/Z1/rrset?name=\\052.x", { HostedZoneId: "Z1", StartRecordName: "\\052.x" }],
  ["GET", "/2013-04-01/hostedzone?marker=&maxitems=1&maxitems=2&nobody=x", { MaxItems: "1" }],
  ["GET", "/2013-04-01/hostedzonesbyname?dnsname=a+b%2Bc", { DNSName: "a b+c" }],
  [
    "GET",
    "/2013-04-01/hostedzonesbyname?dnsname=%FF&hostedzoneid=/hostedzone/Z1",
    { DNSName: "%FF", HostedZoneId: "Z1" },
  ],
  ["GET", "/2013-04-01/trafficpolicy/0-1/2", { Id: "0-1", Version: 2 }],
  [
    "GET",
    "/2013-04-01/tags/hostedzone/%2Fhostedzone%2FZ1",
    { ResourceType: "hostedzone", ResourceId: "/hostedzone/Z1" },
  ],
  ["GET", "/2013-04-01/hostedzonecount", {}],
])("%s %s", (method, target, input) => {
  expect(readRequest(method, target)).toEqual(input);
});

test.each([
  ["PUT", "/2013-04-01/hostedzone/Z1"],
  ["GET", "/2012-12-12/hostedzone/Z1"],
  ["GET", "/2013-04-01/hostedzone/Z1/nothing"],
  ["GET", "/2013-04-01/tags/hostedzone//hostedzone/Z1"],
  ["GET", "/2013-04-01/"],
])("%s %s is no operation", (method, target) => {
  expect(readRequest(method, target)).toBeNull();
});

test.each([
  [
    "/2013-04-01/hostedzone/Z23456789012345678901234567890123",
    "InvalidInput: 1 validation error detected: Value 'Z23456789012345678901234567890123' at 'id' failed to satisfy constraint: Member must have length less than or equal to 32",
  ],
  [
    "/2013-04-01/hostedzonesbyvpc?vpcid=vpc-1&vpcregion=moon-1",
    /^InvalidInput: 1 validation error detected: Value 'moon-1' at 'vPCRegion' failed to satisfy constraint: Member must satisfy enum value set: \[.*\bus-east-1\b/,
  ],
  [
    "/2013-04-01/hostedzonesbyvpc",
    "InvalidInput: 2 validation errors detected: Value null at 'vPCId' failed to satisfy constraint: Member must not be null; Value null at 'vPCRegion' failed to satisfy constraint: Member must not be null",
  ],
  [
    "/2013-04-01/trafficpolicy/0-1/1001",
    "InvalidInput: 1 validation error detected: Value '1001' at 'version' failed to satisfy constraint: Member must have value less than or equal to 1000",
  ],
  [
    "/2013-04-01/trafficpolicy/0-1/one",
    "InvalidInput: 1 validation error detected: Value 'one' at 'version' failed to satisfy constraint: Member must be a valid integer",
  ],
  [
    "/2013-04-01/geolocation?continentcode=E",
    "InvalidInput: 1 validation error detected: Value 'E' at 'continentCode' failed to satisfy constraint: Member must have length greater than or equal to 2",
  ],
  [
    "/2013-04-01/cidrcollection/x/cidrblocks",
    "InvalidInput: 1 validation error detected: Value 'x' at 'collectionId' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
  ],
])("GET %s is refused", (target, fault) => {
  expect(readRequest("GET", target)).toEqual(typeof fault === "string" ? fault : expect.stringMatching(fault));
});

test("every pattern of the model is one, and takes what it should", () => {
  const answers = (ip: string): unknown =>
    readRequest("GET", `/2013-04-01/testdnsanswer?hostedzoneid=Z1&recordname=a&recordtype=A&resolverip=${ip}`);
  for (const ip of ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"]) {
    expect(answers(ip), ip).toMatchObject({ ResolverIP: ip });
  }
  for (const ip of ["192.0.2.256", "x192.0.2.1", "192.0.2.1x"]) expect(answers(ip), ip).toContain("'resolverIP'");
});
