// Rows of the type table: DNSSEC (RFC 4034, RFC 5155, RFC 7344, RFC 7477, RFC 8976) and keys and certificates kept in the DNS.
// How a row is read: ./row.ts. What signatures and digests prove is the business of dnssec/.

import { DnssecAlgorithm } from "../codes.ts";
import { rrType, typeBitmap } from "../fields/bitmaps.ts";
import { base32hexCounted, base64Rest, digest, hexCounted, hexRest, optionalBase64Rest } from "../fields/encoded.ts";
import { gateway } from "../fields/gateways.ts";
import { hostIdentity } from "../fields/identifiers.ts";
import { named, u16, u32, u8 } from "../fields/integers.ts";
import { loweredName, verbatimName, verbatimNames } from "../fields/names.ts";
import { time } from "../fields/times.ts";
import { row } from "./row.ts";

const algorithm = named(u8, DnssecAlgorithm, "number", "a DNSSEC algorithm");

/** RFC 4034 Appendix A.2 and its registry; with the octets each digest has. */
const digestType = named(
  u8,
  { "SHA-1": 1, SHA1: 1, "SHA-256": 2, SHA256: 2, GOST: 3, "SHA-384": 4, SHA384: 4 },
  "number",
  "a digest type",
);
const digestOctets = { 1: 20, 2: 32, 3: 32, 4: 48 };

const delegation = { keyTag: u16, algorithm, digestType, digest: digest(digestOctets, 1) };
const zoneKey = { flags: u16, protocol: u8, algorithm, publicKey: base64Rest };
const signature = {
  typeCovered: rrType,
  algorithm,
  labels: u8,
  originalTtl: u32,
  expiration: time,
  inception: time,
  keyTag: u16,
  signerName: loweredName,
  signature: base64Rest,
};

/** Words of RFC 7218 §2 for TLSA's three numbers. */
const certificateUse = {
  usage: named(u8, { "PKIX-TA": 0, "PKIX-EE": 1, "DANE-TA": 2, "DANE-EE": 3, PRIVCERT: 255 }, "number"),
  selector: named(u8, { CERT: 0, SPKI: 1, PRIVSEL: 255 }, "number"),
  matching: named(u8, { FULL: 0, "SHA2-256": 1, "SHA2-512": 2, PRIVMATCH: 255 }, "number"),
  data: digest({ 1: 32, 2: 64 }, 1),
};

/** RFC 4398 §2.1. */
const certificateType = named(
  u16,
  { PKIX: 1, SPKI: 2, PGP: 3, IPKIX: 4, ISPKI: 5, IPGP: 6, ACPKIX: 7, IACPKIX: 8, URI: 253, OID: 254 },
  "name",
  "a certificate type",
);

export const securityTypes = {
  DS: row("RFC 4034 §5", "a child zone's key, by digest", delegation),
  CDS: row("RFC 7344 §3.1", "the DS a child wants", delegation),
  DLV: row("RFC 4431 §2", "a DS kept elsewhere", delegation),
  TA: row("draft-weiler-dnssec-dlv-iana-00", "a trust anchor", delegation),
  DNSKEY: row("RFC 4034 §2", "a zone's public key", zoneKey),
  CDNSKEY: row("RFC 7344 §3.2", "the key a child wants trusted", zoneKey),
  RRSIG: row("RFC 4034 §3", "a signature", signature),
  NSEC: row("RFC 4034 §4", "the next name, and the types here", { nextDomainName: verbatimName, types: typeBitmap }),
  NSEC3: row("RFC 5155 §3", "the next hashed name, and the types here", {
    hashAlgorithm: u8,
    flags: u8,
    iterations: u16,
    salt: hexCounted,
    nextHashedOwner: base32hexCounted,
    types: typeBitmap,
  }),
  NSEC3PARAM: row("RFC 5155 §4", "how names are hashed", {
    hashAlgorithm: u8,
    flags: u8,
    iterations: u16,
    salt: hexCounted,
  }),
  CSYNC: row("RFC 7477 §2.1", "what a parent may copy", { serial: u32, flags: u16, types: typeBitmap }),
  ZONEMD: row("RFC 8976 §2.2", "a zone's digest", {
    serial: u32,
    scheme: u8,
    hashAlgorithm: u8,
    digest: digest({ 1: 48, 2: 64 }, 1, 12),
  }),
  SSHFP: row("RFC 4255 §3.1", "an SSH key's fingerprint", {
    algorithm: u8,
    type: u8,
    fingerprint: digest({ 1: 20, 2: 32 }, 1),
  }),
  TLSA: row("RFC 6698 §2.1", "a TLS server's certificate", certificateUse),
  SMIMEA: row("RFC 8162 §2", "an S/MIME certificate", certificateUse),
  CERT: row("RFC 4398 §2", "a certificate", { type: certificateType, keyTag: u16, algorithm, certificate: base64Rest }),
  IPSECKEY: row("RFC 4025 §2.1", "an IPsec key", {
    precedence: u8,
    gatewayType: u8,
    algorithm: u8,
    gateway: gateway(1, 0xff),
    publicKey: optionalBase64Rest,
  }),
  DHCID: row("RFC 4701 §3.1", "a DHCP client's identity", { data: base64Rest }),
  HIP: row("RFC 8005 §5", "a host identity", { identity: hostIdentity, rendezvousServers: verbatimNames }),
  OPENPGPKEY: row("RFC 7929 §2.1", "an OpenPGP key", { key: base64Rest }),
  HHIT: row("RFC 9886 §5.1", "a hierarchical host identity tag", { data: base64Rest }),
  BRID: row("RFC 9886 §5.2", "a broadcast remote identifier", { data: base64Rest }),
  RKEY: row("draft-reid-dnsext-rkey-00", "a resource's key", zoneKey),
  TALINK: row("draft-wijngaards-dnsop-trust-history-02", "a trust anchor's history", {
    previous: verbatimName,
    next: verbatimName,
  }),
  KEY: row("RFC 3445 §3", "a key, today for SIG(0)", { ...zoneKey, publicKey: optionalBase64Rest }),
  SIG: row("RFC 2931 §3", "a signature, today SIG(0)", signature),
  EID: row("draft-ietf-nimrod-dns-01", "a Nimrod endpoint", { data: hexRest }),
  NIMLOC: row("draft-ietf-nimrod-dns-01", "a Nimrod locator", { data: hexRest }),
};
