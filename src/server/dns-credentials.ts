// What DNS over TLS and DNS over HTTPS present: the certificate and key that the configuration names, or a certificate of the
// local CA for this machine's names and the addresses that are listened at. Files are read again at each reload and now and
// then, so that a renewed certificate is presented without a restart; one that cannot be used leaves the last good one.
// Read next: ../net/secure.ts, ../http/certificates/local-authority.ts.

import { X509Certificate, createPrivateKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { LocalAuthority } from "../http/certificates/local-authority.ts";
import { type Credentials, minVersion, type SecureListenings, type SecureProtocol } from "../net/secure.ts";
import type { Config } from "./config.ts";
import { ownNames } from "./own-names.ts";

/** Why nothing can be presented: a whole sentence. */
export class CredentialsFault extends Error {
  override readonly name = "CredentialsFault";
}

const protocols = ["tls", "https"] as const;
const ticketKeyOctets = 48;

/** Whether a certificate of the local CA is wanted. */
export function wantsAuthority({ dns }: Pick<Config, "dns">): boolean {
  return protocols.some((protocol) => dns[protocol].listen.length > 0 && dns[protocol].certificate === null);
}

export class DnsCredentials {
  readonly #config: Pick<Config, "dns" | "api">;
  readonly #authority: LocalAuthority | null;
  readonly #ticketKeys = Uint8Array.from(randomBytes(ticketKeyOctets));
  readonly #last = new Map<SecureProtocol, Credentials>();

  constructor(config: Pick<Config, "dns" | "api">, authority: LocalAuthority | null) {
    this.#config = config;
    this.#authority = authority;
  }

  /** Where is listened, and what is presented there. Throws a CredentialsFault. */
  listenings(): SecureListenings {
    const [tls, https] = protocols.map((protocol) => {
      const { listen } = this.#config.dns[protocol];
      if (listen.length === 0) return null;
      return { listen, credentials: this.#read(protocol), ticketKeys: this.#ticketKeys };
    });
    return { tls, https };
  }

  /** What is to be presented instead from now on, and what cannot be, and why. */
  renewed(): { readonly changes: readonly [SecureProtocol, Credentials][]; readonly faults: readonly string[] } {
    const changes: [SecureProtocol, Credentials][] = [];
    const faults: string[] = [];
    for (const protocol of this.#last.keys()) {
      const before = this.#last.get(protocol);
      try {
        const now = this.#read(protocol);
        if (now.cert !== before?.cert || now.key !== before.key) changes.push([protocol, now]);
      } catch (error) {
        if (!(error instanceof CredentialsFault)) throw error;
        faults.push(error.message);
      }
    }
    return { changes, faults };
  }

  #read(protocol: SecureProtocol): Credentials {
    const { certificate, key } = this.#config.dns[protocol];
    const credentials =
      certificate === null || key === null
        ? this.#ownCredentials(protocol)
        : fileCredentials(protocol, certificate, key);
    this.#last.set(protocol, credentials);
    return credentials;
  }

  #ownCredentials(protocol: SecureProtocol): Credentials {
    const { dns, api } = this.#config;
    const { certificate, key, listen } = dns[protocol];
    if (certificate !== null || key !== null) {
      const [there, missing] = certificate === null ? ["key", "certificate"] : ["certificate", "key"];
      throw new CredentialsFault(
        `dns.${protocol}.${there} is there, and dns.${protocol}.${missing} is not: they go together.`,
      );
    }
    if (this.#authority === null) throw new Error("There is no local CA, though it is wanted.");
    const { cert, key: ownKey } = this.#authority.credentialsFor(...ownNames(api, listen));
    return { cert, key: ownKey };
  }
}

function fileCredentials(protocol: SecureProtocol, certificatePath: string, keyPath: string): Credentials {
  const cert = textOf(`dns.${protocol}.certificate`, certificatePath);
  const key = textOf(`dns.${protocol}.key`, keyPath);
  const leaf = attempt(() => new X509Certificate(cert), `dns.${protocol}.certificate: ${certificatePath} holds no certificate in PEM form.`); // prettier-ignore
  const privateKey = attempt(() => createPrivateKey(key), `dns.${protocol}.key: ${keyPath} holds no private key in PEM form that can be read without a password.`); // prettier-ignore
  if (!leaf.checkPrivateKey(privateKey))
    throw new CredentialsFault(
      `dns.${protocol}: the key in ${keyPath} is not that of the certificate in ${certificatePath}.`,
    );
  // What a server would refuse to present for another reason: a chain that is cut off, a key that is too short.
  attempt(
    () => createSecureContext({ cert, key, minVersion }),
    `dns.${protocol}: ${certificatePath} and ${keyPath} cannot be presented`,
  );
  return { cert, key };
}

function textOf(what: string, path: string): string {
  return attempt(() => readFileSync(path, "utf8"), `${what}: ${path} cannot be read`);
}

function attempt<T>(work: () => T, complaint: string): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CredentialsFault(
      complaint.endsWith(".") ? complaint : `${complaint} (${code ?? (error as Error).message}).`,
    );
  }
}
