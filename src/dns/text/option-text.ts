// EDNS options for people: each with its name and its meaning, unknown ones in hexadecimal (RFC 6891 §6.1.2).
// Invariant: what a server wrote is printed without anything that a terminal could take for a command.

import { encodeDigits, hex } from "../../base/encodings.ts";
import { codeName, EdnsOption, ExtendedError } from "../codes.ts";
import { printIpv4, printIpv6 } from "../fields/addresses.ts";

const decoder = new TextDecoder();

export function printOption(code: number, data: Uint8Array): string {
  return meaning(code, data) ?? encodeDigits(hex, data);
}

/** The option in words, or null when it is unknown or too short to be what it claims. */
function meaning(code: number, data: Uint8Array): string | null {
  switch (code) {
    case EdnsOption.NSID:
      return data.length === 0 ? "" : `${encodeDigits(hex, data)} ("${printable(data)}")`;
    case EdnsOption["CLIENT-SUBNET"]:
      return subnetText(data);
    case EdnsOption["TCP-KEEPALIVE"]:
      return data.length === 2 ? `${u16(data) / 10} seconds` : null;
    case EdnsOption.PADDING:
      return `${data.length} octets`;
    case EdnsOption.EDE:
      return data.length < 2 ? null : errorText(data);
    default:
      return null;
  }
}

/** Family, source and scope prefix lengths, then the address's octets (RFC 7871 §6). */
function subnetText(data: Uint8Array): string | null {
  const family = data.length < 4 ? 0 : u16(data);
  if (family !== 1 && family !== 2) return null;
  const octets = new Uint8Array(family === 1 ? 4 : 16);
  octets.set(data.subarray(4, 4 + octets.length));
  return `${family === 1 ? printIpv4(octets, 0) : printIpv6(octets, 0)}/${data[2]}/${data[3]}`;
}

/** The code's number and name, and the server's own words where it gives some (RFC 8914 §2). */
function errorText(data: Uint8Array): string {
  const words = data.length > 2 ? `: (${printable(data.subarray(2))})` : "";
  return `${u16(data)} (${codeName(ExtendedError, u16(data), "code ")})${words}`;
}

function printable(data: Uint8Array): string {
  return decoder.decode(data).replaceAll(/[\p{Cc}\p{Cf}]/gu, "?");
}

function u16(data: Uint8Array): number {
  return (data[0] << 8) | data[1];
}
