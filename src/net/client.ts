// The one Client that a socket owns and rewrites for every message, so nobody keeps a reference to it.
// Its type belongs to the authority: ../authority/client.ts.

import type { Client, Protocol } from "../authority/client.ts";

export function createClient(protocol: Protocol, family: 4 | 6): Client {
  return { protocol, family, address: new Uint8Array(16), port: 0 };
}
