// The system's names for what went wrong, as the three kinds that the resolver tells apart (resolver/port.ts): nobody listens,
// nobody is there, and everything else.

import type { TransportFault } from "../../resolver/port.ts";

const unreachable = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EAFNOSUPPORT",
  "ETIMEDOUT",
  "EACCES", // a firewall of our own, or a broadcast address
  "EPERM",
  "EINVAL", // an address that no packet can be sent to
]);

export function faultOf(error: unknown): TransportFault {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  if (code === "ECONNREFUSED") return "refused";
  return unreachable.has(code) ? "unreachable" : "closed";
}
