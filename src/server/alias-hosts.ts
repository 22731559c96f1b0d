// Hosts outside our zones that aliases lead to: load balancers, distributions, buckets, API domains. Nobody asks them by
// DNS; who configures them says their addresses and whether they are healthy. They stand in the image as one zone in a
// view of its own (../zone/views.ts), so that an alias of them is followed as any other, and their health is one check, as
// the configuration says or, until that is taken back, as somebody said at run time.

import { plainHost } from "../base/host-name.ts";
import { scanIpv4, scanIpv6 } from "../dns/fields/addresses.ts";
import { OctetWriter } from "../base/octets.ts";
import { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import type { HealthBoard, HealthStatus } from "../routing/health-board.ts";
import type { ToldHealth } from "../store/told-health.ts";
import type { Image, PolicyChange } from "../zone/image.ts";
import { hostsView } from "../zone/views.ts";
import type { Zone } from "../zone/zone.ts";
import type { CheckNumbers } from "./check-numbers.ts";

export interface AliasHost {
  readonly name: string;
  readonly hostedZoneId?: string;
  readonly a: readonly string[];
  readonly aaaa: readonly string[];
  readonly healthy: boolean;
}

/** A host as it is told of. */
export interface ToldHost extends Omit<AliasHost, "healthy"> {
  readonly status: HealthStatus;
  /** What somebody said at run time; null where the configuration's word counts. */
  readonly override: HealthStatus | null;
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
  readonly #kept: ToldHealth;
  readonly #hosts = new Map<string, AliasHost>();
  readonly #said: Map<string, HealthStatus>;

  constructor(image: Image, checks: CheckNumbers, board: HealthBoard, kept: ToldHealth) {
    this.#kept = kept;
    this.#said = kept.hosts();
    this.#image = image;
    this.#checks = checks;
    this.#board = board;
    this.#zone = image.newZone(Name.root);
    image.apply([{ zone: this.#zone, views: [hostsView], rank: 0 }]);
  }

  /** Sets hosts, each in the place of the one of its name; a host without addresses is there no longer. */
  put(hosts: readonly AliasHost[]): void {
    for (const host of hosts) {
      this.#hosts.set(plainHost(host.name), host);
      this.#show(host);
    }
    this.#image.apply(hosts.flatMap((host) => this.#changes(host)));
  }

  /** Every host, with how it is and how it was said to be. */
  list(): ToldHost[] {
    return Array.from(this.#hosts.values(), (host) => this.#told(host));
  }

  /** Null for a host that there is not. */
  find(name: string): ToldHost | null {
    const host = this.#hosts.get(plainHost(name));
    return host === undefined ? null : this.#told(host);
  }

  /** Says how a host is, whatever the configuration says; null ends that. Kept beyond a restart. Throws StorageFault. */
  tell(name: string, status: HealthStatus | null): void {
    const key = plainHost(name);
    const host = this.#hosts.get(key);
    if (host === undefined) throw new RangeError(`There is no host ${name}.`);
    this.#kept.tellHost(key, status);
    if (status === null) this.#said.delete(key);
    else this.#said.set(key, status);
    this.#show(host);
  }

  /** All that was said is forgotten. */
  forget(): void {
    this.#said.clear();
    for (const host of this.#hosts.values()) this.#show(host);
  }

  #told({ name, hostedZoneId, a, aaaa, healthy }: AliasHost): ToldHost {
    const override = this.#said.get(plainHost(name)) ?? null;
    const status = override ?? (healthy ? "healthy" : "unhealthy");
    return { name, ...(hostedZoneId !== undefined && { hostedZoneId }), a, aaaa, status, override };
  }

  #show(host: AliasHost): void {
    this.#board.set(this.#checkOf(host.name), this.#told(host).status);
  }

  /** Hosts and health checks have no names in common: a check's is a UUID. */
  #checkOf(name: string): number {
    return this.#checks.numberOf(plainHost(name));
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
