// The exchange of ./exchange.ts as the pipeline makes it: one object for a request, whose parts are made when somebody
// first asks. Ids are drawn, queries and headers parsed and the body read at the first question, and kept.
// Read next: ./pipeline.ts.

import { maxGatewayBodyOctets } from "../../base/limits.ts";
import type { ApiKey, UsagePlan } from "../model/access.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Method, Resource, Stage } from "../model/shapes.ts";
import { contextValue } from "./context.ts";
import type { Authorized, Exchange } from "./exchange.ts";
import { GatewayFault } from "./fault.ts";
import type { GatewayRequest } from "./messages.ts";
import type { EnginePorts } from "./ports.ts";
import { parseQuery } from "./query.ts";
import type { Target } from "./target.ts";
import { traceIdOf } from "./trace-id.ts";
import type { WallClock } from "./wall-clock.ts";

/** What exchanges take from the gateway. */
export interface Surroundings {
  readonly ports: EnginePorts;
  readonly wall: WallClock;
}

/** What does not differ between the requests of a stage. */
export interface StageFacts {
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
  readonly isCanary: boolean;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Where routing led. */
export interface Place {
  readonly resource: Resource;
  readonly method: Method;
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

const noOctets = new Uint8Array(0);
const decoder = new TextDecoder();
/** Base64 in the order of its values: an id is of these letters, and ends with =, as AWS's do. */
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export class RequestExchange implements Exchange {
  readonly request: GatewayRequest;
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
  readonly isCanary: boolean;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly basePath: string;
  readonly path: string;
  readonly queryText: string;
  readonly target: Target;
  /** When it came, in the clock's milliseconds. */
  readonly arrivedMs: number;

  resource: Resource;
  method: Method;
  pathParameters: Readonly<Record<string, string>> | null;

  authorized: Authorized | null = null;
  apiKey: ApiKey | null = null;
  plan: UsagePlan | null = null;
  bodyOctets: Uint8Array | null = null;
  fault: GatewayFault | null = null;
  integrationStartedMs: number | null = null;
  integrationEndedMs: number | null = null;
  integrationStatus: number | null = null;
  note: ((sentence: string) => void) | null = null;

  /** Of the answer, once there is one: for logs and figures. */
  replyStatus = 0;
  replyOctets = 0;
  endedMs = 0;
  cache: "hit" | "miss" | "off" = "off";
  /** What a client that may not pass the cache by is told; null for nothing. */
  warning: string | null = null;

  readonly #around: Surroundings;
  #requestId: string | null = null;
  #extendedRequestId: string | null = null;
  #traceId: string | null = null;
  #startedMs: number | null = null;
  #query: ReadonlyMap<string, readonly string[]> | null = null;
  #headers: ReadonlyMap<string, readonly string[]> | null = null;
  #body: Promise<Uint8Array | GatewayFault> | null = null;
  #sentBody: Promise<Uint8Array | GatewayFault> | null = null;
  #text: string | null = null;

  constructor(
    around: Surroundings,
    facts: StageFacts,
    request: GatewayRequest,
    target: Target,
    arrivedMs: number,
    place: Place,
  ) {
    this.#around = around;
    this.request = request;
    this.snapshot = facts.snapshot;
    this.stage = facts.stage;
    this.isCanary = facts.isCanary;
    this.stageVariables = facts.stageVariables;
    this.basePath = target.by === "domain" ? target.basePath : "";
    this.path = target.path;
    this.queryText = target.queryText;
    this.target = target;
    this.arrivedMs = arrivedMs;
    this.resource = place.resource;
    this.method = place.method;
    this.pathParameters = place.pathParameters;
  }

  get requestId(): string {
    return (this.#requestId ??= this.#around.ports.crypto.newId());
  }

  get extendedRequestId(): string {
    return (this.#extendedRequestId ??= extendedId(this.#around.ports));
  }

  get traceId(): string {
    const { random } = this.#around.ports;
    return (this.#traceId ??= traceIdOf(this.request.header("x-amzn-trace-id"), this.startedMs, random));
  }

  get startedMs(): number {
    return (this.#startedMs ??= this.#around.wall.at(this.arrivedMs));
  }

  get query(): ReadonlyMap<string, readonly string[]> {
    return (this.#query ??= parseQuery(this.queryText));
  }

  get headers(): ReadonlyMap<string, readonly string[]> {
    return (this.#headers ??= gatherHeaders(this.request.rawHeaders));
  }

  complain(sentence: string): void {
    const { executionLog } = this.#around.ports;
    if (this.note !== null) this.note(sentence);
    else executionLog(this.snapshot.apiId, this.stage.stageName, this.requestId, sentence, "note");
  }

  readBody(): Promise<Uint8Array | GatewayFault> {
    return (this.#body ??= this.#readBody());
  }

  readSentBody(): Promise<Uint8Array | GatewayFault> {
    return (this.#sentBody ??= this.#readSentBody());
  }

  async #readBody(): Promise<Uint8Array | GatewayFault> {
    const sent = await this.readSentBody();
    if (sent instanceof GatewayFault) return sent;
    const whole = await this.#unpacked(sent);
    if (!(whole instanceof GatewayFault)) this.bodyOctets = whole;
    return whole;
  }

  async #readSentBody(): Promise<Uint8Array | GatewayFault> {
    const { body } = this.request;
    if (body === null) return noOctets;
    const octets = await body.octets();
    if (octets === "too large") return new GatewayFault("REQUEST_TOO_LARGE");
    if (octets === "aborted")
      return new GatewayFault("BAD_REQUEST_BODY", { why: "The client left before its body was sent." });
    return octets;
  }

  /** Whether or not the API packs its answers (AWS guide: api-gateway-make-request-with-compressed-payload). */
  async #unpacked(octets: Uint8Array): Promise<Uint8Array | GatewayFault> {
    const coding = this.request.header("content-encoding")?.trim().toLowerCase() ?? "identity";
    if (coding === "identity" || coding === "" || octets.length === 0) return octets;
    if (coding !== "gzip" && coding !== "deflate")
      return unsupported("The client's body has a content coding that is neither gzip nor deflate.");
    const whole = await this.#around.ports.unpack(coding, octets, maxGatewayBodyOctets);
    if (whole === "too large") return new GatewayFault("REQUEST_TOO_LARGE");
    return whole === "malformed" ? unsupported(`The client's body is not packed by ${coding}, as it says.`) : whole;
  }

  bodyText(): string {
    return (this.#text ??= this.bodyOctets === null ? "" : decoder.decode(this.bodyOctets));
  }

  contextValue(name: string): unknown {
    return contextValue(this, name);
  }
}

function unsupported(why: string): GatewayFault {
  return new GatewayFault("UNSUPPORTED_MEDIA_TYPE", { why });
}

export function extendedId({ random }: Pick<EnginePorts, "random">): string {
  let text = "";
  for (let i = 0; i < 3; i++) {
    const bits = random.below(2 ** 30);
    text += letters[bits & 63] + letters[(bits >>> 6) & 63] + letters[(bits >>> 12) & 63];
    text += letters[(bits >>> 18) & 63] + letters[bits >>> 24];
  }
  return `${text}=`;
}

function gatherHeaders(raw: readonly string[]): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  const firstNames = new Map<string, string>();
  for (let i = 0; i < raw.length; i += 2) {
    const lower = raw[i].toLowerCase();
    const first = firstNames.get(lower);
    if (first === undefined) {
      firstNames.set(lower, raw[i]);
      byName.set(raw[i], [raw[i + 1]]);
    } else byName.get(first)?.push(raw[i + 1]);
  }
  return byName;
}
