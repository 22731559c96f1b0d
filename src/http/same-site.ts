// Keeps pages of other sites away from what changes or tells something. A browser on this machine reaches loopback
// addresses, whatever page it shows: such a request carries the page's Origin (Fetch Standard §3.2), or, when the page
// rebinds its own name to a loopback address, that name as Host. Programs send no Origin, and an address as Host.
// A name is ours when no stranger's name server decides about it: localhost, what the configuration says, and the service's
// own names, which clients are led here by. Metrics and health are for everybody who can connect: they have nothing to hide
// and nothing to change. Whatever else there is or will be is guarded.

import { plainHost } from "../base/host-name.ts";
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { isHostOf } from "./tls-server.ts";

const open: ReadonlySet<string> = new Set(["/", "/metrics", "/healthz", "/readyz"]);

/** Whether a request must be refused. */
export function isForeign(
  path: string,
  { origin, host }: IncomingHttpHeaders,
  ownNames: readonly string[] = [],
): boolean {
  if (open.has(path)) return false;
  if (host === undefined || !isOwnHost(host, ownNames)) return true;
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** An address, localhost (RFC 6761 §6.3), one of our names or the service's: nothing that a stranger can lead elsewhere. */
function isOwnHost(host: string, ownNames: readonly string[]): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost") || name.endsWith(".amazonaws.com")) return true;
  const own = ownNames.map(plainHost);
  if (isHostOf(own, name)) return true;
  return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}
