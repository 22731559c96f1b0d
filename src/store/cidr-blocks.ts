// The blocks of CIDR collections in their one spelling: IPv4 from /1 to /24, IPv6 from /1 to /48
// (DG:routing-policy-ipbased), bits behind the prefix cleared. Equal blocks have equal texts.

import { ipv6 } from "../dns/fields/addresses.ts";
import { scanPrefix } from "../routing/prefix.ts";

const longest = { 4: 24, 6: 48 } as const;

export function printBlock(text: string): { readonly text: string } | { readonly problem: string } {
  const block = text.includes("/") ? scanPrefix(text) : null;
  if (block === null) return { problem: `The CIDR block ${text} is not valid.` };
  const { family, octets, length } = block;
  if (length < 1 || length > longest[family])
    return { problem: `The CIDR block ${text} must have a prefix length from 1 to ${longest[family]}.` };
  const address = family === 4 ? octets.join(".") : (ipv6.print(octets, 0, octets.length, 0) ?? "");
  return { text: `${address}/${length}` };
}
