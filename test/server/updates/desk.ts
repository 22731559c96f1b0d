// A desk of updates over a store in memory, its hosted zones served from an image, and what tests say to it: updates in words, signed
// or not, and the reply's RCODE with the text of its Extended DNS Error.

import type { ErrandClient } from "../../../src/server/errands/errand-messages.ts";
import { nodeHmac } from "../../../src/crypto/hmac.ts";
import { tsigKey } from "../../../src/authority/tsig-keys.ts";
import { VirtualClock } from "../../../src/base/clock.ts";
import { CheckNumbers } from "../../../src/server/check-numbers.ts";
import { readConfig } from "../../../src/server/config/read.ts";
import { HostedZones } from "../../../src/server/hosted-zones.ts";
import { UpdateDesk, type UpdateDeskParts } from "../../../src/server/updates/update-desk.ts";
import type { Image } from "../../../src/zone/image.ts";
import { ZoneKeys } from "../../../src/server/zone-keys.ts";
import { parseAddress } from "../../../src/net/address.ts";
import { zoneText } from "../../e2e/running-server.ts";
import { Asking, nameOf, newImage, serve } from "../../authority/asking.ts";
import { type Composed, composeUpdate } from "../../authority/update/words.ts";
import { change, newWorld, setOf, type World } from "../../store/fixture.ts";
import { signQuery, type TestKey } from "../../peers/tsig.ts";
import { parseMessage, rcodeText } from "../../peers/wire.ts";

export const key: TestKey = { name: "dhcp.test.", algorithm: "hmac-sha256", secret: new Uint8Array(32).fill(3) };
export const otherKey: TestKey = { name: "acme.test.", algorithm: "hmac-sha512", secret: new Uint8Array(64).fill(4) };
export const nowSeconds = 1_800_000_000;

export interface Sent extends Composed {
  readonly key?: TestKey;
  readonly from?: string;
  readonly protocol?: ErrandClient["protocol"];
  readonly timeSeconds?: number;
}

export class Desk {
  readonly world: World;
  readonly desk: UpdateDesk;
  readonly hosted: HostedZones;
  readonly asking: Asking;
  readonly image: Image;
  readonly lines: string[] = [];
  #id = 0;

  /** Rules as the configuration has them; a zone file for file.test. is served, too. */
  constructor(updates: readonly object[], more: Partial<UpdateDeskParts> = {}) {
    this.world = newWorld({ strictness: "lenient" });
    const { store, tables, context } = this.world;
    const image = newImage();
    this.image = image;
    serve(image, { "file.test.": zoneText(1, "192.0.2.1") });
    const tell = (fields: object, message: string): unknown => this.lines.push(`${message} ${JSON.stringify(fields)}`);
    const log = { debug: tell, info: tell, warn: tell, error: tell, flush: () => {} };
    this.hosted = new HostedZones({
      image,
      store,
      tables,
      checks: new CheckNumbers(),
      keys: new ZoneKeys(),
      vpcs: [],
      delegationSets: "easy",
      clock: new VirtualClock(),
      propagationMs: 0,
      arrived() {},
      published() {},
      log,
    });
    this.hosted.start();
    this.asking = new Asking(image);
    const keys = [key, otherKey].map((one) => tsigKey(nameOf(one.name), one.algorithm, one.secret, "queries"));
    const { config, faults } = readConfig({ name: "signpost.yaml", text: JSON.stringify({ dns: { updates } }) }, []);
    if (faults.length > 0) throw new Error(faults[0].message);
    this.desk = new UpdateDesk({
      updates: config.dns.updates,
      memory: image.memory,
      tsig: { keys, hmac: nodeHmac, nowSeconds: () => nowSeconds },
      maxUdpOctets: 1232,
      keepaliveDeciseconds: 300,
      store,
      tables,
      hosted: this.hosted,
      files: { sourceOf: ({ key: name }) => ({ [nameOf("file.test.").key]: "file", [nameOf("second.test.").key]: "secondary" } as const)[name] ?? null }, // prettier-ignore
      waits: "until served",
      context: (account) => ({ ...context, account, accessKey: null }),
      log,
      ...more,
    });
    change(this.world, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  }

  compose({ key: by, timeSeconds = nowSeconds, ...composed }: Sent): Uint8Array {
    const message = composeUpdate({ id: (this.#id += 1), zone: "example.test.", edns: {}, ...composed });
    return by === undefined ? message : signQuery(message, by, { timeSeconds });
  }

  send(message: Uint8Array, { from = "192.0.2.77", protocol = 0 }: Pick<Sent, "from" | "protocol"> = {}) {
    const parsed = parseAddress(from);
    if (parsed === null) throw new Error(from);
    const address = new Uint8Array(16);
    address.set(parsed.octets);
    return this.desk.answer(message, { protocol, family: parsed.family, address, port: 4242 });
  }

  /** "NOERROR", or with what the Extended DNS Error says: "REFUSED 18 this client may not …". */
  async ask(sent: Sent): Promise<string> {
    return readReply(await this.send(this.compose(sent), sent));
  }

  answerOf(name: string, type: string): string {
    return this.asking.ask(name, type);
  }

  /** Lines of the zone's own sets, the SOA's serial among them. */
  get serial(): number {
    const [soa] = [...this.world.store.recordSets(this.world.zoneId)].filter(({ Type }) => Type === "SOA");
    return Number(soa.ResourceRecords?.[0].Value.split(" ")[2]);
  }

  get sets(): string[] {
    return [...this.world.store.recordSets(this.world.zoneId)]
      .filter(({ Type }) => Type !== "SOA" && Type !== "NS")
      .map(({ Name, Type, TTL, ResourceRecords = [] }) =>
        [Name, TTL, Type, ...ResourceRecords.map(({ Value }) => Value)].join(" "),
      );
  }
}

export function readReply(reply: Uint8Array | null): string {
  if (reply === null) return "none";
  const { rcode, opt } = parseMessage(reply);
  const error = opt?.options.find(({ code }) => code === 15)?.data;
  const word = { 8: "NXRRSET", 10: "NOTZONE" }[rcode] ?? rcodeText(rcode);
  if (error === undefined) return word;
  return `${word} ${(error[0] << 8) | error[1]} ${Buffer.from(error.subarray(2)).toString()}`.trimEnd();
}
