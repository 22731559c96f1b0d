// Bodies against the model: what is read, and the words and places of what is wrong. Where a public report shows the service's
// own words, it is named.

import { expect, test } from "vitest";
import { maxXmlAttributes, maxXmlDepth, maxXmlElements } from "../../../src/base/limits.ts";
import { namespace } from "../../../src/aws/route53/api.ts";
import { readRequest, request } from "./wire.ts";

const noDoctype =
  'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.';
const zonePath = "/2013-04-01/hostedzone";
const sets = "/2013-04-01/hostedzone/Z1/rrset";
const position = (column: number): string =>
  `InvalidInput: Invalid XML ; javax.xml.stream.XMLStreamException: org.xml.sax.SAXParseException; lineNumber: 1; columnNumber: ${column}; `;

function createZone(inside: string): unknown {
  return readRequest("POST", zonePath, request("CreateHostedZoneRequest", inside));
}

function change(inside: string): unknown {
  const set = `<Changes><Change><Action>CREATE</Action><ResourceRecordSet>${inside}</ResourceRecordSet></Change></Changes>`;
  return readRequest("POST", sets, request("ChangeResourceRecordSetsRequest", `<ChangeBatch>${set}</ChangeBatch>`));
}

/** The fault without its place. */
function words(fault: unknown): string {
  return String(fault).replace(/^.*columnNumber: \d+; /, "");
}

test("a document becomes the operation's input", () => {
  const set =
    "<Name>a.b.</Name><Type>A</Type><SetIdentifier>x</SetIdentifier><Weight> 10 </Weight><MultiValueAnswer>true</MultiValueAnswer>" +
    "<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>1.2.3.4</Value></ResourceRecord></ResourceRecords>";
  expect(change(set)).toEqual({
    HostedZoneId: "Z1",
    ChangeBatch: {
      Changes: [
        {
          Action: "CREATE",
          ResourceRecordSet: {
            Name: "a.b.",
            Type: "A",
            SetIdentifier: "x",
            Weight: 10,
            MultiValueAnswer: true,
            TTL: 60,
            ResourceRecords: [{ Value: "1.2.3.4" }],
          },
        },
      ],
    },
  });
});

test.each([
  ["<Name>&quot;a&quot; &amp; &#x62;</Name><CallerReference><![CDATA[<1>]]></CallerReference>", '"a" & b', "<1>"],
  ["\n  <Name>a</Name> <!-- who -->\n<CallerReference> 1 </CallerReference>\n", "a", " 1 "],
  ["<Name>ü\u{1F600}</Name><CallerReference>1</CallerReference>", "ü\u{1F600}", "1"],
])("%s", (inside, name, reference) => {
  expect(createZone(inside)).toEqual({ Name: name, CallerReference: reference });
});

test.each([
  // keycloak-benchmark#508, column and all.
  [
    "/2013-04-01/healthcheck",
    `<CreateHealthCheckRequest xmlns="${namespace}"><CallerReference>primary.kamesh-active-kakella-passive-mjmzmtak.keycloak-benchmark.com</CallerReference></CreateHealthCheckRequest>`,
    `${position(185)}cvc-maxLength-valid: Value 'primary.kamesh-active-kakella-passive-mjmzmtak.keycloak-benchmark.com' with length = '69' is not facet-valid with respect to maxLength '64' for type 'HealthCheckNonce'.`,
  ],
  // dns-update#44
  [
    sets,
    `<ChangeBatch xmlns="${namespace}"/>`,
    "MalformedInput: ChangeBatch is not valid, expected ChangeResourceRecordSetsRequest",
  ],
  // right_aws_api#30
  [
    zonePath,
    "<CreateHostedZoneRequest/>",
    `${position(27)}cvc-elt.1: Cannot find the declaration of element 'CreateHostedZoneRequest'.`,
  ],
])("POST %s %s", (path, body, fault) => {
  expect(readRequest("POST", path, body)).toBe(fault);
});

test.each([
  // nice-route53#8
  [
    "<Name>a</Name><Type>A</Type><TTL>1</TTL><ResourceRecords></ResourceRecords>",
    `cvc-complex-type.2.4.b: The content of element 'ResourceRecords' is not complete. One of '{"${namespace}":ResourceRecord}' is expected.`,
  ],
  // identity-ops#152
  [
    "<Name>a</Name><Type>A</Type><AliasTarget><HostedZoneId>Z</HostedZoneId><DNSName>b</DNSName></AliasTarget>",
    `cvc-complex-type.2.4.b: The content of element 'AliasTarget' is not complete. One of '{"${namespace}":EvaluateTargetHealth}' is expected.`,
  ],
  // awssum#36
  [
    "<Name>a</Name><Type>A</Type><ResourceRecords><ResourceRecord><Value>1</Value><Value>2</Value></ResourceRecord></ResourceRecords>",
    "cvc-complex-type.2.4.d: Invalid content was found starting with element 'Value'. No child element is expected at this point.",
  ],
  // terraform-provider-aws#882
  [
    "<Name>a</Name><Type>A</Type><AliasTarget><HostedZoneId>papito-backoffice-elb-elb-233329122.eu-west-1.elb.amazonaws.com</HostedZoneId></AliasTarget>",
    "cvc-maxLength-valid: Value 'papito-backoffice-elb-elb-233329122.eu-west-1.elb.amazonaws.com' with length = '63' is not facet-valid with respect to maxLength '32' for type 'ResourceId'.",
  ],
  // goamz#160, which had fewer members
  [
    "<Name>a</Name><Type>A</Type><TTL>1</TTL><ResourceRecords><ResourceRecord><Value>1</Value></ResourceRecord></ResourceRecords><Name>a</Name>",
    `cvc-complex-type.2.4.a: Invalid content was found starting with element 'Name'. One of '{${["SetIdentifier", "Weight", "Region", "GeoLocation", "Failover", "MultiValueAnswer", "AliasTarget", "HealthCheckId", "TrafficPolicyInstanceId", "CidrRoutingConfig", "GeoProximityLocation"].map((name) => `"${namespace}":${name}`).join(", ")}}' is expected.`,
  ],
  [
    "<Name>a</Name><Type>A</Type><CidrRoutingConfig><CollectionId>0</CollectionId></CidrRoutingConfig>",
    "cvc-pattern-valid: Value '0' is not facet-valid with respect to pattern '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}' for type 'UUID'.",
  ],
  [
    "<Name>a</Name><Type>a</Type>",
    "cvc-enumeration-valid: Value 'a' is not facet-valid with respect to enumeration '[SOA, A, TXT, NS, CNAME, MX, NAPTR, PTR, SRV, SPF, AAAA, CAA, DS, TLSA, SSHFP, SVCB, HTTPS]'. It must be a value from the enumeration.",
  ],
  [
    "<Name>a</Name><Type>A</Type><SetIdentifier/>",
    "cvc-minLength-valid: Value '' with length = '0' is not facet-valid with respect to minLength '1' for type 'ResourceRecordSetIdentifier'.",
  ],
  [
    "<Name>a</Name><Type>A</Type><Weight>256</Weight>",
    "cvc-maxInclusive-valid: Value '256' is not facet-valid with respect to maxInclusive '255' for type 'ResourceRecordSetWeight'.",
  ],
  [
    "<Name>a</Name><Type>A</Type><TTL>-1</TTL>",
    "cvc-minInclusive-valid: Value '-1' is not facet-valid with respect to minInclusive '0' for type 'TTL'.",
  ],
  ["<Name>a</Name><Type>A</Type><TTL>soon</TTL>", "cvc-datatype-valid.1.2.1: 'soon' is not a valid value for 'long'."],
  [
    "<Name>a</Name><Type>A</Type><MultiValueAnswer>yes</MultiValueAnswer>",
    "cvc-datatype-valid.1.2.1: 'yes' is not a valid value for 'boolean'.",
  ],
  [
    "<Name>a</Name>b<Type>A</Type>",
    "cvc-complex-type.2.3: Element 'ResourceRecordSet' cannot have character [children], because the type's content type is element-only.",
  ],
  [
    "<Name><Value>a</Value></Name><Type>A</Type>",
    "cvc-type.3.1.2: Element 'Name' is a simple type, so it must have no element information item [children].",
  ],
  [
    `<Name lang="de">a</Name><Type>A</Type>`,
    "cvc-type.3.1.1: Element 'Name' is a simple type, so it cannot have attributes. However, the attribute, 'lang' was found.",
  ],
  [
    `<Name>a</Name><Type>A</Type><GeoLocation kind="x"/>`,
    "cvc-complex-type.3.2.2: Attribute 'kind' is not allowed to appear in element 'GeoLocation'.",
  ],
  [
    `<Name xmlns="urn:other">a</Name>`,
    /^cvc-complex-type.2.4.a: Invalid content was found starting with element 'Name'. One of '{"https:.*":Name, /,
  ],
])("a record set of %s is refused", (inside, fault) => {
  expect(words(change(inside))).toEqual(typeof fault === "string" ? fault : expect.stringMatching(fault));
});

test("what may still come is told in the model's order", () => {
  const rest = ["VPC", "CallerReference", "HostedZoneConfig", "DelegationSetId"];
  const expected = rest.map((name) => `"${namespace}":${name}`).join(", ");
  expect(words(createZone("<Name>a</Name><Comment>x</Comment>"))).toBe(
    `cvc-complex-type.2.4.a: Invalid content was found starting with element 'Comment'. One of '{${expected}}' is expected.`,
  );
  expect(words(createZone("<Name>a</Name>"))).toBe(
    `cvc-complex-type.2.4.b: The content of element 'CreateHostedZoneRequest' is not complete. One of '{${expected}}' is expected.`,
  );
});

test("members come in any order, as boto3 sends them", () => {
  expect(createZone("<CallerReference>1</CallerReference><Name>a</Name>")).toEqual({ Name: "a", CallerReference: "1" });
});

test("no document at all is an empty one where nothing has to stand in it, as botocore sends it", () => {
  expect(readRequest("POST", `${zonePath}/Z1`, "")).toEqual({ Id: "Z1" });
  expect(readRequest("POST", "/2013-04-01/healthcheck/1", "")).toEqual({ HealthCheckId: "1" });
  expect(readRequest("POST", zonePath, "")).toMatch(/^InvalidInput: .*Premature end of file\.$/);
});

test("declarations of namespaces and of schemas are no attributes", () => {
  const xsi = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"`;
  const body = `<?xml version="1.0"?><r:CreateHostedZoneRequest xmlns:r="${namespace}" ${xsi}><r:Name>a</r:Name><r:CallerReference>1</r:CallerReference></r:CreateHostedZoneRequest>`;
  expect(readRequest("POST", zonePath, body)).toEqual({ Name: "a", CallerReference: "1" });
});

test.each([
  ["", "Premature end of file."],
  ["hello", "Content is not allowed in prolog."],
  ["<a/>hello", "Content is not allowed in trailing section."],
  ["<a><b></a>", 'The element type "b" must be terminated by the matching end-tag "</b>".'],
  ["<a><b>", "XML document structures must start and end within the same entity."],
  ["<a/><b/>", "The markup in the document following the root element must be well-formed."],
  ["<a>&lol;</a>", "undefined entity."],
  [`<!DOCTYPE a [<!ENTITY lol "lol">]><a>&lol;</a>`, noDoctype],
  [`<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>`, noDoctype],
  ["<a>".repeat(maxXmlDepth + 1), `Elements nest deeper than ${maxXmlDepth} levels.`],
  [
    `<a ${Array.from({ length: maxXmlAttributes + 1 }, (_, at) => `a${at}=""`).join(" ")}/>`,
    `There are more than ${maxXmlAttributes} attributes.`,
  ],
  [`<a>${"<b/>".repeat(maxXmlElements)}</a>`, `There are more than ${maxXmlElements} elements.`],
])("what is no document is refused: %.60s", (body, fault) => {
  expect(words(readRequest("POST", zonePath, body))).toBe(fault);
});

test("lines are counted, and columns in characters", () => {
  const fault = createZone("\n<Name>\u{1F600}</Name>\n<Size/>");
  expect(String(fault)).toContain("lineNumber: 3; columnNumber: 8; cvc-complex-type.2.4.a");
  const wide = readRequest("POST", zonePath, request("CreateHostedZoneRequest", "<Name>\u{1F600}</Name><Size/>"));
  const narrow = readRequest("POST", zonePath, request("CreateHostedZoneRequest", "<Name>u</Name><Size/>"));
  expect(wide).toBe(narrow);
});

test("an operation without a document looks at no body", () => {
  const path = "/2013-04-01/keysigningkey/Z1/key/activate";
  expect(readRequest("POST", path, "<broken")).toEqual({ HostedZoneId: "Z1", Name: "key" });
  expect(readRequest("DELETE", "/2013-04-01/hostedzone/Z1", "<broken")).toEqual({ Id: "Z1" });
});

test("where it is lenient, namespaces do not matter and what is not known is passed over", () => {
  const inside = `<Size/><Name lang="de">a</Name><CallerReference>1</CallerReference>`;
  const body = `<CreateHostedZoneRequest kind="x">${inside}</CreateHostedZoneRequest>`;
  expect(readRequest("POST", zonePath, body, "lenient")).toEqual({ Name: "a", CallerReference: "1" });
  expect(readRequest("POST", zonePath, body, "strict")).toContain("cvc-elt.1");
  const lacking = "<CreateHostedZoneRequest><Name>a</Name></CreateHostedZoneRequest>";
  expect(readRequest("POST", zonePath, lacking, "lenient")).toContain("cvc-complex-type.2.4.b");
});
