// What a listener of this machine is called: the names and addresses that its certificate of the local CA is for.
// Read next: ./interception.ts, ./dns-credentials.ts.

import { plainHost } from "../base/host-name.ts";
import type { Endpoint } from "../net/address.ts";
import type { Config } from "./config.ts";

/** localhost, the hosts that the configuration says, loopback, and where it listens; each once. */
export function ownNames({ hosts }: Pick<Config["api"], "hosts">, listen: readonly Endpoint[]): string[] {
  const addresses = ["127.0.0.1", "::1", ...listen.map(({ address }) => address)];
  return [...new Set(["localhost", ...hosts.map(plainHost), ...addresses])];
}
