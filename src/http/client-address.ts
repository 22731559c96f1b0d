// Whom a connection is from, as text: an IPv4 address is one, also where it came to a socket of both families (RFC 4291 §2.5.5.2).
// Read next: ./gateway/incoming.ts.

import type { Socket } from "node:net";

const mapped = "::ffff:";

export function clientAddressOf({ remoteAddress: address = "" }: Socket): string {
  return address.startsWith(mapped) ? address.slice(mapped.length) : address;
}
