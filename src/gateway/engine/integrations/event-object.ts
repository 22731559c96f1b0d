// The event of a Lambda proxy integration, format 1.0 (AWS guide: set-up-lambda-proxy-integrations, "Input format"), as the
// object that a handler is given, out of the values that differ from event to event. Only these cross to a handler's thread,
// as one array of JSON: a third of the event's text, with no names to be looked up. Who wants the text writes the object down.
// Invariants: names, values and their order are those that JSON.parse makes of the event's text, whatever the client calls its
// headers and parameters; of several values the single maps have the last and the others all.
// Read next: ./event.ts, which gathers the values.

type Texts = Readonly<Record<string, string>>;

/** JSON, all of it; null is what is not there. */
export type EventValues = readonly [
  request: RequestValues,
  context: ContextValues,
  identity: IdentityValues,
  body: BodyValues,
];

export type RequestValues = readonly [
  resourcePath: string,
  path: string,
  httpMethod: string,
  /** Name, value, name, value…; those of one name are spelled alike. */
  headers: readonly string[],
  /** The same. */
  query: readonly string[] | null,
  pathParameters: Texts | null,
  stageVariables: Texts | null,
];

export type ContextValues = readonly [
  resourceId: string,
  authorizer: object | null,
  extendedRequestId: string,
  requestTime: string,
  path: string,
  accountId: string,
  protocol: string,
  stage: string,
  requestTimeEpoch: number,
  requestId: string,
  domainName: string,
  deploymentId: string,
  apiId: string,
  isCanaryRequest: boolean | null,
];

export type IdentityValues = readonly [
  signer: readonly [accountId: string, user: string, accessKey: string, userArn: string] | null,
  apiKey: readonly [value: string, id: string] | null,
  sourceIp: string,
  userAgent: string | null,
];

export type BodyValues = readonly [body: string | null, isBase64Encoded: boolean];

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

export function eventOf([request, context, identity, [body, isBase64Encoded]]: EventValues): ProxyEvent {
  return { ...membersOf(request, context, identity), body, isBase64Encoded };
}

/** All members but the body's. */
export function membersOf(request: RequestValues, context: ContextValues, identity: IdentityValues): Members {
  const [resource, path, httpMethod, headers, query, pathParameters, stageVariables] = request;
  const { single, multi } = mapsOf(headers);
  const { single: singleQuery, multi: multiQuery } = query === null ? noMaps : mapsOf(query);
  return {
    resource,
    path,
    httpMethod,
    headers: single,
    multiValueHeaders: multi,
    queryStringParameters: singleQuery,
    multiValueQueryStringParameters: multiQuery,
    pathParameters,
    stageVariables,
    requestContext: contextOf(request, context, identity),
  };
}

function contextOf(request: RequestValues, context: ContextValues, identity: IdentityValues): object {
  const [resourcePath, , httpMethod] = request;
  const [
    resourceId,
    authorizer,
    extendedRequestId,
    requestTime,
    path,
    accountId,
    protocol,
    stage,
    requestTimeEpoch,
    requestId,
    domainName,
    deploymentId,
    apiId,
    isCanaryRequest,
  ] = context;
  const made = {
    resourceId,
    resourcePath,
    httpMethod,
    extendedRequestId,
    requestTime,
    path,
    accountId,
    protocol,
    stage,
    domainPrefix: domainPrefixOf(domainName),
    requestTimeEpoch,
    requestId,
    identity: identityOf(identity),
    domainName,
    deploymentId,
    apiId,
  };
  const authorized = authorizer === null ? made : inserted(made, "resourceId", { authorizer });
  return isCanaryRequest === null ? authorized : Object.assign(authorized, { isCanaryRequest });
}

const nobody = [null, null, null, null] as const;

function identityOf([signer, key, sourceIp, userAgent]: IdentityValues): object {
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

/** Of a flat list of names and values. A name may be one that objects inherit, such as __proto__. */
function mapsOf(flat: readonly string[]): Maps {
  const single: Record<string, string> = {};
  const multi: Record<string, string[]> = {};
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i];
    const value = flat[i + 1];
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
  return { single, multi };
}

/** As a property of its own, whatever is inherited. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
