// One request on its way through the pipeline: what it asked, where it was led, and what was found out about it so far. Its
// parts are made when somebody first asks: a cached answer never parses a query, a mock never reads a body.
// Integrations, authorizers, templates and logs read from it; only the pipeline (./pipeline.ts) and what it calls write.
// Read next: ./ports.ts, ./fault.ts.

import type { ApiKey, UsagePlan } from "../model/access.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Method, Resource, Stage } from "../model/shapes.ts";
import type { GatewayFault } from "./fault.ts";
import type { GatewayRequest } from "./messages.ts";

/** What an authorizer found: `$context.authorizer`. */
export interface Authorized {
  readonly principalId: string | null;
  /** Texts, numbers and booleans of a Lambda authorizer's context; claims stand below `claims`. */
  readonly context: { readonly [name: string]: unknown };
  readonly claims: { readonly [name: string]: string } | null;
  /** The API key, where keys come from the authorizer. */
  readonly usageIdentifierKey: string | null;
  /** Of AWS_IAM: who signed. */
  readonly identity: { readonly accessKey: string; readonly accountId: string; readonly userArn: string } | null;
  readonly integrationLatencyMs: number;
  /**
   * What its own policy says of this request; absent: it allows. "silent" leaves the word to the API's resource policy (AWS
   * guide: apigateway-authorization-flow, table A); a deny is a fault.
   */
  readonly decision?: "allowed" | "silent";
}

export interface Exchange {
  readonly request: GatewayRequest;
  readonly requestId: string;
  readonly extendedRequestId: string;
  /** X-Amzn-Trace-Id as it goes on: the client's root, or a new one. Made when somebody first asks. */
  readonly traceId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedMs: number;

  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
  readonly isCanary: boolean;
  /** Those of the stage, the canary's overrides over them. */
  readonly stageVariables: Readonly<Record<string, string>>;
  /** The custom domain's base path that led here; "" for none. */
  readonly basePath: string;
  /** The path within the stage, as it came, with its first slash. */
  readonly path: string;
  /** What stands behind the question mark, as it came. */
  readonly queryText: string;

  /** Set by routing. */
  readonly resource: Resource;
  readonly method: Method;
  /** As they came, not decoded; null for none. */
  readonly pathParameters: Readonly<Record<string, string>> | null;

  /** Decoded, every value of every name in order (+ is a blank). */
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Every value of every header, by the name as it first came. */
  readonly headers: ReadonlyMap<string, readonly string[]>;

  authorized: Authorized | null;
  apiKey: ApiKey | null;
  plan: UsagePlan | null;
  /** Octets of the body once they were read; null before, and where there is none. */
  bodyOctets: Uint8Array | null;
  fault: GatewayFault | null;
  /** When the integration was asked and when it answered, in the clock's milliseconds. */
  integrationStartedMs: number | null;
  integrationEndedMs: number | null;
  integrationStatus: number | null;

  /** Where the sentences of the execution log go; null where nobody reads them, so that none is made. */
  readonly note: ((sentence: string) => void) | null;

  /** One sentence of what goes wrong within the API, for the execution log whether or not anybody asked for the others. */
  complain(sentence: string): void;
  /** Reads the body, once; a fault when it is too large, did not come, or is not packed as it says. */
  readBody(): Promise<Uint8Array | GatewayFault>;
  /** The same as it was sent, packed where the client packed it: that is what it signed. */
  readSentBody(): Promise<Uint8Array | GatewayFault>;
  /** The body as UTF-8 text; "" where there is none. It must have been read. */
  bodyText(): string;
  /** `$context.NAME`: undefined where there is none (AWS guide: api-gateway-mapping-template-reference). */
  contextValue(name: string): unknown;
}
