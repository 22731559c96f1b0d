// What the traffic that was counted would have cost at AWS: requests by the tiers of a month, and a stage's cache by the hour
// (AWS: API Gateway pricing, REST APIs). Prices are data with a date and a source; a figure that was only found in one
// place is marked. Every quantity is exact; sums are in US dollars and rounded by whoever shows them.
// Not in it: the free tier (1 million calls a month of an account's first 12 months), data sent, Lambda, taxes.

export interface PriceList {
  readonly currency: "USD";
  readonly region: string;
  /** When it was read: YYYY-MM-DD. */
  readonly asOf: string;
  readonly source: string;
  /** In their order; `upTo` is a month's requests, null for all beyond. */
  readonly requestTiers: readonly { readonly upTo: number | null; readonly perMillion: number }[];
  /** By the cluster's gigabytes, as text. */
  readonly cacheHours: readonly { readonly size: string; readonly perHour: number; readonly certain: boolean }[];
}

export const awsPrices: PriceList = {
  currency: "USD",
  region: "us-east-1",
  asOf: "2026-11-30",
  source:
    "API Gateway pricing, and the whitepaper Best Practices for Designing Amazon API Gateway Private APIs, cost optimization",
  requestTiers: [
    { upTo: 333_000_000, perMillion: 3.5 },
    { upTo: 1_000_000_000, perMillion: 2.8 },
    { upTo: 20_000_000_000, perMillion: 2.38 },
    { upTo: null, perMillion: 1.51 },
  ],
  cacheHours: [
    { size: "0.5", perHour: 0.02, certain: true },
    { size: "1.6", perHour: 0.038, certain: false },
    { size: "6.1", perHour: 0.2, certain: false },
    { size: "13.5", perHour: 0.25, certain: false },
    { size: "28.4", perHour: 0.5, certain: false },
    { size: "58.2", perHour: 1, certain: false },
    { size: "118", perHour: 1.9, certain: false },
    { size: "237", perHour: 3.8, certain: false },
  ],
};

/** What of one stage was counted in a month. */
export interface StageTraffic {
  readonly apiId: string;
  readonly apiName: string;
  readonly stageName: string;
  readonly requests: number;
  /** Of the requests, those that its cache answered. They cost as much as the others. */
  readonly cacheHits: number;
  /** Hours that its cache was on, by the cluster's gigabytes. */
  readonly cacheHours: Readonly<Record<string, number>>;
}

export interface StageCost extends StageTraffic {
  /** Its share of what all requests cost together, for the tiers are those of the account. */
  readonly requestsCost: number;
  readonly cacheCost: number;
  readonly cost: number;
}

export interface CostPage {
  readonly currency: "USD";
  readonly region: string;
  readonly asOf: string;
  readonly source: string;
  /** By tier, those that were reached. */
  readonly tiers: readonly { readonly requests: number; readonly perMillion: number; readonly cost: number }[];
  readonly stages: readonly StageCost[];
  readonly requests: number;
  readonly requestsCost: number;
  readonly cacheCost: number;
  readonly cost: number;
  readonly notes: readonly string[];
}

export function priceTraffic(traffic: readonly StageTraffic[], prices: PriceList = awsPrices): CostPage {
  const requests = sum(traffic, (stage) => stage.requests);
  const tiers = tiersOf(requests, prices);
  const requestsCost = sum(tiers, (tier) => tier.cost);
  const notes = new Set(["Without the free tier, data sent and what integrations cost."]);
  const stages = traffic.map((stage): StageCost => {
    const share = requests === 0 ? 0 : (stage.requests / requests) * requestsCost;
    const cacheCost = cacheCostOf(stage, prices, (note) => notes.add(note));
    return { ...stage, requestsCost: share, cacheCost, cost: share + cacheCost };
  });
  const cacheCost = sum(stages, (stage) => stage.cacheCost);
  return {
    currency: prices.currency,
    region: prices.region,
    asOf: prices.asOf,
    source: prices.source,
    tiers,
    stages,
    requests,
    requestsCost,
    cacheCost,
    cost: requestsCost + cacheCost,
    notes: [...notes],
  };
}

function tiersOf(requests: number, { requestTiers }: PriceList): CostPage["tiers"] {
  let counted = 0;
  return requestTiers.flatMap(({ upTo, perMillion }) => {
    const within = Math.max(0, Math.min(requests, upTo ?? Infinity) - counted);
    counted += within;
    return within === 0 ? [] : [{ requests: within, perMillion, cost: (within / 1_000_000) * perMillion }];
  });
}

function cacheCostOf(stage: StageTraffic, { cacheHours }: PriceList, note: (text: string) => void): number {
  return sum(Object.entries(stage.cacheHours), ([size, hours]) => {
    const price = cacheHours.find((row) => row.size === size);
    if (price === undefined) {
      note(`AWS has no cache of ${size} GB: ${stage.apiName} ${stage.stageName} is priced without it.`);
      return 0;
    }
    if (!price.certain) note(`The price of a cache of ${size} GB was not confirmed.`);
    return hours * price.perHour;
  });
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
