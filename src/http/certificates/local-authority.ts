// The local CA: made once, kept in a folder, and asked for a server's certificate whenever a client names one (SNI).
// Leaves are made on demand, live for a quarter of a year and are renewed when a third of that is left; all of them use one
// key, which never leaves memory. Invariants: the CA's key is never replaced while its certificate is there, as people have
// told their machines to trust it; what the network makes us keep is bounded.
// Read next: ./certificate.ts, ./authority-files.ts.

import { type KeyObject, X509Certificate, createPrivateKey, generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { type SecureContext, createSecureContext } from "node:tls";
import type { Clock } from "../../base/clock.ts";
import { maxLeafCertificates } from "../../base/limits.ts";
import { AuthorityFault, readAuthorityFile, writeAuthorityFile } from "./authority-files.ts";
import { type Validity, composeAuthority, composeLeaf } from "./certificate.ts";

/** A server's certificate and its key, as PEM text. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

interface Leaf extends Credentials {
  readonly context: SecureContext;
  readonly renewAt: number;
}

const day = 86_400;
const authorityDays = 3650;
/** A CA that would end during a term, or a release, is renewed when the service starts. */
const authorityRenewalDays = 90;
const leafDays = 90;
/** Clients' clocks may be behind. */
const backdated = day;

export class LocalAuthority {
  /** The certificate that clients are asked to trust. */
  readonly certificate: string;
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #leafKeys = newKeys();
  readonly #leaves = new Map<string, Leaf>();

  private constructor(key: KeyObject, certificate: string, clock: Clock) {
    this.#key = key;
    this.certificate = certificate;
    this.#clock = clock;
  }

  /** The CA of a folder, which is made when there is none. Throws AuthorityFault. */
  static open(folder: string, clock: Clock): LocalAuthority {
    const certificate = readAuthorityFile(folder, "ca.pem");
    const keyText = readAuthorityFile(folder, "ca-key.pem");
    if (keyText === null && certificate !== null)
      throw new AuthorityFault(
        `${join(folder, "ca.pem")} has no key beside it (ca-key.pem): bring that back, or remove the certificate to have a new CA made.`,
      );
    const key = keyText === null ? newKeys().privateKey : readKey(keyText, join(folder, "ca-key.pem"));
    if (keyText === null) writeAuthorityFile(folder, "ca-key.pem", printKey(key));
    if (certificate !== null && isUsable(certificate, key, clock, join(folder, "ca.pem")))
      return new LocalAuthority(key, certificate, clock);
    const made = composeAuthority(key, authorityValidity(clock));
    writeAuthorityFile(folder, "ca.pem", made);
    return new LocalAuthority(key, made, clock);
  }

  /** A CA that is gone when the process is. */
  static create(clock: Clock): LocalAuthority {
    const { privateKey } = newKeys();
    return new LocalAuthority(privateKey, composeAuthority(privateKey, authorityValidity(clock)), clock);
  }

  /** What a server presents that is called by these names and addresses; renewed in time, if asked again. */
  contextFor(...names: readonly string[]): SecureContext {
    return this.#leafFor(names).context;
  }

  /** The same, for callers that make a context of it themselves; the same object until it is renewed. */
  credentialsFor(...names: readonly string[]): Credentials {
    return this.#leafFor(names);
  }

  #leafFor(names: readonly string[]): Leaf {
    const now = this.#clock.wallSeconds();
    const id = names.join(" ");
    const known = this.#leaves.get(id);
    this.#leaves.delete(id);
    const leaf = known !== undefined && now < known.renewAt ? known : this.#makeLeaf(names, now);
    this.#leaves.set(id, leaf);
    const oldest = this.#leaves.keys().next();
    if (this.#leaves.size > maxLeafCertificates && oldest.done !== true) this.#leaves.delete(oldest.value);
    return leaf;
  }

  #makeLeaf(names: readonly string[], now: number): Leaf {
    const { privateKey, publicKey } = this.#leafKeys;
    const validity = { from: now - backdated, until: now + leafDays * day };
    const cert = composeLeaf(this.#key, publicKey, names, validity);
    const key = printKey(privateKey);
    return {
      cert,
      key,
      context: createSecureContext({ cert, key, minVersion: "TLSv1.2" }),
      renewAt: now + (leafDays * day * 2) / 3,
    };
  }
}

function newKeys(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function authorityValidity(clock: Clock): Validity {
  const now = clock.wallSeconds();
  return { from: now - backdated, until: now + authorityDays * day };
}

/** Whether the certificate can be presented still; false when it is near its end. */
function isUsable(certificate: string, key: KeyObject, clock: Clock, path: string): boolean {
  const read = readCertificate(certificate, path);
  if (!read.checkPrivateKey(key))
    throw new AuthorityFault(`${path} and the key beside it do not belong together: bring the right one back.`);
  return read.validToDate.getTime() / 1000 - clock.wallSeconds() > authorityRenewalDays * day;
}

function readCertificate(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (error) {
    throw new AuthorityFault(`${path} is no certificate: bring it back, or remove it to have it made again.`, {
      cause: error,
    });
  }
}

function readKey(text: string, path: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    throw new AuthorityFault(`${path} is no private key: bring it back.`, { cause: error });
  }
}

function printKey(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" });
}
