// Which regional registry a block of addresses was given to, and so on which continent it most likely is: what anybody
// may know without a database. From IANA's registries "IPv4 Address Space" and "IPv6 Global Unicast Address Assignments"
// (www.iana.org/assignments; facts as of 2025-01, compared with copies of the registries of 2014 and 2016).
// Coarse: a registry serves more than its continent (RIPE NCC the Middle East, APNIC Oceania, LACNIC Central America), and
// blocks have been sold across oceans since. Other tables say more (./country-blocks.ts, ./mmdb.ts, ./place-rows.ts), and
// are asked first.
// Blocks that belong to no registry (private, loopback, multicast, reserved; RFC 6890) are on no continent.

import { scanPrefix } from "./prefix.ts";
import type { PlaceRow } from "./place-table.ts";

/** Days from 1970 to the date above. */
export const registryDays = 20_089;

/** First octets of IPv4, as ranges, and IPv6 prefixes. */
const registries: readonly { readonly continent: string; readonly ipv4: string; readonly ipv6: string }[] = [
  {
    // ARIN
    continent: "NA",
    ipv4: `3-4 6-9 11-13 15-24 26 28-30 32-35 38 40 44-45 47-48 50 52 54-56 63-76 96-100 104 107-108 128-132 134-140
      142-144 146-149 152 155-162 164-170 172-174 184 192 198-199 204-209 214-216`,
    ipv6: "2001:400::/23 2001:1800::/23 2001:4800::/23 2600::/12 2610::/23 2620::/23 2630::/12",
  },
  {
    // RIPE NCC
    continent: "EU",
    ipv4: `2 5 25 31 37 46 51 53 57 62 77-95 109 141 145 151 176 178 185 188 193-195 212-213 217`,
    ipv6: `2001:600::/23 2001:800::/22 2001:1400::/22 2001:1a00::/23 2001:1c00::/22 2001:2000::/19 2001:4000::/23
      2001:4600::/23 2001:4a00::/23 2001:4c00::/23 2001:5000::/20 2003::/18 2a00::/12 2a10::/12`,
  },
  {
    // APNIC
    continent: "AS",
    ipv4: `1 14 27 36 39 42-43 49 58-61 101 103 106 110-126 133 150 153 163 171 175 180 182-183 202-203 210-211 218-223`,
    ipv6: `2001:200::/23 2001:c00::/23 2001:e00::/23 2001:4400::/23 2001:8000::/19 2001:a000::/20 2001:b000::/20
      2400::/12 2410::/12`,
  },
  {
    // LACNIC
    continent: "SA",
    ipv4: "177 179 181 186-187 189-191 200-201",
    ipv6: "2001:1200::/23 2800::/12",
  },
  {
    // AFRINIC
    continent: "AF",
    ipv4: "41 102 105 154 196-197",
    ipv6: "2001:4200::/23 2c00::/12",
  },
];

/** Parts of the blocks above that are nobody's (RFC 6890). */
const nobodys = `100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15
  198.51.100.0/24 203.0.113.0/24 2001:db8::/32`;

/** Rows that put each block on its registry's continent. */
export function registryRows(): PlaceRow[] {
  const rows = registries.flatMap(({ continent, ipv4, ipv6 }) => {
    const eights = words(ipv4).flatMap((range) => {
      const [first, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}.0.0.0/8`);
    });
    return [...eights, ...words(ipv6)].map((prefix) => row(prefix, continent));
  });
  return [...rows, ...words(nobodys).map((prefix) => row(prefix, ""))];
}

function row(text: string, continent: string): PlaceRow {
  const prefix = scanPrefix(text);
  if (prefix === null) throw new RangeError(`${text} is no prefix`);
  return { prefix, continent };
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
