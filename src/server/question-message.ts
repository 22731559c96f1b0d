// A question of our own as a message, for a responder that has no socket between: TestDNSAnswer, traces. With a client
// subnet where one is told, in an OPT record with nothing else (RFC 6891 §6.1.2, RFC 7871 §6).

import { EdnsOption } from "../dns/codes.ts";
import type { Name } from "../dns/name.ts";
import { masked, type Prefix } from "../routing/prefix.ts";

export interface OwnQuestion {
  readonly name: Name;
  readonly type: number;
  readonly subnet: Prefix | null;
  /** Whether the answer may come from elsewhere (RD). */
  readonly recursion: "desired" | "unwanted";
}

/** What we say that fits us over UDP. */
export const udpOctets = 512;

export function composeQuestion({ name, type, subnet, recursion }: OwnQuestion): Uint8Array {
  const flags = recursion === "desired" ? 1 : 0;
  const header = [0, 0, flags, 0, 0, 1, 0, 0, 0, 0, 0, subnet === null ? 0 : 1];
  const question = [...name.wire, type >>> 8, type & 255, 0, 1];
  return Uint8Array.from([...header, ...question, ...(subnet === null ? [] : subnetOpt(subnet))]);
}

function subnetOpt({ family, octets, length }: Prefix): number[] {
  const address = masked(octets.slice(), length).subarray(0, (length + 7) >>> 3);
  const option = [
    0,
    EdnsOption["CLIENT-SUBNET"],
    0,
    address.length + 4,
    0,
    family === 4 ? 1 : 2,
    length,
    0,
    ...address,
  ];
  return [0, 0, 41, udpOctets >>> 8, udpOctets & 255, 0, 0, 0, 0, 0, option.length, ...option];
}
