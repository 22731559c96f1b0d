// What dns-packet read out of a record, as zone text (RFC 1035 §5.1). One row a type that it decodes.
// Returns null for types that it leaves as octets; our own table prints those.

import type { Answer } from "dns-packet";
import { base32hex, base64, encodeDigits, hex } from "../../base/encodings.ts";
import { typeName } from "../../dns/types.ts";

export function textOf(record: Answer): string | null {
  switch (record.type) {
    case "A":
    case "AAAA":
      return record.data;
    case "NS":
    case "CNAME":
    case "DNAME":
    case "PTR":
      return absolute(record.data);
    case "MX":
      return `${record.data.preference} ${absolute(record.data.exchange)}`;
    case "TXT":
      return [record.data].flat().map(quoted).join(" ");
    case "HINFO":
      return `${quoted(record.data.cpu)} ${quoted(record.data.os)}`;
    case "SOA": {
      const { mname, rname, serial, refresh, retry, expire, minimum } = record.data;
      return [absolute(mname), absolute(rname), serial, refresh, retry, expire, minimum].join(" ");
    }
    case "SRV": {
      const { priority, weight, port, target } = record.data;
      return [priority, weight, port, absolute(target)].join(" ");
    }
    case "CAA":
      return `${record.data.flags} ${record.data.tag} ${quoted(record.data.value)}`;
    case "RP":
      return `${absolute(record.data.mbox)} ${absolute(record.data.txt)}`;
    case "NAPTR": {
      const { order, preference, flags, services, regexp, replacement } = record.data;
      return [order, preference, quoted(flags), quoted(services), quoted(regexp), absolute(replacement)].join(" ");
    }
    case "TLSA": {
      const { usage, selector, matchingType, certificate } = record.data;
      return [usage, selector, matchingType, upperHex(certificate)].join(" ");
    }
    default:
      return textOfDnssec(record);
  }
}

function textOfDnssec(record: Answer): string | null {
  switch (record.type) {
    case "DS": {
      const { keyTag, algorithm, digestType, digest } = record.data;
      return [keyTag, algorithm, digestType, upperHex(digest)].join(" ");
    }
    case "DNSKEY":
      // dns-packet refuses any other protocol than 3, and so does RFC 4034 §2.1.2.
      return [record.data.flags, 3, record.data.algorithm, encodeDigits(base64, record.data.key)].join(" ");
    case "RRSIG": {
      const { typeCovered, algorithm, labels, originalTTL, expiration, inception, keyTag, signersName, signature } =
        record.data;
      const times = [dateOf(expiration), dateOf(inception)];
      const signed = [absolute(signersName), encodeDigits(base64, signature)];
      return [mnemonic(typeCovered), algorithm, labels, originalTTL, ...times, keyTag, ...signed].join(" ");
    }
    case "NSEC":
      return [absolute(record.data.nextDomain), ...record.data.rrtypes.map(mnemonic)].join(" ");
    case "NSEC3": {
      const { algorithm, flags, iterations, salt, nextDomain, rrtypes } = record.data;
      const saltText = salt.length === 0 ? "-" : upperHex(salt);
      return [
        algorithm,
        flags,
        iterations,
        saltText,
        encodeDigits(base32hex, nextDomain),
        ...rrtypes.map(mnemonic),
      ].join(" ");
    }
    default:
      return null;
  }
}

/** dns-packet writes names without their last dot. */
function absolute(name: string): string {
  return name === "." ? name : `${name}.`;
}

/** A type as dns-packet names it: its 44 mnemonics, UNKNOWN_65 for the rest. */
function mnemonic(name: string): string {
  const number = /^UNKNOWN_(\d+)$/.exec(name);
  return number === null ? name : typeName(Number(number[1]));
}

/** A character string in quotes, its octets escaped where they are no printable ASCII. */
function quoted(data: string | Buffer): string {
  let text = "";
  for (const octet of Buffer.from(data)) {
    if (octet === 0x22 || octet === 0x5c) text += `\\${String.fromCharCode(octet)}`;
    else text += octet < 0x20 || octet > 0x7e ? `\\${String(octet).padStart(3, "0")}` : String.fromCharCode(octet);
  }
  return `"${text}"`;
}

/** Seconds since 1970 as RFC 4034 §3.2 writes them: YYYYMMDDHHMMSS in UTC. */
function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replaceAll(/[-:T]|\..*/g, "");
}

function upperHex(octets: Uint8Array): string {
  return encodeDigits(hex, octets).toUpperCase();
}
