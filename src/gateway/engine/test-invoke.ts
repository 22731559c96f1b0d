// A test of one method in an API's working copy (AWS API: TestInvokeMethod): the same pipeline without authorizers, keys,
// throttles and the cache, and the sentences of its execution log as they are recorded of AWS.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Method, Resource, Stage, StringMap } from "../model/shapes.ts";
import { brokenBy, finish } from "./ending.ts";
import { withoutIds } from "./execution-log.ts";
import { customisedType } from "./gateway-response.ts";
import type { GatewayFault } from "./fault.ts";
import { headerIn } from "./flat-headers.ts";
import type { GatewayReply, GatewayRequest } from "./messages.ts";
import { notingPorts } from "./noting-ports.ts";
import { StageProgram } from "./program.ts";
import { RequestExchange, type Surroundings } from "./request-exchange.ts";
import { Routes } from "./routes.ts";
import type { Seams } from "./seams.ts";
import type { Throttle } from "./throttle.ts";
import { StageKeys } from "./usage.ts";
import { executionLogTime } from "./wall-clock.ts";

export interface TestInvocation {
  /** The working copy, as a deployment of it would be. */
  readonly snapshot: ApiSnapshot;
  readonly resource: Resource;
  readonly httpMethod: string;
  /** null: the resource's own path. */
  readonly pathWithQueryString: string | null;
  /** Flat. */
  readonly headers: readonly string[];
  readonly body: string | null;
  readonly stageVariables: StringMap<string>;
}

export interface TestResult {
  readonly status: number;
  readonly body: string;
  readonly headers: StringMap<string>;
  readonly multiValueHeaders: StringMap<readonly string[]>;
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
}

export const stageName = "test-invoke-stage";
const hostName = "testPrefix.testDomainName";

export async function testInvoke(
  invocation: TestInvocation,
  around: Surroundings,
  seams: Seams,
  throttle: Throttle,
): Promise<TestResult> {
  const { ports, wall } = around;
  const { snapshot, resource, httpMethod } = invocation;
  const keys = new StageKeys(ports.catalogue, throttle, snapshot.apiId, stageName);
  const lines: string[] = [];
  const note = (sentence: string): void =>
    void lines.push(`${executionLogTime(wall.at(ports.clock.nowMs()))} : ${sentence}`);
  const noting = notingPorts(ports, snapshot.apiId, () => (invocation.body ?? "") !== "", note);
  const site = { ports: noting, seams, throttle, account: null, keys, cache: null, purpose: "test" } as const;
  const program = new StageProgram(site, snapshot, stageOf(invocation, ports.clock.wallSeconds()), "stage");
  const [path, queryText = ""] = splitTarget(invocation.pathWithQueryString ?? resource.path);
  const found = program.routes.find(httpMethod, path);
  const method = methodOf(resource, httpMethod);
  const pathParameters = found?.value.resource.id === resource.id ? found.parameters : ownParameters(resource, path);
  const target = {
    apiId: snapshot.apiId,
    stageName,
    basePath: "",
    path,
    queryText,
    by: "path",
    region: null,
    vpcEndpointId: null,
  } as const;
  const exchange = new RequestExchange(around, program, requestOf(invocation), target, ports.clock.nowMs(), {
    resource,
    method,
    pathParameters,
  });
  exchange.note = note;
  const reply = finish(program, exchange, await outcomeOf(program, exchange));
  const latency = Math.round(ports.clock.nowMs() - exchange.arrivedMs);
  const log = `Execution log for request ${exchange.requestId}\n${lines.join("\n")}\n`;
  return {
    status: reply.status,
    body: await bodyText(reply),
    ...headerMaps(shownHeaders(reply, exchange)),
    log,
    latency,
  };
}

async function outcomeOf(program: StageProgram, exchange: RequestExchange): Promise<GatewayReply | GatewayFault> {
  const { resource, method, request } = exchange;
  try {
    return await program.way({ resource, method, ways: new Map() }, request.method)(exchange);
  } catch (error) {
    return brokenBy(error);
  }
}

/** The stage that tests run in: it has variables and nothing else. */
export function stageOf({ stageVariables }: Pick<TestInvocation, "stageVariables">, nowSeconds: number): Stage {
  return {
    deploymentId: "",
    stageName,
    cacheClusterEnabled: false,
    cacheClusterStatus: "NOT_AVAILABLE",
    methodSettings: {},
    variables: stageVariables,
    tracingEnabled: false,
    createdDate: nowSeconds,
    lastUpdatedDate: nowSeconds,
  };
}

function methodOf({ resourceMethods = {} }: Resource, httpMethod: string): Method {
  const method = resourceMethods[httpMethod] ?? resourceMethods["ANY"];
  return method ?? { httpMethod, authorizationType: "NONE", apiKeyRequired: false };
}

/** Of a path that the resource takes, though another would be found for it. */
function ownParameters(resource: Resource, path: string): Readonly<Record<string, string>> | null {
  const routes = new Routes<null>();
  routes.add(resource.path, "GET", null);
  return routes.find("GET", path)?.parameters ?? null;
}

/** As if it had come over the wire, where a value has no line feed (RFC 9110 §5.5) and a target none either. */
export function requestOf({
  httpMethod,
  pathWithQueryString,
  resource,
  headers: given,
  body,
}: Pick<TestInvocation, "httpMethod" | "pathWithQueryString" | "resource" | "headers" | "body">): GatewayRequest {
  const headers = given.map((text) => text.replace(/[\r\n\0]/g, " "));
  const octets = body === null || body === "" ? null : new TextEncoder().encode(body);
  return {
    method: httpMethod,
    target: pathWithQueryString ?? resource.path,
    rawHeaders: headers,
    header: (name) => headerIn(headers, name),
    host: hostName.toLowerCase(),
    authority: hostName,
    scheme: "https",
    protocol: "HTTP/1.1",
    clientAddress: "127.0.0.1",
    port: 443,
    edge: null,
    vpcId: null,
    upgrade: null,
    body: octets === null ? null : { octets: () => Promise.resolve(octets) },
  };
}

/** A path and a query; the path has no line feed, as on the wire. */
export function splitTarget(target: string): [path: string, query?: string] {
  const mark = target.indexOf("?");
  const path = (mark === -1 ? target : target.slice(0, mark)).replaceAll("\n", "%0A");
  return mark === -1 ? [path] : [path, target.slice(mark + 1)];
}

async function bodyText({ body }: GatewayReply): Promise<string> {
  if (body === null || typeof body === "string") return body ?? "";
  const decoder = new TextDecoder();
  if (body instanceof Uint8Array) return decoder.decode(body);
  let text = "";
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Without the ids, which the test's own answer carries; and AWS's own answer to a fault has no media type here (recorded). */
function shownHeaders({ headers }: GatewayReply, { fault, snapshot }: RequestExchange): readonly string[] {
  const shown = withoutIds(headers);
  if (fault === null || customisedType(fault, snapshot) !== null) return shown;
  return shown.filter((_, at) => shown[at - (at % 2)] !== "Content-Type");
}

function headerMaps(headers: readonly string[]): Pick<TestResult, "headers" | "multiValueHeaders"> {
  const single: Record<string, string> = {};
  const multi: Record<string, string[]> = {};
  for (let i = 0; i < headers.length; i += 2) {
    const [name, value] = [headers[i], headers[i + 1]];
    single[name] = value;
    (multi[name] ??= []).push(value);
  }
  return { headers: single, multiValueHeaders: multi };
}
