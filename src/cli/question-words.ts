// Questions in the words of a call: names as people write them, with letters of any language, types as the registry
// writes them, in any case. What is no name ends the call with exit code 2.

import { domainToASCII } from "node:url";
import type { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { typeNumber } from "../dns/types.ts";
import { parseAddress } from "../net/address.ts";
import { Failure } from "./program.ts";

/** The number of a type word in any case. */
export function typeOf(word: string): number | undefined {
  return typeNumber(word.toUpperCase());
}

/** The name; what is not ASCII becomes what DNS knows it as. */
export function nameOf(word: string): Name {
  const isAscii = /^[\u0000-\u007f]*$/.test(word);
  const name = nameFromText(isAscii ? word : domainToASCII(word) || word);
  if (typeof name === "string") throw new Failure(2, `${name}.`);
  return name;
}

/** The name below which an address's owner says its name: RFC 1035 §3.5 for IPv4, RFC 3596 §2.5 for IPv6. */
export function reverseNameOf(word: string): Name {
  const address = parseAddress(word);
  if (address === null)
    throw new Failure(2, `"${word}" is no address: -x expects one, such as 192.0.2.1 or 2001:db8::1.`);
  const octets = [...address.octets].toReversed();
  if (address.family === 4) return nameOf(`${octets.join(".")}.in-addr.arpa.`);
  const nibbles = octets.flatMap((octet) => [octet & 15, octet >>> 4]);
  return nameOf(`${nibbles.map((nibble) => nibble.toString(16)).join(".")}.ip6.arpa.`);
}
