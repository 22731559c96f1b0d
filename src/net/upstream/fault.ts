// What an exchange's end of the system's making is to the resolver: the kinds of TransportFault, from the system's names.

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
