// `node bench/changing-server.ts CONFIG ORIGIN NAMES FIGURES`: the service as `signpost serve` runs it, while one record
// of the zone changes every millisecond: host-N gets another address. SIGUSR2 starts the changes. FIGURES tells how long
// until every worker answers from the version with the change, and how long until a client is told the new address.

import { createSocket, type Socket } from "node:dgram";
import { renameSync, writeFileSync } from "node:fs";
import { Name } from "../src/dns/name.ts";
import { loadConfig } from "../src/server/config.ts";
import type { Image } from "../src/zone/image.ts";
import type { Zone } from "../src/zone/zone.ts";
import { openLog } from "../src/server/log.ts";
import { startService } from "../src/server/service.ts";
import { composeQuery, labelsOf, nameWire, parseMessage, types } from "../test/peers/wire.ts";
import { quantile } from "./dnsperf.ts";
import { randomStream } from "./data.ts";

export interface ChangeFigures {
  changes: number;
  perSecond: number;
  /** Milliseconds from the change to the last worker's first batch with it. */
  seenP50: number;
  seenP99: number;
  seenMax: number;
  /** Milliseconds from the change to the reply of a client that asks at once. */
  askedP50: number;
  askedP99: number;
  asked: number;
  /** Replies with the old address. */
  stale: number;
}

const askEveryMs = 20;
/** A timer that was held up makes up for at most so many changes at once. */
const mostAtOnce = 20;

class Changer {
  readonly #image: Image;
  readonly #zone: Zone;
  readonly #origin: string;
  readonly #names: number;
  readonly #socket: Socket;
  readonly #random = randomStream(7);
  readonly #startedAt = performance.now();
  readonly #waiting: { number: number; at: number }[] = [];
  readonly #seen: number[] = [];
  readonly #asked: number[] = [];
  #changes = 0;
  #stale = 0;
  #question = { at: 0, address: "" };

  constructor(image: Image, origin: string, names: number, port: number) {
    const zone = image.zones.get(new Name(nameWire(labelsOf(origin))).key);
    if (zone === undefined) throw new Error(`${origin} is not served`);
    this.#image = image;
    this.#zone = zone;
    this.#origin = origin;
    this.#names = names;
    this.#socket = createSocket("udp4");
    this.#socket.connect(port, "127.0.0.1");
    this.#socket.on("message", (reply) => this.#judge(reply));
  }

  /** All changes that are due by now: one a millisecond. */
  changeWhatIsDue(): void {
    const due = Math.min(mostAtOnce, performance.now() - this.#startedAt - this.#changes);
    for (let i = 0; i < due; i++) this.#change();
  }

  #change(): void {
    const owner = `host-${Math.floor(this.#random() * this.#names)}.${this.#origin}`;
    const rdata = Uint8Array.from([198, 18, this.#changes >>> 8, this.#changes++]);
    const change = {
      zone: this.#zone,
      owner: new Name(nameWire(labelsOf(owner))),
      type: types["A"],
      ttlSeconds: 60,
      rdata: [rdata],
    };
    const at = performance.now();
    this.#waiting.push({ number: this.#image.apply([change]), at });
    if (at - this.#question.at < askEveryMs) return;
    this.#question = { at, address: rdata.join(".") };
    this.#socket.send(composeQuery(owner, "A"));
  }

  #judge(reply: Uint8Array): void {
    if (parseMessage(reply).answer[0]?.rdata.join(".") !== this.#question.address) this.#stale++;
    else this.#asked.push(performance.now() - this.#question.at);
  }

  look(): void {
    while (this.#waiting.length > 0 && this.#image.seenByAll(this.#waiting[0].number)) {
      this.#seen.push(performance.now() - (this.#waiting.shift()?.at ?? 0));
    }
  }

  get figures(): ChangeFigures {
    const seen = this.#seen.toSorted((a, b) => a - b);
    const asked = this.#asked.toSorted((a, b) => a - b);
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return {
      changes: this.#changes,
      perSecond: this.#changes / seconds,
      seenP50: quantile(seen, 0.5),
      seenP99: quantile(seen, 0.99),
      seenMax: seen.at(-1) ?? Number.NaN,
      askedP50: quantile(asked, 0.5),
      askedP99: quantile(asked, 0.99),
      asked: asked.length,
      stale: this.#stale,
    };
  }
}

async function serve([configFile, origin, names, figuresFile]: readonly string[]): Promise<void> {
  const { config } = loadConfig(configFile, [], {});
  const service = await startService(config, { log: openLog("error"), version: "bench" });
  process.once("SIGTERM", () => void service.stop().then(() => process.exit(0)));
  let changer: Changer | null = null;
  // SIGUSR2 starts the changes, so that the warm-up before does not count.
  process.on("SIGUSR2", () => {
    changer = new Changer(service.zones.image, origin, Number(names), config.dns.listen[0].port);
  });
  setInterval(() => changer?.changeWhatIsDue(), 1);
  setInterval(() => {
    if (changer === null) return;
    writeFileSync(`${figuresFile}.new`, JSON.stringify(changer.figures));
    renameSync(`${figuresFile}.new`, figuresFile);
  }, 1000);
  // A timer, not a spin: it would take the worker's core.
  setInterval(() => changer?.look(), 1);
}

if (import.meta.main) await serve(process.argv.slice(2));
