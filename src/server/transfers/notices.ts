// Who is told when a zone has changed (dns.notify): at the start of every zone of a file or of another server, later of those whose
// serial is another than the one that was told, hosted zones too; signed where a key is named. The sending is ../../net/notify.ts.

import type { TsigKey } from "../../authority/tsig-keys.ts";
import { codeName, Rcode } from "../../dns/codes.ts";
import { sameName } from "../../dns/name.ts";
import { soaSerial } from "../../dns/soa.ts";
import { printName } from "../../dns/text/name-text.ts";
import type { Endpoint } from "../../net/address.ts";
import { type NotifyFact, Notifier } from "../../net/notify.ts";
import { cryptoRandom } from "../../net/upstream/crypto-random.ts";
import type { Zone } from "../../zone/zone.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { keyNamed, keysOf, nameOf } from "../configured-keys.ts";
import { tsigParts } from "../tsig-parts.ts";
import { packedSoa } from "../zone-text.ts";

interface Wish {
  /** The zone's name in wire form; null: every zone. */
  readonly zone: Uint8Array | null;
  readonly to: readonly Endpoint[];
  readonly key: TsigKey | null;
}

export class Notices {
  readonly #wishes: readonly Wish[];
  readonly #notifier: Notifier;
  readonly #log: Log;
  /** What was told last, by the key of the zone's apex. */
  readonly #serials = new Map<string, number>();
  #isStarted = false;

  constructor(dns: Config["dns"], log: Log) {
    const keys = keysOf(dns);
    this.#wishes = dns.notify.map(({ zone, to, key }) => ({
      zone: zone === null ? null : nameOf(zone).wire,
      to,
      key: keyNamed(keys, key),
    }));
    this.#log = log;
    const onFact = (fact: NotifyFact): void => this.#told(fact);
    this.#notifier = new Notifier({
      listen: dns.listen,
      random: cryptoRandom,
      nowMs: () => performance.now(),
      tsig: tsigParts([]),
      onFact,
    });
  }

  /** Tells of all that is served, now that it can be asked for. */
  start(zones: Iterable<Zone>): void {
    this.#isStarted = true;
    this.changed(zones);
  }

  /** Tells of zones that were loaded anew, where their serial is new. */
  changed(zones: Iterable<Zone>): void {
    if (!this.#isStarted || this.#wishes.length === 0) return;
    for (const zone of zones) {
      const soa = packedSoa(zone);
      if (soa === null || this.#serials.get(zone.apex.key) === soaSerial(soa)) continue;
      this.#serials.set(zone.apex.key, soaSerial(soa));
      for (const wish of this.#wishes) {
        if (wish.zone === null || sameName(wish.zone, 0, zone.apex.wire, 0))
          this.#notifier.tell(zone.apex, soa, wish.to, wish.key);
      }
    }
  }

  close(): void {
    this.#notifier.close();
  }

  #told({ kind, zone, to, rcode }: NotifyFact): void {
    const fields = { zone: printName(zone.wire), to };
    if (kind === "too many") this.#log.warn(fields, "a change is not told: too many wait to be told already");
    else if (kind === "unanswered") this.#log.warn(fields, "nobody answered the notice that a zone has changed");
    else if (rcode === Rcode.NOERROR) this.#log.debug(fields, "a name server knows that a zone has changed");
    else
      this.#log.warn(
        { ...fields, rcode: codeName(Rcode, rcode, "RCODE") },
        "a name server does not want to know that a zone has changed",
      );
  }
}
