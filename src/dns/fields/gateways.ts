// Field kinds: a gateway whose form an earlier octet names: nothing, an address or a name.
// IPSECKEY (RFC 4025 §2.3, §2.5) and AMTRELAY (RFC 8777 §4.2) share it; AMTRELAY's discovery bit shares the type's octet.

import type { Kind } from "./kind.ts";
import { nameLength } from "../name.ts";
import { printName, scanName } from "../text/name-text.ts";
import { ipv4, ipv6, printIpv4, printIpv6 } from "./addresses.ts";
import { u8 } from "./integers.ts";
import { notA, tokenNumber } from "./kind.ts";

const none = 0;
const address4 = 1;
const address6 = 2;
const hostName = 3;

/** A gateway; its type stands in the octet `typeAt` of the RDATA, under `mask`. Unknown types take all octets and have no text. */
export function gateway(typeAt: number, mask: number): Kind<string> {
  const print: Kind<string>["print"] = (bytes, at, _end, start) => {
    switch (bytes[start + typeAt] & mask) {
      case none:
        return ".";
      case address4:
        return printIpv4(bytes, at);
      case address6:
        return printIpv6(bytes, at);
      case hostName:
        return printName(bytes, at);
      default:
        return null;
    }
  };
  return {
    what: "a gateway",
    octets: null,
    tokens: "one",
    nameRule: null,
    target: false,
    measure(bytes, at, end, start) {
      switch (bytes[start + typeAt] & mask) {
        case none:
          return at;
        case address4:
          return ipv4.measure(bytes, at, end, start);
        case address6:
          return ipv6.measure(bytes, at, end, start);
        case hostName: {
          const size = nameLength(bytes, at, end);
          return size < 0 ? -1 : at + size;
        }
        default:
          return end;
      }
    },
    scan(lexer, out, origin, start) {
      switch (out.bytes[start + typeAt] & mask) {
        case none:
          return lexer.text() === "." || notA(lexer, `"." (gateway type 0 has no gateway)`);
        case address4:
          return ipv4.scan(lexer, out, origin, start);
        case address6:
          return ipv6.scan(lexer, out, origin, start);
        case hostName:
          return scanName(lexer, origin, out);
        default:
          return lexer.fail("a gateway of a type above 3 must be written as \\# length hex (RFC 3597 §5)");
      }
    },
    print,
    read: (bytes, at, end, start) => print(bytes, at, end, start) ?? "",
  };
}

/** AMTRELAY's discovery-optional bit and relay type: two numbers in text, one octet on the wire (RFC 8777 §4.2.2, §4.2.3). */
export const relayType: Kind<string> = {
  ...u8,
  what: "the discovery bit (0 or 1) and a relay type from 0 to 127",
  scan(lexer, out) {
    const bit = tokenNumber(lexer, 1);
    if (bit < 0 || !lexer.next()) return notA(lexer, this.what);
    const type = tokenNumber(lexer, 127);
    if (type < 0) return notA(lexer, this.what);
    out.u8((bit << 7) | type);
    return true;
  },
  print: printRelayType,
  read: printRelayType,
};

function printRelayType(bytes: Uint8Array, at: number): string {
  return `${bytes[at] >> 7} ${bytes[at] & 127}`;
}
