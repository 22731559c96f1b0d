// A responder whose transfers are composed at once, in the thread that asks: for tests of what a transfer says. The thread,
// its limits and its streams have tests of their own (test/server/transfers/).

import type { Recursion } from "../../src/authority/recursion.ts";
import { judge, Sealer } from "../../src/authority/tsig.ts";
import { tsigKey, type TsigKey, type TsigParts } from "../../src/authority/tsig-keys.ts";
import { leastPieceOctets, TransferComposer } from "../../src/authority/transfer-composer.ts";
import { ZoneRecords } from "../../src/authority/zone-transfer.ts";
import { nodeHmac } from "../../src/crypto/hmac.ts";
import { MessageView } from "../../src/dns/message-view.ts";
import type { Image } from "../../src/zone/image.ts";
import { nearestZone } from "../../src/zone/search.ts";
import type { TestKey } from "../peers/tsig.ts";
import { nameText, parseMessage, type QueryOptions, composeQuery, typeText } from "../peers/wire.ts";
import { Asking, type AskOptions, nameOf } from "./asking.ts";

export const key: TestKey = { name: "Secondary.Test", algorithm: "hmac-sha256", secret: new Uint8Array(32).fill(7) };
export const plainKey: TestKey = { name: "other", algorithm: "hmac-sha512", secret: new Uint8Array(64).fill(9) };

/** Keys of the other algorithms. */
export const moreKeys: readonly TestKey[] = (["hmac-sha384", "hmac-sha224", "hmac-sha1"] as const).map((algorithm) => ({
  name: `${algorithm}.test`,
  algorithm,
  secret: new Uint8Array(20).fill(5),
}));

export const ourKeys: readonly TsigKey[] = [
  tsigKey(nameOf(key.name), key.algorithm, key.secret, "transfers"),
  tsigKey(nameOf(plainKey.name), plainKey.algorithm, plainKey.secret, "queries"),
  ...moreKeys.map(({ name, algorithm, secret }) => tsigKey(nameOf(name), algorithm, secret, "queries")),
];

/** Clients from 127.0.0.0/8 may have zones, and who has `key`. */
export class Transfers {
  readonly asking: Asking;
  /** How many more transfers are taken. */
  room = Infinity;
  readonly #tsig: TsigParts;
  #messages: Uint8Array[] = [];

  constructor(image: Image, recursion: Recursion | null = null) {
    this.#tsig = { keys: ourKeys, hmac: nodeHmac, nowSeconds: () => this.asking.nowSeconds };
    this.asking = new Asking(image, {
      recursion,
      tsig: this.#tsig,
      transfers: {
        allows: ({ address }) => address[0] === 127,
        begin: (query, _, view) => {
          if (this.room-- <= 0) return false;
          this.#messages = this.#compose(image, query.bytes.slice(query.start, query.end), view);
          return true;
        },
      },
    });
  }

  /** The messages that answer a query. */
  send(packet: Uint8Array, options: AskOptions = {}): Uint8Array[] {
    this.#messages = [];
    const reply = this.asking.send(packet, { protocol: 1, ...options });
    return reply === null ? this.#messages : [reply];
  }

  ask(name: string, type: "AXFR" | "IXFR" = "AXFR", options: QueryOptions & AskOptions = {}): Uint8Array[] {
    return this.send(composeQuery(name, type, options), options);
  }

  #compose(image: Image, packet: Uint8Array, view: number): Uint8Array[] {
    const query = new MessageView();
    query.parse(packet, 0, packet.length);
    const tree = nearestZone(image.memory, query.qname, image.version, view, query.qname.count);
    const verdict = query.tsig < 0 ? null : judge(query, this.#tsig);
    const sealer = verdict === null || !("key" in verdict) ? null : new Sealer(query, verdict, this.#tsig);
    const records = new ZoneRecords(image.memory, tree, image.version);
    const transfer = new TransferComposer({ records, query, sealer, maxUdpOctets: 1232 });
    const messages: Uint8Array[] = [];
    for (const out = new Uint8Array(leastPieceOctets); transfer.state !== "done" && transfer.state !== "broken";)
      messages.push(...unframed(out.subarray(0, transfer.write(out))));
    return messages;
  }
}

/** The messages in octets that go over a stream. */
export function unframed(octets: Uint8Array): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (let at = 0; at < octets.length;) {
    const end = at + 2 + ((octets[at] << 8) | octets[at + 1]);
    messages.push(octets.slice(at + 2, end));
    at = end;
  }
  return messages;
}

/** The records of a transfer, each as a line: "www.example. 3600 A c0000201". */
export function recordsOf(messages: readonly Uint8Array[]): string[] {
  return messages
    .flatMap((message) => parseMessage(message).answer)
    .map((record) => {
      const data = Buffer.from(record.rdata).toString("hex");
      return `${nameText(record.owner)} ${record.ttl} ${typeText(record.type)} ${data}`;
    });
}
