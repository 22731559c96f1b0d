// Custom domain names and what stands under them: their targets, their mappings, what the engine is given; links and certificates.

import { expect, test } from "vitest";
import { expectFault, outcome } from "./check.ts";
import { newStage, newWorld } from "./fixture.ts";

const arn = "arn:aws:acm:us-east-1:111111111111:certificate/a";
const regional = { endpointConfiguration: { types: ["REGIONAL"] }, regionalCertificateArn: arn };

test("a regional domain leads to an endpoint of its region", () => {
  const { client } = newWorld({ region: "eu-central-1" });
  const domain = client.createDomainName({ domainName: "API.Example.test", ...regional, tags: { a: "b" } });
  expect(domain).toMatchObject({
    domainName: "api.example.test",
    domainNameArn: "arn:aws:apigateway:eu-central-1::/domainnames/api.example.test",
    regionalHostedZoneId: "Z1U9ULNL0V5AJ3",
    regionalCertificateArn: arn,
    domainNameStatus: "AVAILABLE",
    securityPolicy: "TLS_1_2",
    endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "ipv4" },
    tags: { a: "b" },
  });
  expect(domain.regionalDomainName).toMatch(/^d-[a-z0-9]{10}\.execute-api\.eu-central-1\.amazonaws\.com$/);
  expect(domain).not.toHaveProperty("distributionDomainName");
  expect(client.getDomainName({ domainName: "api.example.TEST" })).toEqual(domain);
});

test("an edge-optimised domain leads to a distribution", () => {
  const { client } = newWorld();
  const domain = client.createDomainName({ domainName: "edge.example.test", certificateArn: arn });
  expect(domain.distributionDomainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
  expect(domain).toMatchObject({ distributionHostedZoneId: "Z2FDTNDATAQYW2", certificateArn: arn });
  expect(domain).not.toHaveProperty("regionalDomainName");
});

const refused: readonly (readonly [what: string, input: object, text: string])[] = [
  ["one label", { domainName: "localhost" }, "Invalid domain name specified: localhost"],
  ["a star within", { domainName: "a.*.test" }, "Invalid domain name specified"],
  ["no certificate", { domainName: "a.test", certificateArn: undefined }, "must have a certificateArn"],
  [
    "a regional one without a regional certificate",
    { domainName: "a.test", endpointConfiguration: { types: ["REGIONAL"] } },
    "must have a regionalCertificateArn",
  ],
  ["another ARN", { domainName: "a.test", certificateArn: "x" }, "Invalid certificate ARN: x"],
  [
    "a type that is none",
    { domainName: "a.test", endpointConfiguration: { types: ["WIDE"] } },
    "Value '[WIDE]' at 'createDomainNameInput.endpointConfiguration.types'",
  ],
  ["a name that is taken", { domainName: "TAKEN.example.test" }, "The domain name you provided already exists."],
];

test.each(refused)("%s is refused", (_, input, text) => {
  const { client } = newWorld();
  client.createDomainName({ domainName: "taken.example.test", certificateArn: arn });
  expectFault(() => client.createDomainName({ domainName: "a.test", certificateArn: arn, ...input }), text);
});

test("a domain moves from the edge to a region, and may be both meanwhile", () => {
  const { client } = newWorld();
  const domainName = "api.example.test";
  client.createDomainName({ domainName, certificateArn: arn });
  const both = client.updateDomainName({
    domainName,
    patchOperations: [
      { op: "add", path: "/endpointConfiguration/types", value: "REGIONAL" },
      { op: "add", path: "/regionalCertificateArn", value: arn },
    ],
  });
  expect(both.endpointConfiguration.types).toEqual(["EDGE", "REGIONAL"]);
  expect([typeof both.regionalDomainName, typeof both.distributionDomainName]).toEqual(["string", "string"]);
  const moved = client.updateDomainName({
    domainName,
    patchOperations: [{ op: "remove", path: "/endpointConfiguration/types", value: "EDGE" }],
  });
  expect(moved).not.toHaveProperty("distributionDomainName");
  expect(moved.regionalDomainName).toBe(both.regionalDomainName);
  const back = [{ op: "replace", path: "/endpointConfiguration/types/0", value: "EDGE" }];
  expect(client.updateDomainName({ domainName, patchOperations: back })).toMatchObject({
    endpointConfiguration: { types: ["EDGE"] },
  });
});

test("mappings lead to APIs and stages, and the engine is given them", () => {
  const world = newWorld();
  const { client, store, effects } = world;
  const { apiId: restApiId } = newStage(world);
  const domainName = "api.example.test";
  client.createDomainName({ domainName, ...regional });
  effects.length = 0;
  const create = (given: object) => () => client.createBasePathMapping({ domainName, restApiId, ...given });
  expect(create({})()).toEqual({ basePath: "(none)", restApiId });
  expect(create({ basePath: "v1", stage: "dev" })()).toEqual({ basePath: "v1", restApiId, stage: "dev" });
  expectFault(create({ basePath: "v1" }), "409 ConflictException: Base path already exists for this domain name");
  expectFault(create({ basePath: "v1/a" }), "doesn't support the slash character");
  expectFault(create({ basePath: "v2", restApiId: "none" }), "Invalid REST API identifier specified");
  expectFault(create({ basePath: "v2", stage: "none" }), "Invalid stage identifier specified");
  expectFault(create({ basePath: "v2", domainName: "other.test" }), "Invalid domain name identifier specified");
  expect(effects).toEqual(Array.from({ length: 2 }, () => ({ kind: "domain-changed", domainName, isThere: true })));
  expect(store.domain(domainName)).toMatchObject({
    domain: { domainName },
    mappings: [{ basePath: "(none)" }, { basePath: "v1", stage: "dev" }],
  });
  const patchOperations = [
    { op: "replace", path: "/basePath", value: "v3" },
    { op: "remove", path: "/stage" },
  ];
  expect(client.updateBasePathMapping({ domainName, basePath: "v1", patchOperations })).toEqual({
    basePath: "v3",
    restApiId,
  });
  expectFault(() => client.getBasePathMapping({ domainName, basePath: "v1" }), "Invalid base path mapping identifier");
  expect(client.getBasePathMapping({ domainName, basePath: "" })).toEqual({ basePath: "(none)", restApiId });
  client.deleteBasePathMapping({ domainName, basePath: "(none)" });
  expect(client.getBasePathMappings({ domainName }).items.map(({ basePath }) => basePath)).toEqual(["v3"]);
  client.deleteDomainName({ domainName });
  expect(store.domain(domainName)).toBeNull();
  expect(outcome(() => client.deleteRestApi({ restApiId }))).toBe("done");
});

test("a trust store that cannot be read is kept, with a warning that nobody is asked for a certificate", () => {
  const { client } = newWorld();
  const domainName = "mutual.example.test";
  const truststoreUri = "s3://bucket/truststore.pem";
  const warned = { truststoreWarnings: [expect.stringContaining("let in without a certificate")] };
  const mutualTlsAuthentication = { truststoreUri };
  const created = client.createDomainName({ domainName, ...regional, mutualTlsAuthentication });
  expect(created.mutualTlsAuthentication).toEqual({ truststoreUri, ...warned });
  const version = { op: "replace", path: "/mutualTlsAuthentication/truststoreVersion", value: "2" };
  const updated = client.updateDomainName({ domainName, patchOperations: [version] });
  expect(updated.mutualTlsAuthentication).toEqual({ truststoreUri, truststoreVersion: "2", ...warned });
  const none = { op: "replace", path: "/mutualTlsAuthentication/truststoreUri", value: "" };
  expect(client.updateDomainName({ domainName, patchOperations: [none] })).not.toHaveProperty(
    "mutualTlsAuthentication",
  );
  expect(client.getDomainName({ domainName })).not.toHaveProperty("mutualTlsAuthentication");
});

test("private domains of one name are told apart by their ids, and admit VPC endpoints", () => {
  const { client } = newWorld();
  const create = () =>
    client.createDomainName({
      domainName: "private.example.test",
      certificateArn: arn,
      endpointConfiguration: { types: ["PRIVATE"] },
    });
  const [first, second] = [create(), create()];
  expect(first.domainNameArn).toBe(
    `arn:aws:apigateway:us-east-1:111111111111:/domainnames/private.example.test+${first.domainNameId}`,
  );
  const { domainName, domainNameId, domainNameArn = "" } = first;
  expect(client.getDomainNames({}).items).toHaveLength(2);
  const associate = (source: string, domain = domainNameArn) =>
    client.createDomainNameAccessAssociation({
      domainNameArn: domain,
      accessAssociationSourceType: "VPCE",
      accessAssociationSource: source,
    });
  const { domainNameAccessAssociationArn } = associate("vpce-1");
  expectFault(() => associate("vpce-1"), "409");
  expectFault(() => associate("vpc-1"), "Invalid VPC endpoint specified");
  expectFault(() => associate("vpce-1", "nonsense"), "Invalid ARN");
  associate("vpce-2");
  expect(client.getDomainNameAccessAssociations({}).items).toHaveLength(2);
  client.tagResource({ resourceArn: domainNameAccessAssociationArn, tags: { a: "1" } });
  expect(client.getTags({ resourceArn: domainNameAccessAssociationArn }).tags).toEqual({ a: "1" });
  const elsewhere = { resourceArn: domainNameAccessAssociationArn.replace("vpce-1+", "vpce-9+") };
  expectFault(() => client.getTags(elsewhere), "404");
  client.rejectDomainNameAccessAssociation({ domainNameAccessAssociationArn, domainNameArn });
  expectFault(() => client.deleteDomainNameAccessAssociation({ domainNameAccessAssociationArn }), "404");
  client.deleteDomainName({ domainName, domainNameId });
  expect(client.getDomainNameAccessAssociations({}).items).toEqual([]);
  expect(client.getDomainNames({}).items).toEqual([second]);
});

test("client certificates come from a port, and stay while a stage shows them", () => {
  const made: string[] = [];
  const world = newWorld(
    {},
    {
      clientCertificates: {
        make(id, { notBeforeMs, notAfterMs }) {
          made.push(id);
          return { certificate: `${notAfterMs - notBeforeMs}`, privateKey: "secret" };
        },
      },
    },
  );
  const { client } = world;
  const { apiId: restApiId } = newStage(world);
  const { clientCertificateId, pemEncodedCertificate } = client.generateClientCertificate({ description: "d" });
  expect([made, pemEncodedCertificate]).toEqual([[clientCertificateId], String(365 * 86_400_000)]);
  const set = (value: string) =>
    client.updateStage({
      restApiId,
      stageName: "dev",
      patchOperations: [{ op: "replace", path: "/clientCertificateId", value }],
    });
  expectFault(() => set("other"), "404 NotFoundException: Invalid Client Certificate identifier specified");
  set(clientCertificateId);
  expectFault(() => client.deleteClientCertificate({ clientCertificateId }), "is used by stage dev");
  set("");
  client.deleteClientCertificate({ clientCertificateId });
  expectFault(() => client.getClientCertificate({ clientCertificateId }), "Invalid Client Certificate identifier");
  expectFault(() => newWorld().client.generateClientCertificate({}), "503");
});

test("no operation tells a client certificate's key", () => {
  const clientCertificates = { make: () => ({ certificate: "public", privateKey: "secret" }) };
  const { client } = newWorld({}, { clientCertificates });
  const made = client.generateClientCertificate({});
  const { clientCertificateId } = made;
  const patchOperations = [{ op: "replace" as const, path: "/description", value: "d" }];
  const told = [
    made,
    client.getClientCertificate({ clientCertificateId }),
    ...client.getClientCertificates({}).items,
    client.updateClientCertificate({ clientCertificateId, patchOperations }),
  ];
  expect(told.map(({ pemEncodedCertificate }) => pemEncodedCertificate)).toEqual(Array(4).fill("public"));
  expect(JSON.stringify(told)).not.toContain("secret");
});
