// Keeps pages of other sites away from what changes or tells something. A browser on this machine reaches loopback
// addresses, whatever page it shows: such a request carries the page's Origin (Fetch Standard §3.2), or, when the page
// rebinds its own name to a loopback address, that name as Host. Programs send no Origin, and an address as Host.
// Metrics and health are for everybody who can connect: they have nothing to hide and nothing to change.

import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

const guarded = "/_signpost/";

/** Whether a request must be refused. */
export function isForeign(path: string, { origin, host }: IncomingHttpHeaders): boolean {
  if (!path.startsWith(guarded)) return false;
  if (host === undefined || !isOwnHost(host)) return true;
  return origin !== undefined && origin !== `http://${host}`;
}

/** An address or localhost: nothing that somebody's name server decides about (RFC 6761 §6.3). */
function isOwnHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}
