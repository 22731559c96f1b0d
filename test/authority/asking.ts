// The boundary that tests of the authority go through: zone texts in, then a question, and the reply as one line
// (test/differential/render.ts). Zones are loaded as the server loads them; replies are read by the tests' own reader.

import { expect } from "vitest";
import { Responder, type ResponderOptions } from "../../src/authority/responder.ts";
import type { Client } from "../../src/authority/client.ts";
import { Memory } from "../../src/base/memory.ts";
import { nameFromText } from "../../src/dns/text/name-text.ts";
import { Image, publicView } from "../../src/zone/image.ts";
import type { Trace } from "../../src/trace/steps.ts";
import { loadZone } from "../../src/zone/load.ts";
import type { Zone } from "../../src/zone/zone.ts";
import type { Name } from "../../src/dns/name.ts";
import { renderReply } from "../differential/render.ts";
import { composeQuery, type QueryOptions } from "../peers/wire.ts";

export function nameOf(text: string): Name {
  const name = nameFromText(text);
  if (typeof name === "string") throw new Error(name);
  return name;
}

export function newImage(octets: number = 2 ** 28): Image {
  return new Image(Memory.create(octets), 7);
}

/** Loads and serves zones: apex -> text. Errors fail the test; warnings are the tests' own business. */
export function serve(image: Image, zones: Readonly<Record<string, string>>): Zone[] {
  const loaded = Object.entries(zones).map(([apex, text]) => {
    const origin = nameOf(apex);
    const source = {
      file: apex,
      text: new TextEncoder().encode(text),
      apex: origin,
      origin,
      open: () => "no files here",
    };
    const { zone, faults } = loadZone(image, source);
    if (zone === null) expect.fail(faults.map((fault) => `${fault.line}:${fault.column}: ${fault.message}`).join("\n"));
    return zone;
  });
  image.publish(loaded);
  return loaded;
}

export interface AskOptions extends QueryOptions {
  readonly protocol?: Client["protocol"];
  readonly room?: number;
  readonly address?: readonly number[];
  /** The address of ours that is asked. */
  readonly local?: readonly number[];
}

/** Listens to nothing: a responder that it watches takes no short cut. */
export const nobody: Trace = { note: () => undefined, nested: () => nobody };

export class Asking {
  readonly image: Image;
  readonly responder: Responder;
  nowSeconds = 1_800_000_000;
  readonly #tx = new Uint8Array(65_535 + 16);

  constructor(image: Image, options: Partial<ResponderOptions> = {}) {
    this.image = image;
    this.responder = new Responder(image.memory, {
      reader: 0,
      view: publicView,
      version: "Signpost",
      identity: "one.test",
      maxUdpOctets: 1232,
      cookieSecret: null,
      keepaliveDeciseconds: 300,
      nowSeconds: () => this.nowSeconds,
      recursion: null,
      ...options,
    });
  }

  /** The reply's octets, or null for silence. */
  send(
    packet: Uint8Array,
    { protocol = 0, room = 65_535, address = [127, 0, 0, 1], local = [127, 0, 0, 1] }: AskOptions = {},
  ): Uint8Array | null {
    const family = address.length === 4 ? 4 : 6;
    const client: Client = { protocol, family, address: new Uint8Array(16), port: 53, local: new Uint8Array(16) };
    client.address.set(address);
    client.local.set(local);
    // Neither buffer begins at 0: offsets that were forgotten show.
    const rx = new Uint8Array(packet.length + 8).fill(0xee);
    rx.set(packet, 3);
    this.responder.enter();
    const length = this.responder.respond(rx, 3, 3 + packet.length, this.#tx, 5, room, client);
    this.responder.leave();
    return length === 0 ? null : this.#tx.slice(5, 5 + length);
  }

  ask(name: string, type: string | number, options: AskOptions = {}): string {
    return renderReply(this.send(composeQuery(name, type, options), options));
  }
}

/** Zones and what each question is answered: `["www.example. A", "NOERROR aa an[…]"]`. */
export function check(zones: Readonly<Record<string, string>>, cases: readonly (readonly [string, string])[]): void {
  const image = newImage();
  serve(image, zones);
  const asking = new Asking(image);
  for (const [question, reply] of cases) {
    const [name, type] = question.split(" ");
    expect(asking.ask(name, type), question).toBe(reply);
  }
}

/** The start of a zone: SOA with negative TTL 300, and its name servers. */
export const head = `$TTL 3600
@ SOA ns1 host 1 7200 3600 1209600 300
@ NS ns1
ns1 A 192.0.2.1
`;
