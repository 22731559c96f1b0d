// Whether the ports that a service is to listen on are free, before anything of it is there: a start that cannot be must leave no data
// directory and no certificate authority behind. What else keeps a listener from its port is told where it is opened.

import { ListenFault } from "../net/listen-fault.ts";
import { checkPortFree, checkStreamPortFree } from "../net/port-check.ts";
import type { Endpoint } from "../net/address.ts";
import type { Config } from "./config.ts";

/** Throws a ListenFault where another program has one of them, or this user may not have it. */
export async function refuseTakenPorts({ dns, api, gateway }: Config): Promise<void> {
  const streams = [
    api.listen,
    api.tls.listen,
    ...dns.tls.listen,
    ...dns.https.listen,
    gateway.https,
    gateway.http,
    ...gateway.edges.flatMap(({ https, http }) => [https, http]),
  ];
  for (const endpoint of streams) if (endpoint !== null) await refuse(checkStreamPortFree, endpoint);
  for (const endpoint of dns.listen) await refuse(checkPortFree, endpoint);
}

async function refuse(check: (endpoint: Endpoint) => Promise<void>, endpoint: Endpoint): Promise<void> {
  try {
    await check(endpoint);
  } catch (error) {
    if (error instanceof ListenFault && ["EADDRINUSE", "EACCES"].includes(error.code)) throw error;
  }
}
