// Random requests that the model allows, one after the other, to a store that holds a little of everything: each is answered
// with what the API declares, and nothing that a client may send is our fault.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseXml } from "../../../src/aws/rest-xml/xml-tree.ts";
import { anyRequest, type Known, type WireRequest } from "../any-input.ts";
import { model } from "../rest-xml/wire.ts";
import { type Asking, startAsking, textIn } from "./asking.ts";

const policy = `{"AWSPolicyFormatVersion":"2015-10-01","RecordType":"A","Endpoints":{"e":{"Type":"value","Value":"192.0.2.1"}},"StartEndpoint":"e"}`;

/** Codes that any operation may answer with. */
const common = new Set(["OK", "InvalidInput", "InvalidArgument", "LimitsExceeded"]);

/** Answers that fit, where the model declares none that does. */
const undeclared = new Set([
  "ActivateKeySigningKey NoSuchHostedZone",
  "DeactivateKeySigningKey NoSuchHostedZone",
  "DeleteKeySigningKey NoSuchHostedZone",
  "ListHostedZonesByVPC InvalidVPCId",
  "ListTrafficPolicies NoSuchTrafficPolicy",
]);

/** What a world is made of, and what `known` calls it. */
const beginnings: readonly (readonly [known: string, path: string, root: string, inside: string, element: string])[] = [
  ["zone", "hostedzone", "CreateHostedZoneRequest", "<Name>a.test</Name><CallerReference>1</CallerReference>", "Id"],
  [
    "private",
    "hostedzone",
    "CreateHostedZoneRequest",
    "<Name>p.test</Name><CallerReference>2</CallerReference><VPC><VPCRegion>us-east-1</VPCRegion><VPCId>vpc-1</VPCId></VPC>",
    "Id",
  ],
  ["set", "delegationset", "CreateReusableDelegationSetRequest", "<CallerReference>1</CallerReference>", "Id"],
  [
    "check",
    "healthcheck",
    "CreateHealthCheckRequest",
    "<CallerReference>1</CallerReference><HealthCheckConfig><IPAddress>192.0.2.1</IPAddress><Port>80</Port><Type>TCP</Type></HealthCheckConfig>",
    "Id",
  ],
  [
    "collection",
    "cidrcollection",
    "CreateCidrCollectionRequest",
    "<Name>c</Name><CallerReference>1</CallerReference>",
    "Id",
  ],
  [
    "policy",
    "trafficpolicy",
    "CreateTrafficPolicyRequest",
    `<Name>t</Name><Document>${policy.replaceAll('"', "&quot;")}</Document>`,
    "Id",
  ],
];

async function begin(): Promise<{ asking: Asking; known: Known }> {
  const asking = startAsking();
  const ids: Record<string, string> = {};
  for (const [name, path, root, inside, element] of beginnings) {
    const { body, code, message } = await asking.ask("POST", `/2013-04-01/${path}`, [root, inside]);
    expect(code, message).toBe("OK");
    ids[name] = textIn(body, element) ?? "";
  }
  const known = {
    ResourceId: [ids["zone"], ids["private"], ids["set"], "Z0"],
    HealthCheckId: [ids["check"], "none"],
    TagResourceId: [ids["check"], ids["zone"].replace("/hostedzone/", "")],
    UUID: [ids["collection"], "01234567-89ab-cdef-0123-456789abcdef"],
    TrafficPolicyId: [ids["policy"], "none"],
    TrafficPolicyDocument: [policy, "{}", "[", `{"AWSPolicyFormatVersion":"2015-10-01"}`],
    DNSName: ["a.test", "x.a.test.", "*.a.test", "p.test", "other.test", "a..b", "\\052", "x".repeat(64), "."],
    RData: ["192.0.2.1", "2001:db8::1", '"text"', "text", "10 x.a.test", "x.a.test", '0 issue "ca"', "1 2 3", ""],
    SetIdentifier: ["one", "two"],
    PageMaxItems: ["1", "2", "100", "0", "x"],
    VPCId: ["vpc-1", "vpc-2", "none"],
    VPCRegion: ["us-east-1", "eu-west-1"],
    SigningKeyName: ["key", "key 2"],
  };
  return { asking, known };
}

async function send({ asking }: { asking: Asking }, request: WireRequest): Promise<void> {
  const { method, path, query, document } = request;
  const { status, body, code } = await asking.send({ method, path, query, headers: {}, body: document });
  const said = `${code} to ${JSON.stringify(request)}`;
  expect(parseXml(body).name, said).toBe(code === "OK" ? `${request.operation}Response` : "ErrorResponse");
  if (request.operation !== "TestDNSAnswer") {
    expect(status, said).toBeLessThan(500);
    const declared = model.operations.get(request.operation)?.errors ?? [];
    const isFitting = common.has(code) || declared.includes(code) || undeclared.has(`${request.operation} ${code}`);
    expect(isFitting, said).toBe(true);
  }
}

test("no request that the model allows is our fault", async () => {
  const { known } = await begin();
  const anything = fc.oneof(...Array.from(model.operations.values(), (operation) => anyRequest(operation, known)));
  const holds = fc.asyncProperty(fc.array(anything, { maxLength: 30, size: "max" }), async (requests) => {
    const world = await begin();
    for (const request of requests) await send(world, request);
    expect(world.asking.failures).toEqual([]);
  });
  await fc.assert(holds, { numRuns: 200 });
});
