// The request of an HTTP probe: the path and the headers as Route 53 sends them (API:HealthCheckConfig,
// FullyQualifiedDomainName: the rules of the Host header). Pure words, no sockets.

import type { ProbeTarget } from "../../health/definition.ts";

export function isTls(target: ProbeTarget): boolean {
  return target.type === "HTTPS" || target.type === "HTTPS_STR_MATCH";
}

/**
 * The port is named unless it is the protocol's own; without a name the address stands there. IPv6 addresses are in
 * brackets, as RFC 3986 §3.2.2 wants them.
 */
export function hostHeader(target: ProbeTarget, address: string): string {
  const host = target.name ?? (address.includes(":") ? `[${address}]` : address);
  return target.port === (isTls(target) ? 443 : 80) ? host : `${host}:${target.port}`;
}

/** The request target of RFC 7230 §5.3.1: begins with a slash, and what no target may hold is percent-encoded. */
export function requestPath(path: string): string {
  const rooted = path.startsWith("/") ? path : `/${path}`;
  return rooted.replaceAll(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part.toWellFormed()));
}

export function requestHeaders(check: string, target: ProbeTarget, address: string): Record<string, string> {
  return {
    Host: hostHeader(target, address),
    // Servers leave Route 53's checkers out of their logs by these words.
    "User-Agent": `Amazon-Route53-Health-Check-Service (ref ${check}; sent by Signpost)`,
    Accept: "*/*",
    "Accept-Encoding": "gzip, deflate, br",
    Connection: "close",
  };
}
