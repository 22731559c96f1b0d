// The local CA's leaf certificates in a thread that does not have the CA: asked for by name when a client first names it, and
// again after a while, since whoever makes them renews them in time. The CA's own key never leaves the main thread.

import { createSecureContext, type SecureContext } from "node:tls";
import { BoundedMap } from "../../../base/bounded-map.ts";
import type { Clock } from "../../../base/clock.ts";
import { maxLeafCertificates } from "../../../base/limits.ts";
import type { Credentials, LocalAuthority } from "../../../http/certificates/local-authority.ts";

interface Lent {
  readonly credentials: Credentials;
  readonly context: SecureContext;
  readonly askedSeconds: number;
}

/** A leaf is renewed a month before its end. */
const goodForSeconds = 3_600;

export class LentCertificates implements Pick<LocalAuthority, "contextFor" | "credentialsFor"> {
  readonly #clock: Clock;
  readonly #ask: (names: readonly string[]) => Credentials;
  readonly #lent = new BoundedMap<Lent>(maxLeafCertificates);

  constructor(clock: Clock, ask: (names: readonly string[]) => Credentials) {
    this.#clock = clock;
    this.#ask = ask;
  }

  contextFor(...names: readonly string[]): SecureContext {
    return this.#lentFor(names).context;
  }

  credentialsFor(...names: readonly string[]): Credentials {
    return this.#lentFor(names).credentials;
  }

  #lentFor(names: readonly string[]): Lent {
    const id = names.join(" ");
    const now = this.#clock.wallSeconds();
    const known = this.#lent.touch(id);
    if (known !== undefined && now - known.askedSeconds < goodForSeconds) return known;
    const lent = this.#renewed(known, this.#ask(names), now);
    this.#lent.set(id, lent);
    return lent;
  }

  /** The same objects while the certificate is the same, so that nothing is set up twice. */
  #renewed(known: Lent | undefined, { cert, key }: Credentials, now: number): Lent {
    if (known?.credentials.cert === cert) return { ...known, askedSeconds: now };
    const context = createSecureContext({ cert, key, minVersion: "TLSv1.2" });
    return { credentials: { cert, key }, context, askedSeconds: now };
  }
}
