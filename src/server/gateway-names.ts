// The names under which the gateway is reached, served as DNS: of APIs ({id}.execute-api.{region}.amazonaws.com), of regional
// custom domains (d-….execute-api.…) and of edge-optimised ones (d….cloudfront.net). Each is a zone of its own, so that nothing
// else below amazonaws.com changes: it stands among the hosts that aliases lead to, and in the public view behind every other
// zone, so that a CNAME or a plain question leads to the gateway as well. A name with several edge locations is routed by
// latency (AWS guide: api-gateway-api-endpoint-types); one of a private API stands in the views of VPCs alone.

import type { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { isValueProblem } from "../store/values.ts";
import type { Image, PolicyChange, ViewChange } from "../zone/image.ts";
import type { Candidate } from "../zone/policy-set.ts";
import { hostsView, publicView } from "../zone/views.ts";
import type { Zone } from "../zone/zone.ts";
import { ZoneBuilder } from "../zone/zone-builder.ts";
import { storedRdata } from "./stored-text.ts";

/** Where a name leads: one place, or several among which the nearest to the client is chosen. */
export interface GatewayPlace {
  /** What it is called in tellings. */
  readonly identifier: string;
  /** null: there is no other. */
  readonly region: string | null;
  /** IPv4 and IPv6, as text. */
  readonly addresses: readonly string[];
}

const addressTtlSeconds = 60;
const zoneTtlSeconds = 900;
/** Behind the zones of people, whose rank is when they were made. */
const rank = Number.MAX_VALUE;

export class GatewayNames {
  readonly #image: Image;
  readonly #zones = new Map<string, Zone>();

  constructor(image: Image) {
    this.#image = image;
  }

  /** How many names are served. */
  get count(): number {
    return this.#zones.size;
  }

  /** Serves a name, in lower case, at these places and no others, to everybody or in the views of VPCs. */
  put(name: string, places: readonly GatewayPlace[], views: readonly number[] | "everybody" = "everybody"): void {
    const apex = nameFromText(name);
    if (typeof apex === "string") throw new Error(`${name} is no name: ${apex}.`);
    const before = this.#zones.get(name);
    const zone = this.#image.newZone(apex);
    fill(zone, apex, places);
    const seenIn = views === "everybody" ? [publicView, hostsView] : views;
    const leaving: ViewChange[] = before === undefined ? [] : [{ zone: before, views: [], rank: 0 }];
    this.#image.apply([...leaving, { zone, views: seenIn, rank }]);
    this.#zones.set(name, zone);
  }

  remove(name: string): void {
    const zone = this.#zones.get(name);
    if (zone === undefined) return;
    this.#zones.delete(name);
    this.#image.apply([{ zone, views: [], rank: 0 }]);
  }
}

function fill(zone: Zone, apex: Name, places: readonly GatewayPlace[]): void {
  const builder = new ZoneBuilder(zone, (what) => {
    throw new Error(`A name of the gateway has a record that is ${what}.`);
  });
  const server = "ns.signpost.invalid.";
  for (const [type, value] of [
    ["SOA", `${server} hostmaster.signpost.invalid. 1 7200 900 1209600 60`],
    ["NS", server],
  ] as const) {
    const rdata = rdataOf(type, value);
    builder.record(apex.wire, RRType[type], zoneTtlSeconds, rdata, rdata.length);
  }
  builder.finish();
  for (const type of ["A", "AAAA"] as const) {
    const { candidates, ...change } = policyOf(zone, apex, type, places);
    if (candidates.length > 0) zone.setPolicy(0, change.owner, change.type, candidates, change.collection);
  }
}

function policyOf(zone: Zone, owner: Name, type: "A" | "AAAA", places: readonly GatewayPlace[]): PolicyChange {
  const candidates = places.flatMap(({ identifier, region, addresses }): Candidate[] => {
    const rdata = addresses.filter((one) => one.includes(":") === (type === "AAAA")).map((one) => rdataOf(type, one));
    const routing = region === null ? ({ policy: "simple" } as const) : ({ policy: "latency", region } as const);
    return rdata.length === 0
      ? []
      : [{ identifier, routing, check: 0, answer: { ttlSeconds: addressTtlSeconds, rdata } }];
  });
  return { zone, owner, type: RRType[type], candidates, collection: 0 };
}

function rdataOf(type: string, value: string): Uint8Array {
  const rdata = storedRdata(type, value);
  if (isValueProblem(rdata)) throw new Error(`${type} ${value}: ${rdata.problem}`);
  return rdata;
}
