// Why a listener could not be opened, as one plain sentence that names the address, the port and the way out.
// Every transport throws ListenFault and nothing else when binding fails; the server prints its message as it is.

import { type Endpoint, printEndpoint } from "./address.ts";

export type ListenProtocol = "UDP" | "TCP";

export class ListenFault extends Error {
  override readonly name = "ListenFault";
  /** The system's name for it: EADDRINUSE, EACCES, EADDRNOTAVAIL, … */
  readonly code: string;

  constructor(code: string, protocol: ListenProtocol, endpoint: Endpoint) {
    super(sentence(code, protocol, endpoint));
    this.code = code;
  }
}

/** The fault for an error that node or koffi reported; other errors pass through unchanged. */
export function listenFault(error: unknown, protocol: ListenProtocol, endpoint: Endpoint): Error {
  if (error instanceof ListenFault) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code === "string" && /^E[A-Z0-9]+$/.test(code)) return new ListenFault(code, protocol, endpoint);
  return error instanceof Error ? error : new Error(String(error));
}

function sentence(code: string, protocol: ListenProtocol, endpoint: Endpoint): string {
  const place = `${protocol} ${printEndpoint(endpoint)}`;
  if (code === "EADDRINUSE") {
    return `Cannot listen on ${place}: another program already uses this address and port; stop it, or choose another port.`;
  }
  if (code === "EACCES" && endpoint.port > 0 && endpoint.port < 1024) {
    return (
      `Cannot listen on ${place}: ports below 1024 need root, the capability CAP_NET_BIND_SERVICE ` +
      `(setcap cap_net_bind_service=+ep on the node binary), or sysctl net.ipv4.ip_unprivileged_port_start=${endpoint.port}.`
    );
  }
  if (code === "EACCES" || code === "EPERM")
    return `Cannot listen on ${place}: the system does not permit it (${code}).`;
  if (code === "EADDRNOTAVAIL") return `Cannot listen on ${place}: no interface of this machine has that address.`;
  if (code === "EAFNOSUPPORT") return `Cannot listen on ${place}: this machine does not speak that address family.`;
  if (code === "ENOTSUP") return `Cannot listen on ${place}: this system does not share a port among threads.`;
  return `Cannot listen on ${place}: ${code}.`;
}
