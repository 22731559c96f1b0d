// The public keys of token issuers, kept by issuer (RFC 7517 §5: a set of keys, each with its kid). A token whose key is not
// among them makes the set be fetched again, for issuers change their keys; but not more often than now and then, for anybody
// can name a key that is not there.
// Invariants: the number of issuers is bounded; requests that wait for the same set wait for one fetch.

import { BoundedMap } from "../../../base/bounded-map.ts";
import { maxTokenIssuers, minKeyRefreshMs } from "../../../base/limits.ts";
import type { EnginePorts, JsonWebKey } from "../ports.ts";

interface KeySet {
  readonly keys: readonly JsonWebKey[];
  readonly fetchedMs: number;
}

export class IssuerKeys {
  readonly #ports: Pick<EnginePorts, "keysOf" | "clock">;
  readonly #sets = new BoundedMap<KeySet>(maxTokenIssuers);
  readonly #fetches = new Map<string, Promise<KeySet | string>>();

  constructor(ports: Pick<EnginePorts, "keysOf" | "clock">) {
    this.#ports = ports;
  }

  /** The key, null when the issuer has none of this name, or a sentence: why its keys cannot be fetched. */
  async find(issuer: string, kid: string): Promise<JsonWebKey | null | string> {
    const kept = this.#sets.touch(issuer);
    const key = keyIn(kept, kid);
    if (key !== null) return key;
    if (kept !== undefined && this.#ports.clock.nowMs() - kept.fetchedMs < minKeyRefreshMs) return null;
    const fetched = await this.#fetch(issuer);
    return typeof fetched === "string" ? fetched : keyIn(fetched, kid);
  }

  #fetch(issuer: string): Promise<KeySet | string> {
    const running = this.#fetches.get(issuer);
    if (running !== undefined) return running;
    const fetch = this.#fetchNow(issuer);
    this.#fetches.set(issuer, fetch);
    return fetch;
  }

  async #fetchNow(issuer: string): Promise<KeySet | string> {
    try {
      const keys = await this.#ports.keysOf(issuer);
      const set = { keys, fetchedMs: this.#ports.clock.nowMs() };
      this.#sets.set(issuer, set);
      return set;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#fetches.delete(issuer);
    }
  }
}

function keyIn(set: KeySet | undefined, kid: string): JsonWebKey | null {
  return set?.keys.find((key) => key.kid === kid) ?? null;
}
