// The router against the naive model, over random worlds: policies, trees of aliases, health checks, clients. Not samples
// but whole distributions are compared: a Random that tries every draw gives the router's answers with their exact
// probabilities. A world's seed stands in the message of a failure.

import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../src/base/random.ts";
import type { Routing } from "../../src/routing/pack.ts";
import { type Distribution, type NaiveClient, naiveDistribution } from "./naive.ts";
import { type Block, PlainRouter, type PlainSet, type PlainSets } from "./world.ts";

const worlds = 1500;

/** Takes every way through the draws, one after another. */
class EveryDraw implements Random {
  #way: { drawn: number; limit: number }[] = [];
  #at = 0;

  below(limit: number): number {
    if (this.#at === this.#way.length) this.#way.push({ drawn: 0, limit });
    return this.#way[this.#at++].drawn;
  }

  /** How likely the way was that was just taken. */
  get chance(): number {
    return this.#way.reduce((chance, { limit }) => chance / limit, 1);
  }

  /** Turns to the next way; false after the last. */
  next(): boolean {
    this.#at = 0;
    for (let last = this.#way.at(-1); last !== undefined; last = this.#way.at(-1)) {
      if (++last.drawn < last.limit) return true;
      this.#way.pop();
    }
    return false;
  }
}

interface Client extends NaiveClient {
  readonly from: string;
}

const clients: readonly Client[] = [
  {
    from: "192.0.2.1",
    place: { continent: "EU", country: "DE", subdivision: "" },
    latitude: 51,
    longitude: 10,
    location: 1,
  },
  {
    from: "198.51.100.1",
    place: { continent: "NA", country: "US", subdivision: "WA" },
    latitude: 47.5,
    longitude: -122,
    location: 2,
  },
  {
    from: "198.51.100.200",
    place: { continent: "NA", country: "US", subdivision: "TX" },
    latitude: 31,
    longitude: -97.5,
    location: 2,
  },
  {
    from: "203.0.113.200",
    place: { continent: "AF", country: "", subdivision: "" },
    latitude: 5,
    longitude: 20,
    location: 0,
  },
  // Nowhere: distances are taken from Northern Virginia.
  { from: "10.0.0.1", place: null, latitude: 39.04, longitude: -77.49, location: 0 },
];

const blocks: readonly Block[] = [
  { prefix: "192.0.2.0/24", location: 1 },
  { prefix: "198.51.100.0/24", location: 2 },
];

test(`${worlds} random worlds: the same answers, each as likely`, () => {
  let answers = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const groups = randomSets(seededRandom(seed));
    for (const client of clients) {
      const naive = naiveDistribution(groups, "g0", client);
      const routed = routedDistribution(groups, client);
      expect([...routed.keys()].toSorted(), `seed ${seed}, ${client.from}`).toEqual([...naive.keys()].toSorted());
      for (const [answer, chance] of naive) {
        expect(routed.get(answer), `seed ${seed}, ${client.from}, ${answer}`).toBeCloseTo(chance, 9);
        answers++;
      }
    }
  }
  expect(answers).toBeGreaterThan(worlds * clients.length);
});

test("an explanation says the same chances, without drawing", () => {
  for (let seed = 1; seed <= worlds; seed++) {
    const groups = randomSets(seededRandom(seed));
    for (const client of clients) {
      const router = new PlainRouter({ groups, blocks });
      router.comesFrom(client.from);
      const { chances } = router.explain("g0");
      const expected = new Map<string, number>();
      for (const [answer, chance] of naiveDistribution(groups, "g0", client))
        for (const id of answer.split(" ")) expected.set(id, (expected.get(id) ?? 0) + chance);
      expect([...chances.keys()].toSorted(), `seed ${seed}, ${client.from}`).toEqual([...expected.keys()].toSorted());
      for (const [id, chance] of expected)
        expect(chances.get(id), `seed ${seed}, ${client.from}, ${id}`).toBeCloseTo(chance, 9);
    }
  }
});

function routedDistribution(groups: PlainSets, client: Client): Distribution {
  const every = new EveryDraw();
  const router = new PlainRouter({ groups, blocks }, every);
  router.comesFrom(client.from);
  const sum = new Map<string, number>();
  do {
    const answer = router.choose("g0").ids.toSorted().join(" ");
    sum.set(answer, (sum.get(answer) ?? 0) + every.chance);
  } while (every.next());
  return sum;
}

/** Groups g0, g1, …; aliases lead to later ones, to plain RRsets, or nowhere. */
function randomSets(random: Random): PlainSets {
  const count = 1 + random.below(5);
  const groups: Record<string, readonly PlainSet[] | "plain"> = { plain: "plain" };
  for (let g = 0; g < count; g++) {
    const policy = pickOne(random, policies);
    const size = policy === "simple" ? 1 : policy === "failover" ? 1 + random.below(2) : 1 + random.below(4);
    groups[`g${g}`] = routings(policy, size, random).map((routing, i): PlainSet => {
      const target = pickOne(random, [
        ...Array.from({ length: count - g - 1 }, (_, k) => `g${g + 1 + k}`),
        "plain",
        "gone",
      ]);
      const isAlias = policy !== "multivalue" && random.below(2) === 0;
      return {
        id: `s${g}.${i}`,
        routing,
        ...(random.below(3) > 0 ? { check: random.below(2) === 0 ? "healthy" : "unhealthy" } : {}),
        ...(isAlias ? { alias: { target, evaluate: random.below(3) > 0 } } : {}),
      };
    });
  }
  return groups;
}

const policies = [
  "simple",
  "weighted",
  "latency",
  "failover",
  "geolocation",
  "geoproximity",
  "multivalue",
  "ip-based",
] as const;

const places: readonly Omit<Extract<Routing, { policy: "geolocation" }>, "policy">[] = [
  { country: "*" },
  { country: "DE" },
  { country: "US" },
  { country: "US", subdivision: "WA" },
  { continent: "EU" },
  { continent: "NA" },
  { continent: "AF" },
  { country: "AF" },
];

const someRegions = ["us-east-1", "us-west-2", "eu-central-1", "ap-south-1", "sa-east-1", "af-south-1"];

/** Routings of one policy; what the API allows once in a group comes once. */
function routings(policy: (typeof policies)[number], size: number, random: Random): Routing[] {
  switch (policy) {
    case "weighted":
      return times(size, () => ({ policy, weight: random.below(3) }));
    case "latency":
      return some(someRegions, size, random).map((region) => ({ policy, region }));
    case "failover":
      return some(["PRIMARY", "SECONDARY"] as const, size, random).map((role) => ({ policy, role }));
    case "geolocation":
      return some(places, size, random).map((place) => ({ policy, ...place }));
    case "geoproximity":
      return some(someRegions, size, random).map((at) => ({ policy, at, bias: random.below(199) - 99 }));
    case "ip-based":
      return some([0, 1, 2, 3], size, random).map((location) => ({ policy, location }));
    default:
      return times(size, () => ({ policy }));
  }
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

function some<T>(from: readonly T[], count: number, random: Random): T[] {
  const left = [...from];
  return times(Math.min(count, from.length), () => left.splice(random.below(left.length), 1)[0]);
}

function pickOne<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)];
}
