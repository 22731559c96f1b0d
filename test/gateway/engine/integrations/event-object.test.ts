// The object that a handler's thread makes of an event's values: key for key, in their order, what JSON.parse makes of the
// event's text, whatever a client calls its headers and parameters.

import fc from "fast-check";
import { expect, test } from "vitest";
import { eventOf, type EventValues } from "../../../../src/gateway/engine/integrations/event-object.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
/** Names that objects inherit, names that come twice, and names that objects have in another order. */
const name = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "a", "2", "1"));
const flat = fc.array(fc.tuple(name, text), { maxLength: 8 }).map((pairs) => pairs.flat());
const texts = fc.array(fc.tuple(name, text), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
const signer = fc.tuple(text, text, text, text);
const orNone = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });

const anyValues: fc.Arbitrary<EventValues> = fc.tuple(
  fc.tuple(text, text, text, flat, orNone(flat), orNone(texts), orNone(texts)),
  fc
    .tuple(orNone(texts), fc.nat(), fc.domain(), orNone(fc.boolean()))
    .map(([authorizer, epoch, host, isCanary]) =>
      ["id", authorizer, "x=", "now", "/a", "1", "HTTP/2.0", "s", epoch, "r", host, "d", "api", isCanary] as const), // prettier-ignore
  fc.tuple(orNone(signer), orNone(fc.tuple(text, text)), text, orNone(text)),
  fc.tuple(orNone(text), fc.boolean()),
);

test("it is what JSON.parse makes of the text", () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const crossed = JSON.parse(JSON.stringify(values)) as EventValues;
      expect(laidOpen(eventOf(crossed))).toBe(laidOpen(JSON.parse(textOf(values))));
    }),
  );
});

/** The event as text, put together from texts. */
function textOf([request, context, [by, key, sourceIp, userAgent], [body, isBase64Encoded]]: EventValues): string {
  const [resource, path, method, headers, query, pathParameters, stageVariables] = request;
  const [resourceId, authorizer, extendedId, requestTime, contextPath, account, protocol, stage, ...more] = context;
  const [epoch, requestId, host, deployment, apiId, isCanary] = more;
  const [accountId, user, accessKey, userArn] = by ?? [null, null, null, null];
  const identity = members([
    ["cognitoIdentityPoolId", null],
    ["accountId", accountId],
    ["cognitoIdentityId", null],
    ["caller", user],
    ...(key === null ? [] : ([["apiKey", key[0]], ["apiKeyId", key[1]]] as const)), // prettier-ignore
    ["sourceIp", sourceIp],
    ["principalOrgId", null],
    ["accessKey", accessKey],
    ["cognitoAuthenticationType", null],
    ["cognitoAuthenticationProvider", null],
    ["userArn", userArn],
    ["userAgent", userAgent],
    ["user", user],
  ]);
  const requestContext = [
    members([["resourceId", resourceId], ...(authorizer === null ? [] : ([["authorizer", authorizer]] as const))]),
    members([
      ["resourcePath", resource],
      ["httpMethod", method],
      ["extendedRequestId", extendedId],
      ["requestTime", requestTime],
      ["path", contextPath],
      ["accountId", account],
      ["protocol", protocol],
      ["stage", stage],
      ["domainPrefix", host.split(".", 1)[0]],
      ["requestTimeEpoch", epoch],
      ["requestId", requestId],
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
    members([["body", body], ["isBase64Encoded", isBase64Encoded]]), // prettier-ignore
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
