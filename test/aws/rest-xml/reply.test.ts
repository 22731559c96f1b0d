// Outputs and faults as XML: order, names of lists, times, headers, escapes.

import { expect, test } from "vitest";
import { namespace } from "../../../src/aws/route53/api.ts";
import type { Fields } from "../../../src/aws/service-api.ts";
import { faultReply, outputReply } from "../../../src/aws/rest-xml/reply.ts";
import { model } from "./wire.ts";

function print(operation: string, output: Fields): string {
  const { body } = outputReply(model.operations.get(operation)!, output, namespace, "1");
  const root = `${operation}Response`;
  expect(body.startsWith(`<?xml version="1.0"?>\n<${root} xmlns="${namespace}">`)).toBe(true);
  return body.slice(body.indexOf(`${namespace}">`) + namespace.length + 2, -`</${root}>`.length);
}

test.each([
  [
    "GetChange",
    { ChangeInfo: { SubmittedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 60), Status: "PENDING", Id: "/change/C1" } },
    "<ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status><SubmittedAt>2026-01-02T03:04:05.060Z</SubmittedAt></ChangeInfo>",
  ],
  [
    "ListHostedZones",
    { MaxItems: "100", IsTruncated: false, HostedZones: [], NextMarker: undefined, Extra: 1 },
    "<HostedZones/><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>",
  ],
  [
    "ListHostedZonesByVPC",
    {
      HostedZoneSummaries: [{ Owner: { OwningAccount: "111122223333" }, Name: "a.", HostedZoneId: "Z1" }],
      MaxItems: "100",
    },
    "<HostedZoneSummaries><HostedZoneSummary><HostedZoneId>Z1</HostedZoneId><Name>a.</Name><Owner><OwningAccount>111122223333</OwningAccount></Owner></HostedZoneSummary></HostedZoneSummaries><MaxItems>100</MaxItems>",
  ],
  [
    "GetDNSSEC",
    { Status: {}, KeySigningKeys: [{ Name: "k", KeyTag: 0 }] },
    "<Status/><KeySigningKeys><member><Name>k</Name><KeyTag>0</KeyTag></member></KeySigningKeys>",
  ],
  [
    "ListTagsForResource",
    { ResourceTagSet: { Tags: [{ Key: "", Value: `<&>"'\r\n\u0001` }] } },
    `<ResourceTagSet><Tags><Tag><Key></Key><Value>&lt;&amp;&gt;&quot;'&#xD;\n</Value></Tag></Tags></ResourceTagSet>`,
  ],
  ["DeleteHealthCheck", {}, ""],
])("%s %o", (operation, output, inside) => {
  expect(print(operation, output)).toBe(inside);
});

test("status and Location are the operation's", () => {
  const output = { DelegationSet: { NameServers: ["a"] }, Location: "https://x/delegationset/N1" };
  const reply = outputReply(model.operations.get("CreateReusableDelegationSet")!, output, namespace, "id");
  expect(reply.status).toBe(201);
  expect(reply.headers).toEqual({
    "content-type": "text/xml",
    "x-amzn-requestid": "id",
    location: "https://x/delegationset/N1",
  });
  expect(reply.body).not.toContain("Location");
});

test.each([
  [404, "Sender"],
  [503, "Receiver"],
])("a fault of status %i is of the %s", (status, type) => {
  const fault = { code: "Some", status, message: `a <"b">` };
  expect(faultReply(fault, namespace, "id")).toEqual({
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": "id" },
    body: `<?xml version="1.0"?>\n<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>Some</Code><Message>a &lt;&quot;b&quot;&gt;</Message></Error><RequestId>id</RequestId></ErrorResponse>`,
  });
});
