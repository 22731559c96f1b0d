// Is a port free for a whole new server? Workers bind with SO_REUSEPORT, and with it a second server of the same user
// would join in without a word and take half of the questions. So before they bind, each port is bound once without it.

import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { type Endpoint, parseAddress } from "./address.ts";
import { listenFault } from "./listen-fault.ts";

/** Throws a ListenFault when UDP or TCP on the endpoint is taken or forbidden. Port 0 is always free. */
export async function checkPortFree(endpoint: Endpoint): Promise<void> {
  if (endpoint.port === 0) return;
  await checkDatagrams(endpoint);
  await checkStreams(endpoint);
}

/** The same for TCP alone. */
export async function checkStreamPortFree(endpoint: Endpoint): Promise<void> {
  if (endpoint.port !== 0) await checkStreams(endpoint);
}

function checkDatagrams(endpoint: Endpoint): Promise<void> {
  const isIPv6 = parseAddress(endpoint.address)?.family === 6;
  const socket = createSocket({ type: isIPv6 ? "udp6" : "udp4", ipv6Only: isIPv6 });
  return new Promise((resolve, reject) => {
    socket.once("error", (error) => socket.close(() => reject(listenFault(error, "UDP", endpoint))));
    socket.bind({ ...endpoint, exclusive: true }, () => socket.close(() => resolve()));
  });
}

function checkStreams(endpoint: Endpoint): Promise<void> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenFault(error, "TCP", endpoint)));
    server.listen({ host: endpoint.address, port: endpoint.port, ipv6Only: true, exclusive: true }, () =>
      server.close(() => resolve()),
    );
  });
}
