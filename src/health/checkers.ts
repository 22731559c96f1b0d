// The virtual checkers: two in each of the eight regions that Route 53 checks from (API:HealthCheckConfig, Regions).
// They are one machine here. A check has a few probers (./health-checks.ts), and every checker reports what one of them
// found; the two checkers of a region go with different probers. The addresses are within the published ranges of
// Route 53's checkers, so that reports read like the service's; no packet ever comes from them.

export const checkerRegions = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

export type CheckerRegion = (typeof checkerRegions)[number];

export interface Checker {
  readonly region: CheckerRegion;
  readonly address: string;
}

const networks: Readonly<Record<CheckerRegion, string>> = {
  "us-east-1": "15.177.2",
  "us-west-1": "15.177.10",
  "us-west-2": "15.177.14",
  "eu-west-1": "15.177.18",
  "ap-southeast-1": "15.177.26",
  "ap-southeast-2": "15.177.30",
  "ap-northeast-1": "15.177.34",
  "sa-east-1": "15.177.38",
};

/** The checkers of these regions, two of each, in the order of the regions; of all regions when none is named. */
export function checkersOf(regions: readonly CheckerRegion[]): readonly Checker[] {
  const chosen = regions.length === 0 ? checkerRegions : regions;
  return chosen.flatMap((region) => [
    { region, address: `${networks[region]}.21` },
    { region, address: `${networks[region]}.85` },
  ]);
}
