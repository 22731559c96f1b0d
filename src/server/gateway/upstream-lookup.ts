// How names of servers behind the gateway become addresses: our own server is asked first, which knows our zones and resolves
// all others where it may; what it refuses or cannot find is left to the machine. So an integration can name a host of a hosted zone, and
// what policies and health say of it holds for the gateway too.

import { lookup as machineLookup } from "node:dns";
import { Resolver } from "node:dns/promises";
import type { LookupFunction } from "node:net";

const patience = { timeout: 2_000, tries: 2 };

/** `server` says where our own server listens, as ADDRESS:PORT; null while it does not. */
export function upstreamLookup(server: () => string | null): LookupFunction {
  const own = new Resolver(patience);
  let asked: string | null = null;
  return (name, options, found) => {
    const here = server();
    // RFC 6761 §6.3: localhost is this machine, whatever a server says.
    if (here === null || name === "localhost" || name.endsWith(".localhost")) {
      machineLookup(name === "localhost" || here === null ? name : "localhost", options, found);
      return;
    }
    if (here !== asked) own.setServers([here]);
    asked = here;
    void find(own, name, options, found);
  };
}

async function find(...[server, name, options, found]: [Resolver, ...Parameters<LookupFunction>]): Promise<void> {
  const addresses = await addressesOf(server, name, options.family);
  if (addresses.length === 0) machineLookup(name, options, found);
  else if (options.all === true) found(null, addresses);
  else found(null, addresses[0].address, addresses[0].family);
}

interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

async function addressesOf(server: Resolver, name: string, family: unknown): Promise<Address[]> {
  const [four, six] = await Promise.all([
    family === 6 || family === "IPv6" ? [] : server.resolve4(name).catch(() => []),
    family === 4 || family === "IPv4" ? [] : server.resolve6(name).catch(() => []),
  ]);
  return [
    ...four.map((address) => ({ address, family: 4 as const })),
    ...six.map((address) => ({ address, family: 6 as const })),
  ];
}
