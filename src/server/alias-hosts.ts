// Hosts outside our zones that aliases lead to: load balancers, distributions, buckets, API domains. Nobody asks them by
// DNS; who configures them says their addresses and whether they are healthy. They stand in the image as one zone in a
// view of its own (../zone/views.ts), so that an alias of them is followed as any other, and their health is one check.

import { scanIpv4, scanIpv6 } from "../dns/fields/addresses.ts";
import { OctetWriter } from "../base/octets.ts";
import { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import type { HealthBoard } from "../routing/health-board.ts";
import type { Image, PolicyChange } from "../zone/image.ts";
import { hostsView } from "../zone/views.ts";
import type { Zone } from "../zone/zone.ts";
import type { CheckNumbers } from "./check-numbers.ts";

export interface AliasHost {
  readonly name: string;
  readonly a: readonly string[];
  readonly aaaa: readonly string[];
  readonly healthy: boolean;
}

/** Load balancers, CloudFront and Beanstalk: 60 seconds (AWS guide: resource-record-sets-choosing-alias-non-alias). */
const hostTtlSeconds = 60;
const bucketTtlSeconds = 5;

const encoder = new TextEncoder();

export class AliasHosts {
  readonly #image: Image;
  readonly #checks: CheckNumbers;
  readonly #board: HealthBoard;
  readonly #zone: Zone;

  constructor(image: Image, checks: CheckNumbers, board: HealthBoard) {
    this.#image = image;
    this.#checks = checks;
    this.#board = board;
    this.#zone = image.newZone(Name.root);
    image.apply([{ zone: this.#zone, views: [hostsView], rank: 0 }]);
  }

  /** Sets hosts, each in the place of the one of its name; a host without addresses is there no longer. */
  put(hosts: readonly AliasHost[]): void {
    for (const { name, healthy } of hosts) this.setHealth(name, healthy ? "healthy" : "unhealthy");
    this.#image.apply(hosts.flatMap((host) => this.#changes(host)));
  }

  setHealth(name: string, status: "healthy" | "unhealthy"): void {
    this.#board.set(this.#checkOf(name), status);
  }

  /** Hosts and health checks have no names in common: a check's is a UUID. */
  #checkOf(name: string): number {
    return this.#checks.numberOf(name.toLowerCase().replace(/\.$/, ""));
  }

  #changes({ name, a, aaaa }: AliasHost): PolicyChange[] {
    const owner = nameFromText(name);
    if (typeof owner === "string") return [];
    const ttlSeconds = /\bs3-website\b/.test(name) ? bucketTtlSeconds : hostTtlSeconds;
    const families = [
      [RRType.A, a, scanIpv4],
      [RRType.AAAA, aaaa, scanIpv6],
    ] as const;
    return families.map(([type, addresses, scan]): PolicyChange => {
      const rdata = addresses.flatMap((text) => {
        const octets = encoder.encode(text);
        const out = new OctetWriter(16);
        return scan(octets, 0, octets.length, out) ? [out.copy()] : [];
      });
      const candidate = {
        identifier: "",
        routing: { policy: "simple" },
        check: this.#checkOf(name),
        answer: { ttlSeconds, rdata },
      } as const;
      return { zone: this.#zone, owner, type, candidates: rdata.length === 0 ? [] : [candidate], collection: 0 };
    });
  }
}
