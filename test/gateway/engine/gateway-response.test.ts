// How faults look: AWS's defaults (AWS guide: supported-gateway-response-types), an API's own templates, headers and statuses
// (api-gateway-gatewayResponse-definition), and the fallbacks of their class.

import { expect, test } from "vitest";
import { faultRows, type FaultType, GatewayFault } from "../../../src/gateway/engine/fault.ts";
import type { GatewayResponse, GatewayResponseType } from "../../../src/gateway/model/shapes.ts";
import { World } from "./world.ts";

type Given = Partial<Record<GatewayResponseType, Partial<GatewayResponse>>>;

function worldOf(fault: GatewayFault, given: Given = {}): World {
  const gatewayResponses = Object.fromEntries(
    Object.entries(given).map(([type, more]) => [
      type,
      { responseType: type as GatewayResponseType, defaultResponse: false, ...more },
    ]),
  );
  return new World({
    methods: { "GET /pets/{petId}": {} },
    snapshot: { gatewayResponses },
    stage: { variables: { origin: "https://example.test" } },
    integrate: () => fault,
  });
}

test.each(Object.keys(faultRows) as FaultType[])("%s by default", async (type) => {
  const { status, message, errorType } = faultRows[type];
  const reply = await worldOf(new GatewayFault(type)).see("/pets/1");
  const name = type === "ACCESS_DENIED" ? "Message" : "message";
  // Recorded: 36 octets for an internal server error.
  const blank = /^INTEGRATION_|^API_CONFIGURATION/.test(type) ? " " : "";
  expect(reply).toMatchObject({ status, body: `{"${name}":${blank}${JSON.stringify(message)}}` });
  expect(reply.headers).toMatchObject({ "x-amzn-errortype": errorType, "content-type": "application/json" });
});

const request = { headers: { Accept: "application/xml;q=0.9, */*", "User-Agent": "curl" } };

test.each<
  [
    title: string,
    given: Given,
    fault: GatewayFault,
    status: number,
    body: string,
    headers: Record<string, string | undefined>,
  ]
>([
  [
    "a template of its own",
    {
      THROTTLED: {
        responseTemplates: {
          "application/json": '{"type":"$context.error.responseType","text":"$context.error.message"}',
        },
      },
    },
    new GatewayFault("THROTTLED"),
    429,
    '{"type":"THROTTLED","text":"Too Many Requests"}',
    {},
  ],
  [
    "names of the request and the stage",
    {
      UNAUTHORIZED: {
        responseTemplates: {
          "text/plain": "$context.identity.sourceIp ${context.httpMethod} $stageVariables.origin $context.nothing.",
        },
      },
    },
    new GatewayFault("UNAUTHORIZED"),
    401,
    "192.0.2.1 GET https://example.test .",
    { "content-type": "text/plain" },
  ],
  [
    "a status and headers (DG: api-gateway-swagger-extensions-gateway-responses.responseParameters)",
    {
      BAD_REQUEST_BODY: {
        statusCode: "422",
        responseParameters: {
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
          "gatewayresponse.header.from-header": "method.request.header.user-agent",
          "gatewayresponse.header.from-path": "method.request.path.petId",
          "gatewayresponse.header.from-query": "method.request.querystring.q",
          "gatewayresponse.header.from-stage": "stageVariables.origin",
          "gatewayresponse.header.from-context": "context.error.responseType",
          "gatewayresponse.header.absent": "method.request.querystring.absent",
          "gatewayresponse.header.odd": "nothing at all",
          "gatewayresponse.path.x": "'1'",
        },
      },
    },
    new GatewayFault("BAD_REQUEST_BODY"),
    422,
    '{"message":"Invalid request body"}',
    {
      "access-control-allow-origin": "*",
      "from-header": "curl",
      "from-path": "1",
      "from-query": "7",
      "from-stage": "https://example.test",
      "from-context": "BAD_REQUEST_BODY",
      absent: undefined,
      odd: undefined,
      x: undefined,
    },
  ],
  [
    "what is wrong with a body",
    { BAD_REQUEST_BODY: { responseTemplates: { "application/json": "$context.error.validationErrorString" } } },
    new GatewayFault("BAD_REQUEST_BODY", { validationErrors: "[no name]" }),
    400,
    "[no name]",
    {},
  ],
  [
    "the fallback of its class",
    {
      DEFAULT_4XX: { statusCode: "418", responseParameters: { "gatewayresponse.header.X": "'4'" } },
      DEFAULT_5XX: { statusCode: "599" },
    },
    new GatewayFault("WAF_FILTERED"),
    418,
    '{"message":"Forbidden"}',
    { x: "4" },
  ],
  [
    "a status that ends no request (RFC 9110 §15.2)",
    { UNAUTHORIZED: { statusCode: "101" } },
    new GatewayFault("UNAUTHORIZED"),
    401,
    '{"message":"Unauthorized"}',
    {},
  ],
  [
    "the fallback of the other class",
    { DEFAULT_5XX: { responseParameters: { "gatewayresponse.header.X": "'5'" } } },
    new GatewayFault("INTEGRATION_FAILURE", { status: 502 }),
    502,
    '{"message": "Internal server error"}',
    { x: "5" },
  ],
  [
    "its own before the fallback",
    { DEFAULT_4XX: { statusCode: "418" }, UNAUTHORIZED: {} },
    new GatewayFault("UNAUTHORIZED"),
    401,
    '{"message":"Unauthorized"}',
    {},
  ],
  [
    "the type that the client accepts",
    { UNAUTHORIZED: { responseTemplates: { "application/json": "{}", "application/xml": "<a/>" } } },
    new GatewayFault("UNAUTHORIZED"),
    401,
    "<a/>",
    { "content-type": "application/xml" },
  ],
  [
    "another content type by a parameter",
    { UNAUTHORIZED: { responseParameters: { "gatewayresponse.header.Content-Type": "'text/html'" } } },
    new GatewayFault("UNAUTHORIZED"),
    401,
    '{"message":"Unauthorized"}',
    { "content-type": "text/html" },
  ],
  [
    "a message with quotes",
    {},
    new GatewayFault("ACCESS_DENIED", { message: 'say "no"' }),
    403,
    '{"Message":"say \\"no\\""}',
    {},
  ],
  [
    "the one that nobody changes",
    { REQUEST_TOO_LARGE: { statusCode: "400" }, DEFAULT_4XX: { statusCode: "400" } },
    new GatewayFault("REQUEST_TOO_LARGE"),
    413,
    '{"message":"Request Too Long"}',
    {},
  ],
])("%s", async (_, given, fault, status, body, headers) => {
  const reply = await worldOf(fault, given).see("/pets/1?q=7", request);
  expect(reply).toMatchObject({ status, body });
  for (const [name, value] of Object.entries(headers)) expect(reply.headers[name], name).toBe(value);
});

test.each(["%0d%0aInj:%201", "%00", "%E2%98%83", "a%0A"])(
  "RFC 9110 §5.5: what a client writes as %s, which no header can hold, is left out",
  async (written) => {
    const responseParameters = {
      "gatewayresponse.header.X-Q": "method.request.querystring.q",
      "gatewayresponse.header.no name": "'1'",
      "gatewayresponse.header.X-Fixed": "'1'",
    };
    const there = worldOf(new GatewayFault("UNAUTHORIZED"), { UNAUTHORIZED: { responseParameters } });
    const reply = await there.see(`/pets/1?q=${written}`);
    expect(reply).toMatchObject({
      status: 401,
      headers: { "x-fixed": "1", "x-amzn-errortype": "UnauthorizedException" },
    });
    expect(Object.keys(reply.headers).filter((name) => name === "x-q" || name.includes(" "))).toEqual([]);
  },
);

test.each([
  [undefined, "{}"],
  ["*/*", "{}"],
  ["text/html", "{}"],
  ["TEXT/CSV;q=1", "a,b"],
])("of several templates, for a client that accepts %s", async (accept, body) => {
  const responseTemplates = { "text/csv": "a,b", "application/json": "{}" };
  const there = worldOf(new GatewayFault("UNAUTHORIZED"), { UNAUTHORIZED: { responseTemplates } });
  expect((await there.see("/pets/1", { headers: accept === undefined ? {} : { Accept: accept } })).body).toBe(body);
});

test("an unknown resource is answered in the API's own way too", async () => {
  const there = worldOf(new GatewayFault("UNAUTHORIZED"), {
    MISSING_AUTHENTICATION_TOKEN: {
      statusCode: "404",
      responseTemplates: { "application/json": '{"path":"$context.path","resource":"$context.resourcePath"}' },
    },
  });
  expect(await there.see("/cats")).toMatchObject({ status: 404, body: '{"path":"/prod/cats","resource":""}' });
});
