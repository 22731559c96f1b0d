// What is to be done with a header by its name (AWS guide: api-gateway-known-issues, and answers recorded from AWS): which
// of a client's never reach an integration, which of a backend's come back under another name, which may not be mapped.
// A name is looked up as it came on the wire, case and all: one look in a map, and everything about it is there.
// Invariant: the map of names is bounded, whatever clients send; a name beyond the bound is worked out anew each time.

import { maxKnownHeaderNames } from "../../../base/limits.ts";

export interface HeaderName {
  readonly lower: string;
  /** As an edge location passes it on. */
  readonly fromEdge: string;
  /** Whether an integration sees it when a client sends it. */
  readonly reaches: "all" | "all but HTTP_PROXY" | "none";
  /** Whether the gateway writes it itself, over whatever the client sent. */
  readonly isOurs: boolean;
  /** The name under which an answer of a proxy integration has it; null: it is dropped. */
  readonly fromHttpProxy: string | null;
  readonly fromLambdaProxy: string | null;
  /** The same for mapped answers. */
  readonly mapped: string | null;
}

const droppedFromClients = words(
  "connection content-length content-md5 expect max-forwards proxy-authenticate server te transfer-encoding trailer upgrade www-authenticate",
);
const droppedByHttpProxy = words("host content-encoding keep-alive via");
const writtenByUs = words("x-amzn-trace-id x-forwarded-for x-forwarded-port x-forwarded-proto");

const remappedByAll = written("Connection Content-Length Date Server x-amzn-RequestId");
const remappedWhenMapped = written(
  "Authorization Content-MD5 Expect Host Max-Forwards Proxy-Authenticate Trailer Upgrade User-Agent WWW-Authenticate",
);

/** As CloudFront writes them, however a client did. */
const edgeNames = written("Accept Accept-Encoding Authorization Host User-Agent Via");

const forbiddenToAll = words("content-length transfer-encoding x-amzn-trace-id x-amzn-apigateway-api-id");
const forbiddenToAws = words("authorization connection expect proxy-authenticate te");

/**
 * Mapped all the same, these do not reach a backend. AWS sends Upgrade; but without a Connection that names it (RFC 9110 §7.8) it
 * asks for nothing, and a client of ours for HTTP refuses to send it.
 */
export const droppedFromMapped = words("connection expect keep-alive proxy-authenticate te upgrade via");

const known = new Map<string, HeaderName>();

export function headerName(name: string): HeaderName {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = describe(name);
  if (known.size < maxKnownHeaderNames) known.set(name, made);
  return made;
}

function describe(name: string): HeaderName {
  const lower = name.toLowerCase();
  const isDropped = lower === "transfer-encoding";
  const fromLambdaProxy = remapped(remappedByAll.get(lower)) ?? name;
  const isHop = isDropped || lower === "content-encoding" || lower === "via";
  return {
    lower,
    fromEdge: edgeNames.get(lower) ?? name,
    reaches: reach(lower),
    isOurs: writtenByUs.has(lower),
    fromHttpProxy: isHop ? null : fromLambdaProxy,
    fromLambdaProxy: isDropped ? null : fromLambdaProxy,
    mapped: isDropped ? null : (remapped(remappedWhenMapped.get(lower)) ?? fromLambdaProxy),
  };
}

function remapped(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `x-amzn-Remapped-${name}`;
}

function reach(lower: string): HeaderName["reaches"] {
  if (droppedFromClients.has(lower)) return "none";
  return droppedByHttpProxy.has(lower) ? "all but HTTP_PROXY" : "all";
}

/** Whether `integration.request.header.NAME` is one that AWS fails with an internal error for. */
export function mayMapHeader(name: string, type: "http" | "aws"): boolean {
  const lower = name.toLowerCase();
  return !forbiddenToAll.has(lower) && (type === "http" || !forbiddenToAws.has(lower));
}

const tokens = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const unfitForValues = /[^\t\x20-\x7e\x80-\xff]/;

/** Whether both can be written on the wire (RFC 9110 §5.1, §5.5). */
export function isHeader(name: string, value: string): boolean {
  return tokens.test(name) && !unfitForValues.test(value);
}

/** By the name in lower case. */
function written(names: string): ReadonlyMap<string, string> {
  return new Map(names.split(" ").map((name) => [name.toLowerCase(), name]));
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
