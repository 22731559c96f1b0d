// The gateway's way to servers behind it, for stages that show a client certificate as well (AWS guide:
// getting-started-client-side-ssl-authentication): each certificate has connections of its own, so that nothing goes over one
// that was opened in another's name. Invariant: a certificate never changes under its id, so it is asked for once.
// Read next: ./upstream-client.ts.

import { maxClientCertificatesShown } from "../../base/limits.ts";
import type { CertificateAndKey } from "../../gateway/model/access.ts";
import type { ClientCertificateName, UpstreamPort, UpstreamRequest } from "../../gateway/engine/ports.ts";
import { UpstreamClient, type UpstreamClientOptions } from "./upstream-client.ts";

export class CertifiedUpstream implements UpstreamPort {
  readonly #options: UpstreamClientOptions;
  readonly #certificateOf: (name: ClientCertificateName) => CertificateAndKey | null;
  readonly #plain: UpstreamClient;
  /** The one that was used longest ago stands first. */
  readonly #certified = new Map<string, UpstreamClient>();

  constructor(
    options: UpstreamClientOptions,
    certificateOf: (name: ClientCertificateName) => CertificateAndKey | null,
  ) {
    this.#options = options;
    this.#certificateOf = certificateOf;
    this.#plain = new UpstreamClient(options);
  }

  send(request: UpstreamRequest): ReturnType<UpstreamClient["send"]> {
    const { clientCertificate: name = null } = request;
    const client = name === null ? this.#plain : this.#clientOf(name);
    return client.send(request);
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await Promise.all([this.#plain, ...this.#certified.values()].map((client) => client.close()));
  }

  #clientOf(name: ClientCertificateName): UpstreamClient {
    const key = `${name.account} ${name.region} ${name.id}`;
    const client = this.#certified.get(key) ?? this.#newClient(name);
    if (client === null) return this.#plain;
    this.#certified.delete(key);
    this.#certified.set(key, client);
    if (this.#certified.size > maxClientCertificatesShown) this.#forgetOldest();
    return client;
  }

  #newClient(name: ClientCertificateName): UpstreamClient | null {
    const found = this.#certificateOf(name);
    if (found === null) return null;
    return new UpstreamClient({ ...this.#options, shown: { cert: found.certificate, key: found.privateKey } });
  }

  #forgetOldest(): void {
    for (const [key, client] of this.#certified) {
      this.#certified.delete(key);
      void client.close();
      return;
    }
  }
}
