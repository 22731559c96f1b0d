// Addresses of servers: RDATA to text and back, and those that a resolver must not ask (CVE-2026-50251: a zone whose glue
// says 0.0.0.0 or a victim's loopback makes resolvers ask themselves). The blocks are those of RFC 6890's registries.

import { OctetWriter } from "../base/octets.ts";
import { ipv4, ipv6, scanIpv4, scanIpv6 } from "../dns/fields/addresses.ts";

/** An address of 4 or 16 octets as canonical text (RFC 5952). */
export function addressText(octets: Uint8Array): string {
  return (octets.length === 4 ? ipv4 : ipv6).print(octets, 0, octets.length, 0) ?? "";
}

/** The octets of an address that is valid text. */
export function addressOctets(text: string): Uint8Array {
  const out = new OctetWriter(16);
  const letters = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  if (!scanIpv4(letters, 0, letters.length, out)) scanIpv6(letters, 0, letters.length, out);
  return out.copy();
}

interface Block {
  readonly family: 4 | 6;
  readonly prefix: readonly number[];
  readonly bits: number;
  readonly text: string;
}

/** Never a server: "this network", multicast, reserved, mapped. */
const impossible: readonly Block[] = [
  block([0], 8, "0.0.0.0/8"),
  block([224], 4, "224.0.0.0/4"),
  block([240], 4, "240.0.0.0/4"),
  block(Array(16).fill(0), 128, "::/128"),
  block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96, "::ffff:0:0/96"),
  block([0xff], 8, "ff00::/8"),
];

/** Servers only in laboratories and private networks. */
const inside: readonly Block[] = [
  block([127], 8, "127.0.0.0/8"),
  block([10], 8, "10.0.0.0/8"),
  block([172, 16], 12, "172.16.0.0/12"),
  block([192, 168], 16, "192.168.0.0/16"),
  block([169, 254], 16, "169.254.0.0/16"),
  block([100, 64], 10, "100.64.0.0/10"),
  block([192, 0, 0], 24, "192.0.0.0/24"),
  block([192, 0, 2], 24, "192.0.2.0/24"),
  block([198, 18], 15, "198.18.0.0/15"),
  block([198, 51, 100], 24, "198.51.100.0/24"),
  block([203, 0, 113], 24, "203.0.113.0/24"),
  block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128, "::1/128"),
  block([0xfc], 7, "fc00::/7"),
  block([0xfe, 0x80], 10, "fe80::/10"),
  block([0x20, 0x01, 0x0d, 0xb8], 32, "2001:db8::/32"),
  block([0x3f, 0xff], 20, "3fff::/20"),
];

/** The block that forbids asking this address, or null when it may be asked. */
export function forbiddenBlock(octets: Uint8Array, scope: "public" | "private"): string | null {
  const blocks = scope === "private" ? impossible : [...impossible, ...inside];
  return blocks.find((one) => isIn(octets, one))?.text ?? null;
}

function block(prefix: readonly number[], bits: number, text: string): Block {
  return { family: text.includes(":") ? 6 : 4, prefix, bits, text };
}

function isIn(octets: Uint8Array, { family, prefix, bits }: Block): boolean {
  if ((octets.length === 4) !== (family === 4)) return false;
  return prefix.every((octet, i) => {
    const used = Math.min(8, Math.max(0, bits - i * 8));
    const mask = (0xff << (8 - used)) & 0xff;
    return (octets[i] & mask) === (octet & mask);
  });
}
