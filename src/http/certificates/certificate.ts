// Composes X.509 certificates in three shapes (RFC 5280 §4): a local CA's own, a server's, and what a client shows to servers
// that were given that very certificate.
// Keys are ECDSA P-256, signatures ECDSA with SHA-256. Names of servers stand in subjectAltName, the first in the subject as
// well: nobody is to believe it there, but some clients refuse a certificate whose subject is empty (kdig's print it first).
// The CA's certificate is for servers only, whatever trusts it, and stands above no other CA.
// Read next: ./der.ts for the encoding, ./local-authority.ts for whoever asks.

import { type KeyObject, createHash, createPublicKey, randomBytes, sign } from "node:crypto";
import { OctetWriter } from "../../base/octets.ts";
import { scanIpv4, scanIpv6 } from "../../dns/fields/addresses.ts";
import {
  type Der,
  bitString,
  integer,
  objectIdentifier,
  context,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
  yes,
} from "./der.ts";

export interface Validity {
  /** Seconds since 1970-01-01 UTC. */
  readonly from: number;
  readonly until: number;
}

const maxCommonName = 64;

const ecdsaWithSha256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
const serverAuthentication = objectIdentifier("1.3.6.1.5.5.7.3.1");
const clientAuthentication = objectIdentifier("1.3.6.1.5.5.7.3.2");
const attribute = { commonName: "2.5.4.3", organization: "2.5.4.10" } as const;
const extension = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extKeyUsage: "2.5.29.37",
} as const;

/** The bits of KeyUsage, from the first of its octet on, and how many behind them are none (RFC 5280 §4.2.1.3). */
const signsCertificates = { octet: 0b0000_0110, unusedBits: 1 };
const signsBoth = { octet: 0b1000_0100, unusedBits: 2 };
const signsHandshakes = { octet: 0b1000_0000, unusedBits: 7 };

/** A CA's certificate over its own key, in PEM form. */
export function composeAuthority(key: KeyObject, validity: Validity): string {
  const name = authorityName(key);
  const publicKey = createPublicKey(key);
  return compose(key, name, name, publicKey, validity, [
    critical(extension.basicConstraints, sequence(yes, integer(Uint8Array.of(0)))),
    critical(extension.keyUsage, bitString(Uint8Array.of(signsCertificates.octet), signsCertificates.unusedBits)),
    plain(extension.extKeyUsage, sequence(serverAuthentication)),
    plain(extension.subjectKeyIdentifier, octetString(keyIdentifier(publicKey))),
  ]);
}

/** A certificate for a server that is called by these names and addresses, in PEM form. */
export function composeLeaf(
  authorityKey: KeyObject,
  publicKey: KeyObject,
  names: readonly string[],
  validity: Validity,
): string {
  const [first = ""] = names;
  return compose(authorityKey, authorityName(authorityKey), subject(first), publicKey, validity, [
    critical(extension.keyUsage, bitString(Uint8Array.of(signsHandshakes.octet), signsHandshakes.unusedBits)),
    plain(extension.extKeyUsage, sequence(serverAuthentication)),
    plain(extension.subjectKeyIdentifier, octetString(keyIdentifier(publicKey))),
    plain(extension.authorityKeyIdentifier, sequence(tagged(0x80, keyIdentifier(createPublicKey(authorityKey))))),
    plain(extension.subjectAltName, sequence(...names.map(generalName))),
  ]);
}

/** A client's certificate over its own key, in PEM form. */
export function composeClient(key: KeyObject, commonName: string, validity: Validity): string {
  const name = subject(commonName);
  const publicKey = createPublicKey(key);
  return compose(key, name, name, publicKey, validity, [
    // Its servers hold it as its own authority, and some take none that says it is no CA.
    plain(extension.basicConstraints, sequence(yes)),
    critical(extension.keyUsage, bitString(Uint8Array.of(signsBoth.octet), signsBoth.unusedBits)),
    plain(extension.extKeyUsage, sequence(clientAuthentication)),
    plain(extension.subjectKeyIdentifier, octetString(keyIdentifier(publicKey))),
  ]);
}

function compose(
  authorityKey: KeyObject,
  issuer: Der,
  holder: Der,
  publicKey: KeyObject,
  { from, until }: Validity,
  extensions: readonly Der[],
): string {
  const toBeSigned = sequence(
    context(0, integer(Uint8Array.of(2))),
    integer(serialNumber()),
    ecdsaWithSha256,
    issuer,
    sequence(time(from * 1000), time(until * 1000)),
    holder,
    publicKey.export({ type: "spki", format: "der" }),
    context(3, sequence(...extensions)),
  );
  const signature = sign("sha256", toBeSigned, authorityKey);
  return printPem("CERTIFICATE", sequence(toBeSigned, ecdsaWithSha256, bitString(signature)));
}

/** Positive, at most 20 octets, and not to be guessed (RFC 5280 §4.1.2.2). */
function serialNumber(): Uint8Array {
  const octets = randomBytes(16);
  octets[0] = (octets[0] & 0x7f) | 0x40;
  return octets;
}

/** Two CAs never have the same name, so that a machine can trust both and tell them apart. */
function authorityName(key: KeyObject): Der {
  const mark = Buffer.from(keyIdentifier(createPublicKey(key)).subarray(0, 4)).toString("hex");
  return subject(`Signpost local CA ${mark}`);
}

/** A common name of 64 characters at most (RFC 5280 §A.1, ub-common-name); a longer one is left out. */
function subject(commonName: string): Der {
  const organization = set(sequence(objectIdentifier(attribute.organization), utf8String("Signpost")));
  if (commonName.length > maxCommonName) return sequence(organization);
  return sequence(organization, set(sequence(objectIdentifier(attribute.commonName), utf8String(commonName))));
}

/** Any hash of the key will do (RFC 5280 §4.2.1.2): it only tells keys of one name apart. */
function keyIdentifier(publicKey: KeyObject): Uint8Array {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest()
    .subarray(0, 20);
}

/** An address as octets, everything else as a name (RFC 5280 §4.2.1.6). */
function generalName(name: string): Der {
  const text = Buffer.from(name.replace(/%.*$/, ""), "latin1"); // no certificate knows this machine's interfaces
  const octets = new OctetWriter(16);
  const scan = text.includes(":") ? scanIpv6 : scanIpv4;
  return scan(text, 0, text.length, octets) ? tagged(0x87, octets.copy()) : tagged(0x82, text);
}

function critical(identifier: string, value: Der): Der {
  return sequence(objectIdentifier(identifier), yes, octetString(value));
}

function plain(identifier: string, value: Der): Der {
  return sequence(objectIdentifier(identifier), octetString(value));
}

function printPem(label: string, der: Der): string {
  const lines = Buffer.from(der)
    .toString("base64")
    .replaceAll(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
