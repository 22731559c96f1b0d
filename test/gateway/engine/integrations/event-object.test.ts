// The object that a handler's thread makes of an event's lines: key for key, in their order, what JSON.parse makes of the
// event's text, whatever a client calls its headers and parameters.

import fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "../../../../src/base/line-reader.ts";
import {
  bodyForms,
  eventOf,
  type RareValues,
  type SiteValues,
} from "../../../../src/gateway/engine/integrations/event-object.ts";
import { commonLogTime } from "../../../../src/gateway/engine/wall-clock.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
/** Names that objects inherit, names that come twice, and names that objects have in another order. */
const name = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "a", "2", "1"));
/** What comes over the wire has no line feed, and no name is empty. */
const line = text.map((some) => some.replaceAll("\n", " "));
const headerName = name.map((some) => (some === "" ? "x" : some.replaceAll("\n", " ")));
const headers = fc.array(fc.tuple(headerName, line), { maxLength: 8 }).map((pairs) => pairs.flat());
const flat = fc.array(fc.tuple(name, text), { maxLength: 8 }).map((pairs) => pairs.flat());
const texts = fc.array(fc.tuple(name, text), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
const signer = fc.tuple(text, text, text, text);
const orNone = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });

const anyEvent = fc.record({
  site: fc.tuple(text, text, text, text, text, text, orNone(texts), orNone(fc.boolean())),
  rare: fc.tuple(orNone(flat), orNone(texts), orNone(texts), orNone(signer), orNone(fc.tuple(text, text))),
  headers,
  userAgent: orNone(line),
  path: line,
  method: line,
  client: line,
  before: line,
  contextPath: line,
  host: fc.domain(),
  epoch: fc.nat(),
  form: fc.constantFrom(...Object.values(bodyForms)),
  body: text,
});
type AnyEvent = typeof anyEvent extends fc.Arbitrary<infer Event> ? Event : never;

const trace = "Root=1-2-3";

test("it is what JSON.parse makes of the text", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(laidOpen(eventOf(new LineReader(linesOf(event)), trace))).toBe(laidOpen(JSON.parse(textOf(event))));
    }),
  );
});

test("a handler that changes its stage's variables changes its own event", () => {
  const site: SiteValues = ["/", "r", "1", "s", "d", "api", { color: "blue" }, null];
  const next = (): { stageVariables: unknown } =>
    eventOf(new LineReader([JSON.stringify(site), "", "/", "GET", "::1", "", "1", "http", ""].join("\n")), trace);
  Object.assign(next().stageVariables as object, { color: "red" });
  expect(next().stageVariables).toEqual({ color: "blue" });
});

/** What the client sent, its user agent between the others. */
function sent({ headers, userAgent }: AnyEvent): string[] {
  return userAgent === null ? headers : ["User-Agent", userAgent, ...headers];
}

function linesOf(event: AnyEvent): string {
  const { site, rare, path, method, client, before, contextPath, host, epoch, form, body } = event;
  const rareText = rare.every((one) => one === null) ? "" : JSON.stringify(rare satisfies RareValues);
  const first = [JSON.stringify(site), rareText, path, method, client, before, "443", "https", ...sent(event), ""];
  const last = [contextPath, "HTTP/2.0", host, epoch, "r", "x=", form, form === bodyForms.none ? "" : body];
  return [...first, ...last].join("\n");
}

/** The event as text, put together from texts. */
function textOf(event: AnyEvent): string {
  const { site, rare, path, method, client, before, contextPath, host, epoch, form, body } = event;
  const [resource, resourceId, account, stage, deployment, apiId, stageVariables, isCanary] = site;
  const [query, pathParameters, authorizer, by, key] = rare;
  const forwarded = ["X-Forwarded-For", before === "" ? client : `${before}, ${client}`];
  const added = [...forwarded, "X-Forwarded-Port", "443", "X-Forwarded-Proto", "https"];
  const headers = [...sent(event), "X-Amzn-Trace-Id", trace, ...added];
  const [accountId, user, accessKey, userArn] = by ?? [null, null, null, null];
  const identity = members([
    ["cognitoIdentityPoolId", null],
    ["accountId", accountId],
    ["cognitoIdentityId", null],
    ["caller", user],
    ...(key === null ? [] : ([["apiKey", key[0]], ["apiKeyId", key[1]]] as const)), // prettier-ignore
    ["sourceIp", client],
    ["principalOrgId", null],
    ["accessKey", accessKey],
    ["cognitoAuthenticationType", null],
    ["cognitoAuthenticationProvider", null],
    ["userArn", userArn],
    ["userAgent", event.userAgent],
    ["user", user],
  ]);
  const requestContext = [
    members([["resourceId", resourceId], ...(authorizer === null ? [] : ([["authorizer", authorizer]] as const))]),
    members([
      ["resourcePath", resource],
      ["httpMethod", method],
      ["extendedRequestId", "x="],
      ["requestTime", commonLogTime(epoch)],
      ["path", contextPath],
      ["accountId", account],
      ["protocol", "HTTP/2.0"],
      ["stage", stage],
      ["domainPrefix", host.split(".", 1)[0]],
      ["requestTimeEpoch", epoch],
      ["requestId", "r"],
    ]),
    `"identity":{${identity}}`,
    members([["domainName", host], ["deploymentId", deployment], ["apiId", apiId]]), // prettier-ignore
    ...(isCanary === null ? [] : [members([["isCanaryRequest", isCanary]])]),
  ].join();
  return `{${[
    members([["resource", resource], ["path", path], ["httpMethod", method]]), // prettier-ignore
    `"headers":${single(headers)},"multiValueHeaders":${multi(headers)}`,
    `"queryStringParameters":${single(query)},"multiValueQueryStringParameters":${multi(query)}`,
    members([["pathParameters", pathParameters], ["stageVariables", stageVariables]]), // prettier-ignore
    `"requestContext":{${requestContext}}`,
    members([["body", form === bodyForms.none ? null : body], ["isBase64Encoded", form === bodyForms.base64]]), // prettier-ignore
  ].join()}}`;
}

function members(pairs: readonly (readonly [name: string, value: unknown])[]): string {
  return pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join();
}

function gathered(flat: readonly string[]): [name: string, values: string[]][] {
  const byName = new Map<string, string[]>();
  for (let i = 0; i < flat.length; i += 2) byName.set(flat[i], [...(byName.get(flat[i]) ?? []), flat[i + 1]]);
  return [...byName];
}

function single(flat: readonly string[] | null): string {
  return flat === null ? "null" : `{${members(gathered(flat).map(([key, values]) => [key, values.at(-1)]))}}`;
}

function multi(flat: readonly string[] | null): string {
  return flat === null ? "null" : `{${members(gathered(flat))}}`;
}

/** With prototypes and whatever properties are besides their values. */
function laidOpen(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    expect(Object.getPrototypeOf(inner)).toBe(Object.prototype);
    return Reflect.ownKeys(inner).map((key) => {
      const { value: held, ...rest } = Object.getOwnPropertyDescriptor(inner, key) ?? {};
      expect(rest).toEqual({ writable: true, enumerable: true, configurable: true });
      return [key, held] as unknown;
    });
  });
}
