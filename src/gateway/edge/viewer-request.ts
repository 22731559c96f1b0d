// A viewer's request as an edge location passes it on (CloudFront guide: using-cloudfront-headers; AWS guide:
// api-gateway-api-endpoint-types): cookies in order, and what the location knows of the viewer. Names of headers that HTTP
// itself has get their usual capitals, all others keep theirs (recorded; the guide says it of all).

import { headerIn } from "../engine/flat-headers.ts";
import type { GatewayRequest, RequestBody } from "../engine/messages.ts";

export interface EdgePlace {
  readonly location: string;
  readonly region: string;
  readonly countryOf: (address: string) => string | null;
}

export class ViewerRequest implements GatewayRequest {
  readonly #viewer: GatewayRequest;
  readonly rawHeaders: readonly string[];
  readonly edge: GatewayRequest["edge"];
  readonly id: string;
  readonly via: string;

  constructor(viewer: GatewayRequest, place: EdgePlace, id: string) {
    this.#viewer = viewer;
    this.id = id;
    this.edge = { location: place.location, region: place.region };
    this.via = `1.1 ${id.slice(0, 32).toLowerCase().replaceAll(/[-_]/g, "0")}.cloudfront.net (CloudFront)`;
    this.rawHeaders = passedHeaders(viewer, place, this.via, id);
  }

  get method(): string {
    return this.#viewer.method;
  }
  get target(): string {
    return this.#viewer.target;
  }
  get host(): string {
    return this.#viewer.host;
  }
  get authority(): string {
    return this.#viewer.authority;
  }
  get scheme(): GatewayRequest["scheme"] {
    return this.#viewer.scheme;
  }
  get protocol(): GatewayRequest["protocol"] {
    return this.#viewer.protocol;
  }
  get clientAddress(): string {
    return this.#viewer.clientAddress;
  }
  get port(): number {
    return this.#viewer.port;
  }
  /** An edge location lies in no VPC. */
  get vpcId(): string | null {
    return null;
  }
  get upgrade(): string | null {
    return this.#viewer.upgrade;
  }
  get body(): RequestBody | null {
    return this.#viewer.body;
  }

  header(name: string): string | undefined {
    return headerIn(this.rawHeaders, name);
  }
}

function passedHeaders(viewer: GatewayRequest, place: EdgePlace, via: string, id: string): readonly string[] {
  const headers: string[] = [];
  const { rawHeaders } = viewer;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const lower = rawHeaders[i].toLowerCase();
    // What only an edge location says is never a viewer's to say.
    if (lower.startsWith("cloudfront-") || lower === "x-amz-cf-id") continue;
    const name = usualNames.get(lower) ?? rawHeaders[i];
    headers.push(name, name === "Cookie" ? sortedCookies(rawHeaders[i + 1]) : rawHeaders[i + 1]);
  }
  const agent = viewer.header("user-agent") ?? "";
  const device = deviceOf(agent);
  const country = place.countryOf(viewer.clientAddress);
  for (const kind of devices) headers.push(`CloudFront-Is-${kind}-Viewer`, String(kind === device));
  headers.push("CloudFront-Forwarded-Proto", viewer.scheme);
  if (country !== null) headers.push("CloudFront-Viewer-Country", country);
  headers.push("Via", via, "X-Amz-Cf-Id", id);
  return headers;
}

const devices = ["Desktop", "Mobile", "SmartTV", "Tablet"] as const;

function deviceOf(agent: string): (typeof devices)[number] {
  if (/smart-?tv|appletv|googletv|hbbtv/i.test(agent)) return "SmartTV";
  if (/ipad|tablet|kindle|android(?!.*mobile)/i.test(agent)) return "Tablet";
  return /mobi|iphone|android/i.test(agent) ? "Mobile" : "Desktop";
}

/** By their names in lower case: what a request may say by HTTP itself (RFC 9110). */
const usualNames: ReadonlyMap<string, string> = new Map(
  [
    ["Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control"],
    ["Content-Encoding", "Content-Language", "Content-Type", "Cookie", "Date", "Expect", "From", "Host"],
    ["If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since"],
    ["Origin", "Pragma", "Range", "Referer", "TE", "User-Agent", "Via"],
  ]
    .flat()
    .map((name) => [name.toLowerCase(), name]),
);

function sortedCookies(text: string): string {
  return text
    .split(/;\s*/)
    .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join("; ");
}
