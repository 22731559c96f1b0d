// Hosted zones in an image, written as plain objects: what tests of policies, aliases and private zones are made of.
// Addresses of a set are its answer: `a: ["192.0.2.1"]`. An alias names its target as an absolute name, with the view of
// its zone where that is another one.

import { OctetWriter } from "../../src/base/octets.ts";
import { scanRdata } from "../../src/dns/rdata.ts";
import { Lexer } from "../../src/dns/text/lexer.ts";
import { typeNumber } from "../../src/dns/types.ts";
import type { Routing } from "../../src/routing/pack.ts";
import type { Change, Image, PolicyChange } from "../../src/zone/image.ts";
import type { Candidate } from "../../src/zone/policy-set.ts";
import { firstOwnView, publicView } from "../../src/zone/views.ts";
import type { Zone } from "../../src/zone/zone.ts";
import { ZoneBuilder } from "../../src/zone/zone-builder.ts";
import { nameOf } from "./asking.ts";

export interface SetText {
  readonly id?: string;
  readonly routing?: Routing;
  readonly check?: number;
  readonly ttl?: number;
  /** Values in master-file text. */
  readonly values?: readonly string[];
  readonly alias?: string;
  /** The view of the target's zone, when it is another one's. */
  readonly view?: number;
  readonly evaluate?: boolean;
}

let numbers = 0;

/** A hosted zone that is built and not shown yet, with the view that is its own. */
export interface Hosted {
  readonly zone: Zone;
  readonly own: number;
}

/** A zone with SOA (negative TTL 300) and NS, and plain records: "www 60 A 192.0.2.1". */
export function build(image: Image, apex: string, records: readonly string[] = []): Hosted {
  const zone = image.newZone(nameOf(apex));
  const builder = new ZoneBuilder(zone, (what) => {
    throw new Error(what);
  });
  const lines = ["@ 900 SOA ns.test. host.test. 1 7200 900 1209600 300", "@ 3600 NS ns.test.", ...records];
  for (const line of lines) {
    const [owner, ttl, type, ...value] = line.split(" ") as [string, string, string, ...string[]];
    const rdata = rdataOf(type, value.join(" "));
    builder.record(ownerOf(apex, owner).wire, typeOf(type), Number(ttl), rdata, rdata.length);
  }
  return { zone: builder.finish(), own: firstOwnView + ++numbers };
}

/** Shows a zone to everyone, or in other views. */
export function show(image: Image, { zone, own }: Hosted, views: readonly number[] = [publicView], rank = 1): void {
  image.apply<Change>([{ zone, views: [...views, own], rank }]);
}

export function host(image: Image, apex: string, records: readonly string[] = []): Hosted {
  const hosted = build(image, apex, records);
  show(image, hosted);
  return hosted;
}

/** The change that sets what a name holds under a type. */
export function policy(
  { zone, own }: Hosted,
  owner: string,
  type: string,
  sets: readonly SetText[],
  collection = 0,
): PolicyChange {
  const candidates = sets.map(({ id = "", routing = { policy: "simple" }, check = 0, ...rest }): Candidate => {
    const { ttl = 60, values = [], alias, view = own, evaluate = false } = rest;
    const answer =
      alias === undefined
        ? { ttlSeconds: ttl, rdata: values.map((value) => rdataOf(type, value)) }
        : { view, name: nameOf(alias), evaluatesHealth: evaluate };
    return { identifier: id, routing, check, answer };
  });
  const apex = zone.apex;
  return { zone, owner: owner === "@" ? apex : nameOf(owner), type: typeOf(type), candidates, collection };
}

function ownerOf(apex: string, owner: string): ReturnType<typeof nameOf> {
  return owner === "@" ? nameOf(apex) : nameOf(owner.endsWith(".") ? owner : `${owner}.${apex === "." ? "" : apex}`);
}

function typeOf(text: string): number {
  const type = typeNumber(text);
  if (type === undefined) throw new Error(`${text} is no type`);
  return type;
}

export function rdataOf(type: string, value: string): Uint8Array {
  const lexer = new Lexer(new TextEncoder().encode(`. ${value}`));
  const out = new OctetWriter(64);
  lexer.nextEntry();
  if (!scanRdata(typeOf(type), lexer, new Uint8Array(1), out)) throw new Error(`${value} is no ${type}`);
  return out.copy();
}
