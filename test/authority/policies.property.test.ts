// Random trees of policies in the packed image, asked by packets, against the router over plain objects: the same sets in
// the same order from the same chances, the same scope, before and after health checks flip. Targets lie in the same zone,
// in another one, or below a wildcard. A failure names its seed.

import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../src/base/random.ts";
import { packCollection } from "../../src/routing/cidr.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { LatencyModel } from "../../src/routing/latency.ts";
import type { Routing } from "../../src/routing/pack.ts";
import type { PolicyChange } from "../../src/zone/image.ts";
import { composeQuery, parseMessage } from "../peers/wire.ts";
import { PlainRouter, type PlainSet, type PlainSets, prefixOf, testPlaces } from "../routing/world.ts";
import { Asking, newImage } from "./asking.ts";
import { build, type Hosted, host, policy, show } from "./hosting.ts";

const worlds = 400;
const clients = ["192.0.2.1", "198.51.100.0/24", "198.51.100.200", "203.0.113.0/25", "203.0.113.200/32", "2001:db8:de::/48", "10.0.0.1"]; // prettier-ignore
const blocks = [
  { prefix: "192.0.2.0/24", location: 1 },
  { prefix: "198.51.100.0/25", location: 2 },
  { prefix: "2001:db8::/32", location: 3 },
];
const regions = ["us-east-1", "us-west-2", "eu-central-1", "ap-south-1", "sa-east-1"];

test(`${worlds} random worlds: packets out of the image say what the plain model says`, () => {
  let answered = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const random = seededRandom(seed);
    const groups = randomGroups(random);
    const world = new PackedWorld(groups, seed);
    const plain = new PlainRouter({ groups, blocks }, seededRandom(seed));
    for (let round = 0; round < 2; round++) {
      for (const from of clients) {
        plain.comesFrom(from);
        const { ids, outcome, scope } = plain.choose("g0");
        const reply = world.ask(from);
        expect(reply.ids, `seed ${seed}, ${from}, ${outcome}`).toEqual(ids);
        if (reply.scope !== null) expect(reply.scope, `seed ${seed}, ${from}`).toBe(scope);
        answered += ids.length;
      }
      flip(groups, random, (id, status) => {
        plain.set(id, status);
        world.set(id, status);
      });
    }
  }
  expect(answered).toBeGreaterThan(worlds * clients.length);
});

/** A world in an image: every set answers with its id, as TXT. */
class PackedWorld {
  readonly #board = HealthBoard.create();
  readonly #checks = new Map<string, number>();
  readonly #asking: Asking;
  readonly #groups: PlainSets;
  readonly #zones: readonly Hosted[];

  constructor(groups: PlainSets, seed: number) {
    const image = newImage(2 ** 28);
    this.#groups = groups;
    const other = build(image, "other.", ["plain 60 TXT plain"]);
    show(image, other, []);
    this.#zones = [host(image, "example.", ["plain 60 TXT plain"]), other];
    const ground = { health: this.#board, places: testPlaces, latency: new LatencyModel(), random: seededRandom(seed) };
    this.#asking = new Asking(image, { routing: { ground, vpcs: [] } });
    const { at } = image.share(packCollection(blocks.map(({ prefix, ...rest }) => ({ ...rest, prefix: prefixOf(prefix) })))); // prettier-ignore
    image.apply(Object.keys(groups).flatMap((name) => this.#changes(name, at)));
    for (const { zone } of this.#zones) image.compact(zone);
  }

  #changes(name: string, collection: number): PolicyChange[] {
    const sets = this.#groups[name];
    if (sets === "plain" || sets === undefined) return [];
    const { owner, zone } = this.#placeOf(name);
    return [policy(zone, owner, "TXT", sets.map((set) => this.#text(set)), collection)]; // prettier-ignore
  }

  #text({ id, routing, check, alias }: PlainSet): Parameters<typeof policy>[3][number] {
    if (check !== undefined) {
      this.#checks.set(id, this.#checks.size + 1);
      this.set(id, check);
    }
    const common = { id, routing, check: this.#checks.get(id) ?? 0 };
    if (alias === undefined) return { ...common, values: [id] };
    const { target, zone } = this.#placeOf(alias.target);
    return { ...common, alias: target, view: zone.own, evaluate: alias.evaluate };
  }

  /** Where a group lies: every second one in the other zone, every third below a wildcard. */
  #placeOf(name: string): { readonly owner: string; readonly target: string; readonly zone: Hosted } {
    const number = Number(name.slice(1)) || 0;
    const zone = this.#zones[number % 2];
    const apex = number % 2 === 0 ? "example." : "other.";
    if (number % 3 !== 2) return { owner: `${name}.${apex}`, target: `${name}.${apex}`, zone };
    return { owner: `*.${name}.${apex}`, target: `any.thing.${name}.${apex}`, zone };
  }

  set(id: string, status: "healthy" | "unhealthy"): void {
    this.#board.set(this.#checks.get(id) ?? 0, status);
  }

  /** Asks from an address, or through a resolver for a prefix. */
  ask(from: string): { ids: string[]; scope: number | null } {
    const { family, octets, length } = prefixOf(from);
    const isSubnet = from.includes("/");
    const data = Uint8Array.of(0, family === 4 ? 1 : 2, length, 0, ...octets.subarray(0, (length + 7) >>> 3));
    const edns = isSubnet ? { options: [[8, data]] as [number, Uint8Array][] } : null;
    const address = isSubnet ? [127, 0, 0, 1] : [...octets];
    const reply = this.#asking.send(composeQuery("g0.example.", "TXT", { edns }), { address });
    const { answer, opt } = parseMessage(reply ?? new Uint8Array(12));
    const ids = answer.map(({ rdata }) => new TextDecoder().decode(rdata.subarray(1)));
    return { ids, scope: opt?.options.find(({ code }) => code === 8)?.data[3] ?? null };
  }
}

/** Groups g0, g1, …; aliases lead to later ones, to a plain RRset, or nowhere. */
function randomGroups(random: Random): PlainSets {
  const count = 1 + random.below(6);
  const groups: Record<string, readonly PlainSet[] | "plain"> = { plain: "plain" };
  for (let g = 0; g < count; g++) {
    const routings = randomRoutings(random);
    groups[`g${g}`] = routings.map((routing, i): PlainSet => {
      const targets = ["plain", "gone", ...Array.from({ length: count - g - 1 }, (_, k) => `g${g + 1 + k}`)];
      const isAlias = routing.policy !== "multivalue" && random.below(2) === 0;
      return {
        id: `s${g}.${i}`,
        routing,
        ...(random.below(2) === 0 && { check: pickOf(random, ["healthy", "unhealthy"] as const) }),
        ...(isAlias && { alias: { target: pickOf(random, targets), evaluate: random.below(3) > 0 } }),
      };
    });
  }
  return groups;
}

function randomRoutings(random: Random): Routing[] {
  const size = 1 + random.below(4);
  const times = (routing: (i: number) => Routing, most = size): Routing[] => Array.from({ length: Math.min(size, most) }, (_, i) => routing(i)); // prettier-ignore
  switch (random.below(8)) {
    case 0:
      return [{ policy: "simple" }];
    case 1:
      return times(() => ({ policy: "weighted", weight: random.below(3) }));
    case 2:
      return times((i) => ({ policy: "latency", region: regions[i] }));
    case 3:
      return times((i) => ({ policy: "failover", role: i === 0 ? "PRIMARY" : "SECONDARY" }), 2);
    case 4:
      return times((i) => ({ policy: "geolocation", ...[{ country: "DE" }, { country: "US", subdivision: "WA" }, { continent: "NA" }, { country: "*" }][i] })); // prettier-ignore
    case 5:
      return times((i) => ({ policy: "geoproximity", at: regions[i], bias: random.below(199) - 99 }));
    case 6:
      return Array.from({ length: 6 + random.below(6) }, () => ({ policy: "multivalue" }));
    default:
      return times((i) => ({ policy: "ip-based", location: i }));
  }
}

function flip(groups: PlainSets, random: Random, set: (id: string, status: "healthy" | "unhealthy") => void): void {
  for (const group of Object.values(groups)) {
    if (group === "plain") continue;
    for (const { id, check } of group)
      if (check !== undefined && random.below(2) === 0) set(id, check === "healthy" ? "unhealthy" : "healthy");
  }
}

function pickOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.below(items.length)];
}
