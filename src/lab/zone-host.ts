// The name server of the lab: the authority engine that serves in production, over an image of its own for a handful of
// zones. An arena is as small as its zones allow, and servers with the same zones share one, so a hundred servers cost a
// few megabytes. Read next: ../authority/responder.ts.

import { maxMessageOctets } from "../dns/message-view.ts";
import { nowhere, Protocol } from "../authority/client.ts";
import type { Client } from "../authority/client.ts";
import { Responder } from "../authority/responder.ts";
import type { Clock } from "../base/clock.ts";
import { Memory, OutOfMemory } from "../base/memory.ts";
import type { Random } from "../base/random.ts";
import { includeAnyFile } from "../disk/zone-files.ts";
import { parseAddress } from "../net/address.ts";
import type { FileFault } from "../zone/file-fault.ts";
import { Image, publicView } from "../zone/image.ts";
import { maxWorkers } from "../zone/layout.ts";
import { loadZone } from "../zone/load.ts";
import type { ZoneFile } from "./zone-file.ts";
import type { Asked, Handler } from "./simulated-network.ts";

/** The arena's head and a little room; doubled until the zones fit. */
const leastArenaOctets = 1 << 16;

/** A place to write replies, for all servers: each is copied out before the next is asked. */
const tx = new Uint8Array(maxMessageOctets);

export class ZoneHost {
  readonly faults: readonly FileFault[];
  readonly #memory: Memory;
  #responders = 0;

  constructor(zones: readonly ZoneFile[]) {
    let octets = leastArenaOctets;
    for (;;) {
      try {
        const memory = new Memory(new SharedArrayBuffer(octets));
        this.faults = load(memory, zones);
        this.#memory = memory;
        return;
      } catch (fault) {
        if (!(fault instanceof OutOfMemory)) throw fault;
        octets *= 2;
      }
    }
  }

  get arenaOctets(): number {
    return this.#memory.buffer.byteLength;
  }

  /** A server over these zones; it says `identity` to those who ask for NSID or id.server (RFC 5001, RFC 4892). */
  handler(identity: string, clock: Clock, random: Random): Handler {
    const responder = new Responder(this.#memory, {
      reader: this.#responders++ % maxWorkers,
      view: publicView,
      version: "Signpost lab",
      identity,
      maxUdpOctets: 1232,
      cookieSecret: Uint8Array.from({ length: 16 }, () => random.below(256)),
      keepaliveDeciseconds: 100,
      nowSeconds: () => clock.wallSeconds(),
      recursion: null,
    });
    return (asked) => {
      const { octets } = asked;
      responder.enter();
      const length = responder.respond(octets, 0, octets.length, tx, 0, maxMessageOctets, clientOf(asked));
      responder.leave();
      return length === 0 ? [] : [{ octets: tx.slice(0, length), delayMs: 0 }];
    };
  }
}

function load(memory: Memory, zones: readonly ZoneFile[]): FileFault[] {
  const image = new Image(memory, 0);
  const faults: FileFault[] = [];
  for (const { file, text, apex, origin } of zones) {
    const loaded = loadZone(image, { file, text, apex, origin, open: includeAnyFile });
    faults.push(...loaded.faults);
    if (loaded.zone !== null) image.publish([loaded.zone]);
  }
  return faults;
}

function clientOf({ client, transport }: Asked): Client {
  const parsed = parseAddress(client.address);
  const address = new Uint8Array(16);
  if (parsed !== null) address.set(parsed.octets);
  return { protocol: Protocol[transport], family: parsed?.family ?? 4, address, port: client.port, local: nowhere };
}
