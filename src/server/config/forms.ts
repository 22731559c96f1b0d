// The texts with a meaning that signpost.yaml holds: endpoints, prefixes, names, paths, dates.
// A form says in words what it expects and reads the text; what it returns is what the service uses.

import { base64, DigitDecoder } from "../../base/encodings.ts";
import { maxKeyNameOctets } from "../../base/limits.ts";
import { OctetWriter, u16At } from "../../base/octets.ts";
import { dateSeconds } from "../../dns/fields/times.ts";
import { anchorFault } from "../../resolver/validation/anchors.ts";
import { nameFromText } from "../../dns/text/name-text.ts";
import { isMetaType, typeNumber } from "../../dns/types.ts";
import { isPrefix } from "../../net/access.ts";
import { type Endpoint, parseAddress, parseEndpoint } from "../../net/address.ts";
import { packCode } from "../../routing/codes.ts";
import { continentOf, countryOf } from "../../routing/countries.ts";
import { scanPrefix } from "../../routing/prefix.ts";
import { regionIndex } from "../../routing/regions.ts";
import { poolSize, serverNumber } from "../../store/name-servers.ts";
import { isValueProblem } from "../../store/values.ts";
import { storedRdata } from "../stored-text.ts";
import type { Form } from "./shape.ts";

export const anyText: Form<string> = {
  expected: "a text",
  read: (text) => (text === "" ? undefined : text),
};

export const path: Form<string> = {
  expected: "a path",
  read: (text) => (text === "" || text.includes("\0") ? undefined : text),
};

/** What runs when a function is invoked: a file of ours, or a runtime elsewhere. */
export type FunctionText =
  | { readonly kind: "file"; readonly path: string; readonly handler: string }
  | { readonly kind: "url"; readonly url: string };

export const functionText: Form<FunctionText> = {
  expected: "a file such as ./users.ts, #name behind it for an export that is not called handler, or an http URL",
  read: (text) => {
    if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? { kind: "url", url: text } : undefined;
    const [, file, handler = "handler"] = /^([^#\0]+\.[cm]?[jt]s)(?:#([\w$.]+))?$/.exec(text) ?? [];
    return file === undefined ? undefined : { kind: "file", path: file, handler };
  },
};

export const endpoint: Form<Endpoint> = {
  expected: "ADDRESS:PORT, such as 127.0.0.1:5300 or [::1]:5300",
  read: (text) => parseEndpoint(text.replace(/^localhost(?=:)/, "127.0.0.1")) ?? undefined,
};

/** A server to ask: an address, its port when it is not the usual one. */
export const upstream: Form<Endpoint> = {
  expected: "ADDRESS or ADDRESS:PORT, such as 192.0.2.1 or [2001:db8::1]:5301",
  read: (text) => (parseAddress(text) === null ? (parseEndpoint(text) ?? undefined) : { address: text, port: 53 }),
};

export const ipv4: Form<string> = {
  expected: "an IPv4 address",
  read: (text) => (parseAddress(text)?.family === 4 ? text : undefined),
};

export const ipv6: Form<string> = {
  expected: "an IPv6 address",
  read: (text) => (parseAddress(text)?.family === 6 ? text : undefined),
};

export const prefix: Form<string> = {
  expected: "an address prefix, such as 192.0.2.0/24 or 2001:db8::/32",
  read: (text) => (isPrefix(text) ? text : undefined),
};

/** Room for every name server of the pool. */
export const nameServerRange: Form<string> = {
  expected: `a prefix of at least ${poolSize} addresses, such as 127.54.0.0/21 or fd00:54::/117`,
  read: (text) => {
    const range = text.includes("/") ? scanPrefix(text) : null;
    return range === null || 2 ** (range.octets.length * 8 - range.length) < poolSize ? undefined : text;
  },
};

export const nameServer: Form<string> = {
  expected: "a name server of Route 53, such as ns-1356.awsdns-41.org",
  read: (text) => (serverNumber(text) === null ? undefined : text),
};

export const address: Form<string> = {
  expected: "an address",
  read: (text) => (parseAddress(text) === null ? undefined : text),
};

export const domainName: Form<string> = {
  expected: "a domain name",
  read: (text) => (text === "" || typeof nameFromText(text) === "string" ? undefined : text),
};

/** One spelling of a domain name, whatever the case of its letters and with a dot at its end or without. */
export function spelling(name: string): string {
  const read = nameFromText(name);
  return typeof read === "string" ? name : read.key;
}

/** Read as its number. */
export const recordType: Form<number> = {
  expected: "a record type, such as A or TXT",
  read: (text) => {
    const number = typeNumber(text.toUpperCase());
    return number === undefined || isMetaType(number) ? undefined : number;
  },
};

/** RFC 6052 §2.2, the one length whose addresses end in the IPv4 address; read as 16 octets. */
export const dns64Prefix: Form<readonly number[]> = {
  expected: "an IPv6 prefix of 96 bits, such as 64:ff9b::/96",
  read: (text) => {
    const parsed = text.endsWith("/96") ? parseAddress(text.slice(0, -3)) : null;
    return parsed?.family === 6 && parsed.octets.subarray(12).every((octet) => octet === 0)
      ? [...parsed.octets]
      : undefined;
  },
};

/** API:VPC, VPCId: up to 1,024 characters; the beginning is what every VPC's id has. */
export const vpcId: Form<string> = {
  expected: "a VPC's id, such as vpc-0a1b2c3d",
  read: (text) => (/^vpc-[\w-]{1,1020}$/.test(text) ? text : undefined),
};

export const hostedZoneId: Form<string> = {
  expected: "a hosted zone's id, such as Z35SXDOTRQ7X7K",
  read: (text) => (/^[A-Z0-9]{1,32}$/.test(text) ? text : undefined),
};

export const awsRegion: Form<string> = {
  expected: "an AWS region, such as eu-central-1",
  read: (text) => (regionIndex(text) < 0 ? undefined : text),
};

/** CloudFront's points of presence are called after airports. */
export const edgeLocation: Form<string> = {
  expected: "an airport's three letters, such as FRA",
  read: (text) => (/^[A-Z]{3}$/i.test(text) ? text.toUpperCase() : undefined),
};

export const continentCode: Form<string> = {
  expected: "a continent: AF, AN, AS, EU, NA, OC or SA",
  read: (text) => (continentOf(packCode(text.toUpperCase())) === undefined ? undefined : text.toUpperCase()),
};

export const countryCode: Form<string> = {
  expected: "a country's two letters, such as DE",
  read: (text) => (countryOf(packCode(text.toUpperCase())) === undefined ? undefined : text.toUpperCase()),
};

export const subdivisionCode: Form<string> = {
  expected: "a subdivision's code of up to three letters and digits, such as CA",
  read: (text) => (/^[A-Z0-9]{1,3}$/i.test(text) ? text.toUpperCase() : undefined),
};

export const accountId: Form<string> = {
  expected: "twelve digits",
  read: (text) => (/^\d{12}$/.test(text) ? text : undefined),
};

export const trustAnchor: Form<string> = {
  expected: "a DS or DNSKEY record in zone-file text",
  read: (text) => (anchorFault(text) === null ? text : undefined),
};

export const dateTime: Form<string> = {
  expected: "a date and time in UTC as YYYYMMDDHHMMSS",
  read: (text) => (dateSeconds(text) < 0 ? undefined : text),
};

export const keyName: Form<string> = {
  expected: `a domain name of at most ${maxKeyNameOctets} octets`,
  read: (text) => {
    const name = text === "" ? "" : nameFromText(text);
    return typeof name === "string" || name.wire.length > maxKeyNameOctets ? undefined : text;
  },
};

/** RFC 4648 §4, read as the octets that it stands for. */
export const base64Secret: Form<Uint8Array> = {
  expected: "a secret in base64, as tsig-keygen and keymgr write it",
  isHidden: true,
  read: (text) => {
    const digits = new TextEncoder().encode(text);
    const decoder = new DigitDecoder(base64);
    const out = new OctetWriter();
    const isWhole = decoder.feed(digits, 0, digits.length, out) < 0 && decoder.finish();
    const octets = out.copy();
    return isWhole && octets.length > 0 ? octets : undefined;
  },
};

export const secret: Form<string> = {
  expected: "32 hexadecimal digits",
  isHidden: true,
  read: (text) => (/^[0-9a-f]{32}$/i.test(text) ? text.toLowerCase() : undefined),
};

/** One way to this resolver, as its SVCB record tells it (RFC 9461, RFC 9462): the RDATA of what the text says. */
export const designation: Form<Uint8Array> = {
  expected: 'the data of an SVCB record that names a protocol, such as "1 dns.example.net. alpn=dot port=853"',
  read: (text) => {
    const rdata = storedRdata("SVCB", text);
    // Priority 0 is an alias, which leads to no resolver (RFC 9461 §3).
    return isValueProblem(rdata) || u16At(rdata, 0) === 0 || !/\balpn=/.test(text) ? undefined : rdata;
  },
};
