// Our engine without sockets: zones in, octets in, octets out. The one file that knows how the image and the responder
// are put together; oracle tests and fuzzing go through it.

import { nowhere } from "../../src/authority/client.ts";
import { Responder } from "../../src/authority/responder.ts";
import { Memory } from "../../src/base/memory.ts";
import { Name } from "../../src/dns/name.ts";
import { Image, publicView } from "../../src/zone/image.ts";
import type { IncludedFile } from "../../src/zone/master-file.ts";
import type { Zone } from "../../src/zone/zone.ts";
import { loadZone } from "../../src/zone/load.ts";
import { ZoneBuilder } from "../../src/zone/zone-builder.ts";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { identity, type PeerZone } from "../peers/peer.ts";
import { labelsOf, nameWire } from "../peers/wire.ts";
import type { PlainZone } from "./plain.ts";

const room = 65_535;
const arenaOctets = 2 ** 28;

export class OurEngine {
  readonly image: Image;
  readonly #responder: Responder;
  readonly #reply = new Uint8Array(room);
  readonly #client = {
    protocol: 0 as 0 | 1,
    family: 4 as const,
    address: Uint8Array.of(127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    port: 5353,
    local: nowhere,
  };

  constructor(seed = 1) {
    const memory = Memory.create(arenaOctets);
    this.image = new Image(memory, seed);
    this.#responder = new Responder(memory, {
      reader: 0,
      view: publicView,
      version: identity,
      identity,
      maxUdpOctets: 1232,
      cookieSecret: null,
      keepaliveDeciseconds: 100,
      nowSeconds: () => 1_800_000_000,
      recursion: null,
    });
  }

  /** Serves exactly these zones; what was served before goes in the same version. */
  serve(zones: readonly PlainZone[]): void {
    const built = zones.map((plain) => {
      const builder = new ZoneBuilder(this.image.newZone(new Name(nameWire(plain.origin))), (what, ordinal) => {
        throw new Error(`record ${ordinal} of ${plain.origin.join(".")}: ${what}`);
      });
      for (const { owner, type, ttl, rdata } of plain.records)
        builder.record(nameWire(owner), type, ttl, rdata, rdata.length);
      return builder.finish();
    });
    this.#publish(built);
  }

  /** The same from master files, as our own reader reads them. */
  serveFiles(zones: readonly PeerZone[]): void {
    const loaded = zones.map(({ origin, file }) => {
      const apex = new Name(nameWire(labelsOf(origin)));
      const open = (path: string): IncludedFile => ({ file: path, text: readFileSync(join(dirname(file), path)) });
      const source = {
        file,
        text: readFileSync(file),
        apex,
        origin: apex,
        open,
      };
      const { zone, faults } = loadZone(this.image, source);
      if (zone === null) throw new Error(`${file}: ${JSON.stringify(faults.slice(0, 3))}`);
      return zone;
    });
    this.#publish(loaded);
  }

  #publish(zones: readonly Zone[]): void {
    const kept = new Set(zones.map((zone) => zone.apex.key));
    const gone = [...this.image.zones.values()].map((zone) => zone.apex).filter((apex) => !kept.has(apex.key));
    this.image.publish(zones, gone);
  }

  /** The reply, valid until the next question; null for silence. */
  ask(query: Uint8Array, transport: "udp" | "tcp" = "udp"): Uint8Array | null {
    this.#client.protocol = transport === "udp" ? 0 : 1;
    this.#responder.enter();
    const octets = this.#responder.respond(query, 0, query.length, this.#reply, 0, room, this.#client);
    this.#responder.leave();
    return octets === 0 ? null : this.#reply.subarray(0, octets);
  }
}
