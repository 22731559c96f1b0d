// What the engine needs of the world, as ports: clock and chance, the catalogue of what is deployed, functions, other servers,
// cryptography, what is counted and what is logged. Floor 6 and the composition fill them; tests fill them with plain objects.

import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import type { FunctionPort } from "../functions/port.ts";
import type { GatewayCatalogue } from "../model/catalogue.ts";
import type { Tunnel } from "./messages.ts";

export interface UpstreamRequest {
  readonly method: string;
  /** http or https; the host may be a name. */
  readonly url: string;
  /** Flat; host included where it is to differ from the URL's. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
  /** Milliseconds until the answer must have begun. */
  readonly timeoutMs: number;
  readonly certificate: "verified" | "taken as it is";
  /** Whether the answer's body is wanted whole, or as it comes. */
  readonly answer: "whole" | "streamed";
  /** The VPC link that the API goes by, for a port that knows its targets; null or absent: the URL's own host is asked. */
  readonly vpcLink?: string | null;
  /** The protocol to change to, on a connection of its own; null or absent: the request is an ordinary one. */
  readonly upgrade?: string | null;
  /** The certificate to show to the server, for a port that has its key; null or absent: none. */
  readonly clientCertificate?: ClientCertificateName | null;
}

/** Where a client certificate is kept. */
export interface ClientCertificateName {
  readonly account: string;
  readonly region: string;
  readonly id: string;
}

export interface UpstreamReply {
  readonly status: number;
  /** Flat, as they came. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** With status 101, and then always. */
  readonly tunnel?: Tunnel;
}

/** Why there is no answer: a sentence for the log, never for the client. */
export interface UpstreamFault {
  readonly fault: "timeout" | "unreachable" | "too large";
  readonly why: string;
}

export interface UpstreamPort {
  send(request: UpstreamRequest): Promise<UpstreamReply | UpstreamFault>;
}

/** Who is counted against a quota, and whether there is something left. */
export interface UsagePort {
  /** Counts one request of a key in a plan's present period; false when the quota is used up, and nothing is counted. */
  take(planId: string, keyId: string): boolean;
}

export interface CryptoPort {
  /** A UUID. */
  newId(): string;
  sha256(octets: Uint8Array): Uint8Array;
  hmacSha256(key: Uint8Array, octets: Uint8Array): Uint8Array;
  /** Whether `signature` is one of these octets by this key (JSON Web Algorithms: RS256, ES256 and their like). */
  verify(algorithm: string, publicKey: JsonWebKey, octets: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** A JSON Web Key as text members. */
export interface JsonWebKey {
  readonly kty: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly [member: string]: unknown;
}

/** What of one request is counted (AWS guide: api-gateway-metrics-and-dimensions). */
export interface RequestFigures {
  readonly apiId: string;
  readonly apiName: string;
  readonly stageName: string;
  readonly resourcePath: string;
  readonly httpMethod: string;
  readonly status: number;
  /** Milliseconds. */
  readonly latencyMs: number;
  readonly integrationLatencyMs: number | null;
  readonly cache: "hit" | "miss" | "off";
  /** Octets of the answer's body; 0 where it was streamed. */
  readonly octets: number;
}

/** A "fault" is why a request ended with 5xx, a "note" anything else. */
export type ExecutionLine = [
  apiId: string,
  stageName: string,
  requestId: string,
  sentence: string,
  weight: "fault" | "note",
];

export interface EnginePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  readonly catalogue: GatewayCatalogue;
  readonly functions: FunctionPort;
  readonly upstream: UpstreamPort;
  /** Packs an answer's body; null: answers are never packed. */
  readonly pack: ((coding: "gzip" | "deflate", octets: Uint8Array) => Uint8Array) | null;
  /** Unpacks a client's body: "malformed" where it is not packed so, "too large" where it has more than `most` octets then. */
  readonly unpack: (
    coding: "gzip" | "deflate",
    octets: Uint8Array,
    most: number,
  ) => Promise<Uint8Array | "malformed" | "too large">;
  readonly usage: UsagePort;
  /** The secret of an access key, for AWS_IAM; null when the key is unknown. */
  readonly secretOf: (accessKey: string) => { readonly secret: string; readonly account: string } | null;
  /** The JSON Web Keys that an issuer publishes; throws with a sentence when they cannot be fetched. */
  readonly keysOf: (issuer: string) => Promise<readonly JsonWebKey[]>;
  readonly counted: (figures: RequestFigures) => void;
  /** One line of a stage's access log. */
  readonly accessLog: (apiId: string, stageName: string, line: string) => void;
  /** What went on within an API, for whoever runs it: configuration, functions, other servers. */
  readonly executionLog: (...line: ExecutionLine) => void;
}
