// What the gateway knows of a client by its address: the VPC that it is in, as private APIs ask, and its country, as edge
// locations tell. Both come from what DNS answers are chosen by. What was found is remembered for the addresses seen last.

import { parseAddress } from "../../net/address.ts";
import { codeText } from "../../routing/codes.ts";
import { compilePrefixes } from "../../routing/compile-prefixes.ts";
import { openPlaces } from "../../routing/place-layers.ts";
import { Whereabouts } from "../../routing/place-table.ts";
import { findPrefix, Found } from "../../routing/prefix-table.ts";
import { scanPrefix } from "../../routing/prefix.ts";
import type { RoutingData } from "../routing-data.ts";

const maxRemembered = 10_000;

export interface ClientsPlaces {
  readonly vpcOf: (address: string) => string | null;
  readonly countryOf: (address: string) => string | null;
}

export function clientsPlaces({ vpcs, places }: Pick<RoutingData, "vpcs" | "places">): ClientsPlaces {
  const words = compilePrefixes(
    vpcs.flatMap(({ clients }, index) =>
      clients
        .map((text) => scanPrefix(text))
        .filter((prefix) => prefix !== null)
        .map((prefix) => ({ prefix, value: index + 1 })),
    ),
  );
  const table = openPlaces(places);
  const found = new Found();
  const whereabouts = new Whereabouts();
  return {
    vpcOf:
      vpcs.length === 0
        ? () => null
        : remembered(({ family, octets }) => {
            findPrefix(words, 0, family, octets, found);
            return vpcs[found.value - 1]?.id ?? null;
          }),
    countryOf: remembered(({ family, octets }) => {
      table.find(family, octets, whereabouts);
      const code = whereabouts.place?.country ?? 0;
      return code === 0 ? null : codeText(code);
    }),
  };
}

type Parsed = NonNullable<ReturnType<typeof parseAddress>>;

function remembered(look: (address: Parsed) => string | null): (address: string) => string | null {
  const known = new Map<string, string | null>();
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const parsed = parseAddress(address);
    const answer = parsed === null ? null : look(parsed);
    if (known.size >= maxRemembered) known.clear();
    known.set(address, answer);
    return answer;
  };
}
