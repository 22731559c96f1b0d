// The event of a Lambda proxy integration, format 1.0 (AWS guide: set-up-lambda-proxy-integrations, "Input format"), as the
// object that a handler is given, out of the lines that cross to the handler's thread: what differs from event to event, a
// fourth of the event's text, with nothing quoted and no names to be looked up. Whoever wants the text writes the object down.
//
//   site | rare | path | method | client's address | X-Forwarded-For as it came, or "" | port | scheme |
//   name | value | name | value | … | "" | $context.path | protocol | host | date in ms | request id | extended one |
//   form of the body | body
//
// Invariants: names, values and their order are those that JSON.parse makes of the event's text, whatever the client calls its
// headers and parameters; of several values the single maps have the last and the others all. Nothing but a body has a line
// feed in it, as nothing else that a client sends can (RFC 9110 §5.5, RFC 9113 §8.2.1), and what may have one is in JSON.
// Read next: ./event.ts, which writes the lines.

import type { LineReader } from "../../../base/line-reader.ts";
import { isNamed } from "../flat-headers.ts";
import { commonLogTime } from "../wall-clock.ts";

type Texts = Readonly<Record<string, string>>;

/** What the events of a method have in common; as JSON. */
export type SiteValues = readonly [
  resourcePath: string,
  resourceId: string,
  accountId: string,
  stage: string,
  deploymentId: string,
  apiId: string,
  stageVariables: Texts | null,
  isCanaryRequest: boolean | null,
];

/** What many requests have nothing of; as JSON, or "" where all of it is null. */
export type RareValues = readonly [
  /** Name, value, name, value…, decoded. */
  query: readonly string[] | null,
  pathParameters: Texts | null,
  authorizer: object | null,
  signer: readonly [accountId: string, user: string, accessKey: string, userArn: string] | null,
  apiKey: readonly [value: string, id: string] | null,
];

export const bodyForms = { none: "", text: "t", base64: "b" } as const;

export interface Members {
  readonly resource: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: object;
  readonly multiValueHeaders: object;
  readonly queryStringParameters: object | null;
  readonly multiValueQueryStringParameters: object | null;
  readonly pathParameters: object | null;
  readonly stageVariables: object | null;
  readonly requestContext: object;
}

export interface ProxyEvent extends Members {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** Reads one event; the trace goes with the invocation. */
export function eventOf(lines: LineReader, traceId: string): ProxyEvent {
  const site = siteOf(lines.next());
  const rare = rareOf(lines.next());
  const [resource, , , , , , stageVariables] = site;
  const [query, pathParameters] = rare;
  const path = lines.next();
  const httpMethod = lines.next();
  const sourceIp = lines.next();
  const headers = headersOf(lines, sourceIp, traceId);
  const queryMaps = query === null ? noMaps : mapsOf(query);
  const requestContext = contextOf(site, rare, httpMethod, identityOf(rare, sourceIp, userAgentIn(headers)), lines);
  const form = lines.next();
  return {
    resource,
    path,
    httpMethod,
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: queryMaps.single,
    multiValueQueryStringParameters: queryMaps.multi,
    pathParameters,
    // What a handler does to them is its own.
    stageVariables: stageVariables === null ? null : { ...stageVariables },
    requestContext,
    body: form === bodyForms.none ? null : lines.rest(),
    isBase64Encoded: form === bodyForms.base64,
  };
}

let lastText = "";
let lastSite: SiteValues = ["", "", "", "", "", "", null, null];

/** Most events come of the site of the one before. */
function siteOf(text: string): SiteValues {
  if (text !== lastText) {
    lastSite = JSON.parse(text) as SiteValues;
    lastText = text;
  }
  return lastSite;
}

const nothing: RareValues = [null, null, null, null, null];

function rareOf(text: string): RareValues {
  return text === "" ? nothing : (JSON.parse(text) as RareValues);
}

function contextOf(
  site: SiteValues,
  [, , authorizer]: RareValues,
  httpMethod: string,
  identity: object,
  lines: LineReader,
): object {
  const [resourcePath, resourceId, accountId, stage, deploymentId, apiId, , isCanaryRequest] = site;
  const path = lines.next();
  const protocol = lines.next();
  const domainName = lines.next();
  const requestTimeEpoch = Number(lines.next());
  const requestId = lines.next();
  const extendedRequestId = lines.next();
  const made = {
    resourceId,
    resourcePath,
    httpMethod,
    extendedRequestId,
    requestTime: commonLogTime(requestTimeEpoch),
    path,
    accountId,
    protocol,
    stage,
    domainPrefix: domainPrefixOf(domainName),
    requestTimeEpoch,
    requestId,
    identity,
    domainName,
    deploymentId,
    apiId,
  };
  const authorized = authorizer === null ? made : inserted(made, "resourceId", { authorizer });
  return isCanaryRequest === null ? authorized : Object.assign(authorized, { isCanaryRequest });
}

const nobody = [null, null, null, null] as const;

function identityOf([, , , signer, key]: RareValues, sourceIp: string, userAgent: string | null): object {
  const [accountId, user, accessKey, userArn] = signer ?? nobody;
  const made = {
    cognitoIdentityPoolId: null,
    accountId,
    cognitoIdentityId: null,
    caller: user,
    sourceIp,
    principalOrgId: null,
    accessKey,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn,
    userAgent,
    user,
  };
  return key === null ? made : inserted(made, "caller", { apiKey: key[0], apiKeyId: key[1] });
}

/** With members behind one that is there. Literals that spread what is mostly nothing cost five times as much as plain ones. */
function inserted(object: object, behind: string, members: object): object {
  const entries = Object.entries(object);
  const at = entries.findIndex(([name]) => name === behind) + 1;
  return Object.fromEntries([...entries.slice(0, at), ...Object.entries(members), ...entries.slice(at)]);
}

function domainPrefixOf(host: string): string {
  const dot = host.indexOf(".");
  return dot === -1 ? host : host.slice(0, dot);
}

interface Maps {
  readonly single: Record<string, string>;
  readonly multi: Record<string, string[]>;
}

const noMaps = { single: null, multi: null };

/** Those that came, and behind them what the gateway writes itself. */
function headersOf(lines: LineReader, clientAddress: string, traceId: string): Maps {
  const maps: Maps = { single: {}, multi: {} };
  const before = lines.next();
  const port = lines.next();
  const scheme = lines.next();
  for (let name = lines.next(); name !== ""; name = lines.next()) addTo(maps, name, lines.next());
  addTo(maps, "X-Amzn-Trace-Id", traceId);
  addTo(maps, "X-Forwarded-For", before === "" ? clientAddress : `${before}, ${clientAddress}`);
  addTo(maps, "X-Forwarded-Port", port);
  addTo(maps, "X-Forwarded-Proto", scheme);
  return maps;
}

function userAgentIn({ multi }: Maps): string | null {
  for (const name in multi) if (isNamed(name, "user-agent")) return multi[name][0];
  return null;
}

/** Of a flat list of names and values. */
function mapsOf(flat: readonly string[]): Maps {
  const maps: Maps = { single: {}, multi: {} };
  for (let i = 0; i < flat.length; i += 2) addTo(maps, flat[i], flat[i + 1]);
  return maps;
}

/** A name may be one that objects inherit, such as __proto__. */
function addTo({ single, multi }: Maps, name: string, value: string): void {
  if (multi[name] === undefined) {
    single[name] = value;
    multi[name] = [value];
  } else if (Object.hasOwn(multi, name)) {
    define(single, name, value);
    multi[name].push(value);
  } else {
    define(single, name, value);
    define(multi, name, [value]);
  }
}

/** As a property of its own, whatever is inherited. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
