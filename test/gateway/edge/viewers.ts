// An edge location with a scripted region behind it, and viewers who ask it: plain values all, and a clock that is told.

import { VirtualClock } from "../../../src/base/clock.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { EdgeLocation } from "../../../src/gateway/edge/edge-location.ts";
import type { GatewayReply, GatewayRequest } from "../../../src/gateway/engine/messages.ts";

export type Headers = Readonly<Record<string, string>>;

export function viewerRequest(method: string, target: string, headers: Headers = {}): GatewayRequest {
  const rawHeaders = Object.entries(headers).flat();
  return {
    method,
    target,
    rawHeaders,
    header: (name) => Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1],
    host: "api.example.test",
    authority: "api.example.test",
    scheme: "https",
    protocol: "HTTP/1.1",
    clientAddress: "192.0.2.7",
    port: 443,
    edge: null,
    vpcId: "vpc-1",
    upgrade: null,
    body: null,
  };
}

export class Edge {
  readonly clock = new VirtualClock();
  /** What came to the region. */
  readonly asked: GatewayRequest[] = [];
  readonly location: EdgeLocation;
  /** What the region answers next. */
  answer: GatewayReply = { status: 200, headers: [], body: "" };

  constructor(cacheOctets = 100_000) {
    this.location = new EdgeLocation({
      location: "FRA",
      region: "eu-central-1",
      cacheOctets,
      clock: this.clock,
      random: seededRandom(1),
      countryOf: (address) => (address === "192.0.2.7" ? "DE" : null),
      behind: (request) => {
        this.asked.push(request);
        return this.answer;
      },
    });
  }

  /** Lets the region answer with these headers from now on. */
  answers(headers: Headers, body: GatewayReply["body"] = "a", status = 200): this {
    this.answer = { status, headers: Object.entries(headers).flat(), body };
    return this;
  }

  async ask(method: string, target: string, headers: Headers = {}): Promise<GatewayReply & { verdict: string }> {
    const reply = await this.location.handle(viewerRequest(method, target, headers));
    return { ...reply, verdict: headerOf(reply, "X-Cache")?.split(" ")[0] ?? "" };
  }
}

export function headerOf({ headers }: GatewayReply, name: string): string | undefined {
  const at = headers.indexOf(name);
  return at === -1 ? undefined : headers[at + 1];
}
