// Questions to begin with: of the zones that are served, and of the mini internet where the resolver lives in it. The lab's
// are those that docs/lab.md looks at, and some of its lessons (docs/lessons).

import { plainName } from "./place.ts";

export interface Example {
  readonly name: string;
  readonly type: string;
  /** What is to be seen. */
  readonly shows: string;
}

export interface ExampleGroup {
  readonly title: string;
  readonly examples: readonly Example[];
}

export const walks: readonly Example[] = [
  { name: "www.example.com", type: "A", shows: "the plain walk: root, com, example.com, and their keys" },
  { name: "www.example.org", type: "A", shows: "a walk within the walk: its name servers lie elsewhere" },
  { name: "www.lanterns.com", type: "A", shows: "an alias chain over three zones" },
  { name: "img.gaslight.com", type: "A", shows: "a DNAME, and the alias made from it" },
  { name: "longer.example.com", type: "TXT", shows: "too long for a datagram: once more, over TCP" },
  { name: "typo.lanterns.com", type: "A", shows: "no such name, and for how long that holds" },
  { name: "typo.example.org", type: "A", shows: "no such name, proven by hashes" },
];

export const breakages: readonly Example[] = [
  { name: "www.lame-refused.broken.test", type: "A", shows: "the servers that are named do not serve the zone" },
  { name: "www.glue-stale.broken.test", type: "A", shows: "the parent leads to an address that moved away" },
  { name: "www.shop.glue-outside.broken.test", type: "A", shows: "an address that the parent has no say over" },
  { name: "www.wrong-id.broken.test", type: "A", shows: "answers under a wrong number, as a forger sends them" },
  { name: "www.ns-cycle.broken.test", type: "A", shows: "two zones, each served by the other's names" },
  { name: "long.tcp-refused.broken.test", type: "TXT", shows: "too long for UDP, and TCP is refused" },
  { name: "www.signature-expired.broken.test", type: "A", shows: "right, and withheld: its signatures have expired" },
  { name: "www.answer-forged.broken.test", type: "A", shows: "an address that was changed on its way" },
];

/** Zones that are named to begin with; the others stand under their tab. */
const mostZones = 8;

export function examplesFor(recursion: string, zones: readonly string[]): ExampleGroup[] {
  const own = zones.slice(0, mostZones).map((name) => ({ name: plainName(name), type: "SOA", shows: "" }));
  const groups: ExampleGroup[] = [];
  if (recursion === "lab") {
    groups.push({ title: "Walk the mini internet", examples: walks });
    groups.push({ title: "See what breaks", examples: breakages });
  }
  if (own.length > 0) groups.push({ title: "Ask the zones served here", examples: own });
  return groups;
}
