// A small signed internet for tests of validation: the root, com. and example.com. are signed, plain.com. is not. What is
// signed otherwise is said by origin, or by "address origin" where two servers differ. Signed as the lab signs its zones.

import { DnssecAlgorithm } from "../../../src/dns/codes.ts";
import { type Denial, plainNsec3 } from "../../../src/dnssec/denial-chain.ts";
import { type SigningFault, signingFaults } from "../../../src/lab/signing/faults.ts";
import type { SigningPlan } from "../../../src/lab/signing/plan.ts";
import { signZones } from "../../../src/lab/signing/sign-zones.ts";
import { scanRecords, type ZoneFile } from "../../../src/lab/zone-file.ts";
import type { TrustAnchor } from "../../../src/resolver/validation/trust.ts";
import { FaultList } from "../../../src/zone/file-fault.ts";
import { type Internet, type InternetOptions, internet, name, type Zones, zoneText } from "../internet.ts";
import { type Mnemonic, RRType } from "../../../src/dns/types.ts";

export interface Signing {
  readonly algorithm?: keyof typeof DnssecAlgorithm;
  readonly denial?: "nsec" | "nsec3" | "opt-out";
  readonly iterations?: number;
  readonly ds?: SigningPlan["ds"];
  readonly faults?: readonly (string | SigningFault)[];
  readonly types?: readonly Mnemonic[];
}

/** Zones by address and origin. */
export type SignedSites = Readonly<Record<string, Zones>>;

export const sites: SignedSites = {
  "127.53.0.1": {
    ".": `@ NS a.root-servers.net.
a.root-servers.net. A 127.53.0.1
com. NS a.gtld.com.
a.gtld.com. A 127.53.0.10`,
  },
  "127.53.0.10": {
    "com.": `@ NS a.gtld
a.gtld A 127.53.0.10
example NS ns.example
ns.example A 127.53.0.20
plain NS ns.plain
ns.plain A 127.53.0.30`,
  },
  "127.53.0.20": {
    "example.com.": `@ NS ns
ns A 127.53.0.20
www A 192.0.2.1
*.wild A 192.0.2.2
*.guide CNAME www
abroad CNAME www.plain.com.
old DNAME wild
a.b.c TXT "far down"
root-key-sentinel-is-ta-00001 A 192.0.2.9
root-key-sentinel-not-ta-00001 A 192.0.2.9
sub NS ns.sub
ns.sub A 127.53.0.40`,
  },
  "127.53.0.30": { "plain.com.": "@ NS ns\nns A 127.53.0.30\nwww A 192.0.2.3\nhome CNAME www.example.com." },
  "127.53.0.40": { "sub.example.com.": "@ NS ns\nns A 127.53.0.40\nwww A 192.0.2.4" },
};

export const signed: Readonly<Record<string, Signing>> = { ".": {}, "com.": {}, "example.com.": {} };

export function signedInternet(
  zones: SignedSites = sites,
  signing: Readonly<Record<string, Signing>> = signed,
  options: InternetOptions = {},
): Internet {
  const { served, anchors } = signSites(zones, signing);
  return internet(served, { trustAnchors: anchors, ...options });
}

/** What one of the servers has then. */
export function servedBy(address: string, zones: SignedSites, signing: Readonly<Record<string, Signing>>): Zones {
  return signSites(zones, signing).served[address];
}

interface Signed {
  readonly served: SignedSites;
  readonly anchors: readonly TrustAnchor[];
}

function signSites(zones: SignedSites, signing: Readonly<Record<string, Signing>>): Signed {
  const files = new Map<string, ZoneFile>();
  const plans: SigningPlan[] = [];
  for (const [address, texts] of Object.entries(zones)) {
    for (const [origin, text] of Object.entries(texts)) {
      const file = `${address} ${origin}`;
      const apex = name(origin);
      const whole = zoneText(origin, text);
      const records = scanRecords(whole, apex).map((one) => ({ ...one, place: { file, line: 0, column: 0 } }));
      files.set(file, { file, text: new TextEncoder().encode(whole), apex, origin: apex, records });
      const plan = signing[file] ?? signing[origin];
      if (plan !== undefined) plans.push(planOf(file, plan));
    }
  }
  const made = signZones(files, plans, new FaultList());
  const textOf = (address: string, origin: string): string =>
    new TextDecoder().decode(made.zones.get(`${address} ${origin}`)!.text);
  const served = Object.entries(zones).map(([address, texts]) => [
    address,
    Object.fromEntries(Object.keys(texts).map((origin) => [origin, textOf(address, origin)])),
  ]);
  return { served: Object.fromEntries(served) as SignedSites, anchors: made.anchors };
}

function planOf(file: string, signing: Signing): SigningPlan {
  const { algorithm = "ECDSAP256SHA256", denial = "nsec", iterations = 0, ds = "published", faults = [] } = signing;
  const chain: Denial =
    denial === "nsec" ? { kind: "nsec" } : { ...plainNsec3, iterations, optOut: denial === "opt-out" };
  return {
    file,
    algorithm: DnssecAlgorithm[algorithm],
    denial: chain,
    ds,
    faults: faults.map((one) => (typeof one === "string" ? signingFaults.get(one)! : one)),
    types: signing.types?.map((type) => RRType[type]) ?? null,
    place: { file, line: 0, column: 0 },
  };
}
