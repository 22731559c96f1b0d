// An edge location: what an edge-optimised endpoint puts between clients and the region (AWS guide: api-gateway-api-endpoint-types;
// CloudFront guide: RequestAndResponseBehaviorCustomOrigin). It passes requests on to the API behind it, says where it is and what
// it knows of the viewer, and keeps the answers that allow it, each location for itself.
// Invariants: what is kept is bounded in octets, the longest unused going first; an answer is given to nobody whose request
// differs in a header that the answer names (Vary). Read next: ./freshness.ts, ./viewer-request.ts.

import type { Clock } from "../../base/clock.ts";
import { drawText, type Random } from "../../base/random.ts";
import { headerIn } from "../engine/flat-headers.ts";
import type { Eventual, GatewayReply, GatewayRequest } from "../engine/messages.ts";
import { type AnswerHead, lifetimeSeconds, matchesTag, varyingNames, wantsFresh } from "./freshness.ts";
import { EdgeCache, type Kept } from "./edge-cache.ts";
import { ViewerRequest } from "./viewer-request.ts";

export interface EdgeOptions {
  /** The location's code, as the airport's: FRA. */
  readonly location: string;
  /** The AWS region nearest to it. */
  readonly region: string;
  /** What it keeps at most, in octets. */
  readonly cacheOctets: number;
  readonly clock: Clock;
  readonly random: Random;
  /** The country of a client, as a code of two letters; null when it is not known. */
  readonly countryOf: (address: string) => string | null;
  /** Who answers in the region. */
  readonly behind: (request: GatewayRequest) => Eventual<GatewayReply>;
}

export class EdgeLocation {
  readonly #options: EdgeOptions;
  readonly #cache: EdgeCache;

  constructor(options: EdgeOptions) {
    this.#options = options;
    this.#cache = new EdgeCache(options.cacheOctets);
  }

  /** Octets that are kept, and answers. */
  get kept(): { readonly octets: number; readonly answers: number } {
    return this.#cache.size;
  }

  handle(given: GatewayRequest): Eventual<GatewayReply> {
    const { clock, behind } = this.#options;
    const request = new ViewerRequest(given, this.#options, this.#newId());
    const isKeepable = (given.method === "GET" || given.method === "HEAD") && given.upgrade === null;
    const wanted = isKeepable && !wantsFresh(given.header("cache-control"), given.header("pragma"));
    const kept = wanted ? this.#cache.find(given, clock.nowMs()) : null;
    if (kept !== null) return this.#fromCache(request, kept);
    const reply = behind(request);
    return reply instanceof Promise
      ? reply.then((late) => this.#passOn(given, request, late))
      : this.#passOn(given, request, reply);
  }

  #fromCache(request: ViewerRequest, kept: Kept): GatewayReply {
    const { reply, storedMs } = kept;
    const age = Math.floor((this.#options.clock.nowMs() - storedMs) / 1000);
    const headers = [...reply.headers, "Age", String(age), ...this.#marks(request, "Hit from cloudfront")];
    if (matchesTag(request.header("if-none-match"), headerIn(reply.headers, "etag")))
      return { status: 304, headers, body: null };
    return { status: reply.status, headers, body: request.method === "HEAD" ? null : reply.body };
  }

  #passOn(given: GatewayRequest, request: ViewerRequest, reply: GatewayReply): GatewayReply {
    const head: AnswerHead = { status: reply.status, header: (name) => headerIn(reply.headers, name) };
    const { clock } = this.#options;
    const isAuthorised = given.header("authorization") === undefined ? "anonymous" : "authorised";
    const lifetime = lifetimeSeconds(given.method, isAuthorised, head, clock.wallSeconds() * 1000);
    const isWhole = reply.body === null || typeof reply.body === "string" || reply.body instanceof Uint8Array;
    if (lifetime > 0 && isWhole) {
      const nowMs = clock.nowMs();
      const varying = varyingNames(head.header("vary"));
      this.#cache.store(given, { reply, varying, storedMs: nowMs, freshUntilMs: nowMs + lifetime * 1000 });
    }
    const verdict = reply.status >= 400 ? "Error from cloudfront" : "Miss from cloudfront";
    return { ...reply, headers: [...reply.headers, ...this.#marks(request, verdict)] };
  }

  #marks({ id, via }: ViewerRequest, verdict: string): readonly string[] {
    const pop = `${this.#options.location}50-P1`;
    return ["X-Cache", verdict, "Via", via, "X-Amz-Cf-Pop", pop, "X-Amz-Cf-Id", id];
  }

  /** Looks as CloudFront's do: base64 of 40 octets or so. */
  #newId(): string {
    return `${drawText(this.#options.random, idLetters, 55)}=`;
  }
}

const idLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
