// How long a client is waited for: while it says its headers, while it sends a request, while it says nothing, and while it does not
// take the answer that it asked for. Who looks: ./http1/connections.ts, and ./gateway/silent-sessions.ts for HTTP/2.

import { gatewayHeadersTimeoutMs, gatewayIdleTimeoutMs, gatewayRequestTimeoutMs } from "../base/limits.ts";

/** In milliseconds. */
export interface Patience {
  /** Over the headers of a request, and over a TLS handshake. */
  readonly headersMs: number;
  /** Over a whole request. */
  readonly requestMs: number;
  /** With nothing happening at all; an answer that nobody reads is nothing. */
  readonly idleMs: number;
}

export const usualPatience: Patience = {
  headersMs: gatewayHeadersTimeoutMs,
  requestMs: gatewayRequestTimeoutMs,
  idleMs: gatewayIdleTimeoutMs,
};
