// Hosts of AWS that we stand in for, to clients whose proxy we are (api.intercept) and to those that their resolver or a port
// forwarded to us leads to a listener of our own (api.tls.listen): each host under a certificate of the local CA, which lies
// below the data directory and is made when one of the two is first asked for.

import { plainHost } from "../base/host-name.ts";
import { join } from "node:path";
import { LocalAuthority } from "../http/certificates/local-authority.ts";
import type { StandIn } from "../http/tls-server.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import type { Config } from "./config.ts";
import { wantsAuthority } from "./dns-credentials.ts";
import { ownNames } from "./own-names.ts";

/**
 * The local CA, where anything is served under its certificates; without a data directory it is gone with the process.
 * TLS clients have clocks of their own, so what a test does to the service's clock is nothing to certificates.
 * Throws AuthorityFault when it cannot be read or made.
 */
export function openAuthority(config: Config): LocalAuthority | null {
  const { api, gateway, data } = config;
  const isForDns = wantsAuthority(config);
  const isWanted =
    isForDns || api.intercept || api.tls.listen !== null || gateway.https !== null || gateway.edges.length > 0;
  if (!isWanted) return null;
  return data === null ? LocalAuthority.create(systemClock) : LocalAuthority.open(join(data, "ca"), systemClock);
}

/** Null when nobody is stood in for: clients must be told to trust a CA that is there the next time, too. */
export function openStandIn(
  { api, data }: Config,
  authority: LocalAuthority | null,
): StandIn | "no data directory" | null {
  if (!api.intercept && api.tls.listen === null) return null;
  if (data === null || authority === null) return "no data directory";
  const hosts = api.tls.hosts.map(plainHost);
  return { hosts, ownNames: ownNames(api, api.tls.listen === null ? [] : [api.tls.listen]), authority };
}
