// Addresses that health checkers must not be sent to: local, private, non-routable and multicast ones (API:HealthCheckConfig,
// IPAddress: RFC 5735, RFC 6598, RFC 5156). They would turn whoever may create a check into somebody who can look around
// in the machine's own network. Ranges for documentation are taken, since AWS's own examples use 192.0.2.44.

import { type Prefix, scanPrefix } from "../routing/prefix.ts";

const ranges: readonly Prefix[] = [
  "0.0.0.0/8", // RFC 5735 §3: this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // RFC 6598 §7: shared address space
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local
  "172.16.0.0/12", // private
  "192.0.0.0/24", // IETF protocol assignments
  "192.88.99.0/24", // 6to4 relay anycast
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and the limited broadcast
  "::/128", // RFC 5156 §2.2: unspecified
  "::1/128", // §2.1: loopback
  "::ffff:0:0/96", // §2.3: IPv4-mapped
  "fc00::/7", // §2.5: unique local
  "fe80::/10", // §2.4: link-local
  "ff00::/8", // §2.15: multicast
].map(range);

/** Whether `text` is an address, and one that checkers may be sent to. */
export function isPublicTarget(text: string): boolean {
  const address = scanPrefix(text);
  return address !== null && !text.includes("/") && !ranges.some((range) => holds(range, address));
}

/** Whether `text` is an address at all, IPv4 or IPv6. */
export function isAddress(text: string): boolean {
  return !text.includes("/") && scanPrefix(text) !== null;
}

function holds(range: Prefix, address: Prefix): boolean {
  if (range.family !== address.family) return false;
  for (let i = 0, bits = range.length; bits > 0; i++, bits -= 8) {
    const mask = bits >= 8 ? 0xff : 0xff & (0xff00 >>> bits);
    if ((range.octets[i] & mask) !== (address.octets[i] & mask)) return false;
  }
  return true;
}

function range(text: string): Prefix {
  const prefix = scanPrefix(text);
  if (prefix === null) throw new Error(`${text} is no prefix.`);
  return prefix;
}
