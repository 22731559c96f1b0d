// The server that a call names behind the @: an address or a host's name, with a port or without.
// An IPv6 address with a port stands in brackets: @[::1]:5300.

import { lookup } from "node:dns/promises";
import { parseAddress } from "../../net/address.ts";
import { Failure } from "../program.ts";

export interface Server {
  /** As the call names it, without the port. */
  readonly host: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
}

/** HOST, HOST:PORT, [ADDRESS], [ADDRESS]:PORT or a bare IPv6 address. */
export async function findServer(text: string, usualPort: number): Promise<Server> {
  const whole = parseAddress(text);
  if (whole !== null) return { host: text, address: text, family: whole.family, port: usualPort };
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const port = parts?.[3] === undefined ? usualPort : Number(parts[3]);
  if (parts === null || port === 0 || port > 65535) {
    throw new Failure(
      2,
      `@${text} is no server: expected @HOST or @HOST:PORT, an IPv6 address with a port as @[::1]:5300.`,
    );
  }
  const host = parts[1] ?? parts[2];
  const address = parseAddress(host);
  if (address !== null) return { host, address: host, family: address.family, port };
  try {
    const found = await lookup(host);
    return { host, address: found.address, family: found.family === 6 ? 6 : 4, port };
  } catch {
    throw new Failure(1, `No address was found for the server ${host}.`);
  }
}

export function printServer(server: Server): string {
  return server.family === 6 ? `[${server.address}]:${server.port}` : `${server.address}:${server.port}`;
}
