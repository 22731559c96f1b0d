// A stream listener on a port that it shares with the other workers (SO_REUSEPORT): the kernel spreads connections over them.
// A wildcard of IPv6 leaves IPv4 alone, as it does for datagrams.

import type { Server } from "node:net";
import type { Endpoint } from "./address.ts";
import { listenFault } from "./listen-fault.ts";

const backlog = 4096;

/** Starts listening; returns the endpoint with its port. Throws a ListenFault. */
export function listenShared(server: Server, { address, port }: Endpoint): Promise<Endpoint> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenFault(error, "TCP", { address, port })));
    server.listen({ host: address, port, ipv6Only: true, reusePort: true, backlog }, () => {
      const bound = server.address();
      resolve({ address, port: bound !== null && typeof bound === "object" ? bound.port : port });
    });
  });
}
