// Writes src/routing/data/countries.bin, the table of countries that comes with Signpost: which country each block of
// addresses is registered in. Blocks come from the statistics of the Number Resource Organization (nro.net, CC BY 4.0), as
// the npm package @ip-location-db/asn-country holds them or as the NRO publishes them:
//   node scripts/place-data.ts path/to/node_modules/@ip-location-db/asn-country
//   node scripts/place-data.ts path/to/nro-delegated-stats
// What is wrong with the data stops it: blocks that overlap, or that place what is nobody's. docs/routing.md tells more.

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { printIpv4, printIpv6 } from "../src/dns/fields/addresses.ts";
import { packCode } from "../src/routing/codes.ts";
import { countryOf } from "../src/routing/countries.ts";
import { unpackCountries } from "../src/routing/country-blocks.ts";
import { PackedPlaces, Whereabouts } from "../src/routing/place-table.ts";
import { scanPrefix } from "../src/routing/prefix.ts";

/** Addresses of one country, in the units that tables count in: addresses of IPv4, /64s of IPv6. */
export interface CountryBlock {
  readonly family: 4 | 6;
  readonly start: bigint;
  /** The first unit behind it. */
  readonly end: bigint;
  readonly country: string;
}

export interface CountryData {
  readonly blocks: readonly CountryBlock[];
  /** YYYY-MM-DD. */
  readonly date: string;
  /** What the file's first line says of where the data come from. */
  readonly source: string;
}

const all = { 4: 1n << 32n, 6: 1n << 64n } as const;

/** Blocks that no registry gives to anybody: data that place them are broken (RFC 6890 and IANA's registries). */
const nobodys = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3 ::/8 2001:db8::/32 3fff::/20 fc00::/7
  fe80::/10 ff00::/8`
  .split(/\s+/)
  .map((prefix) => blockOf(prefix, ""));

/** The package's two files: `first,last,country`, addresses in text. */
export function packageData(version: string, csv: Readonly<Record<"ipv4" | "ipv6", string>>): CountryData {
  const [, year, month, day] = /\.(\d{4})(\d\d)(\d\d)\d*$/.exec(version) ?? [];
  if (day === undefined) throw new Error(`The package's version ${version} tells no date.`);
  const blocks = Object.entries(csv).flatMap(([file, text]) =>
    text.split(/\r?\n/).flatMap((line, index) => {
      if (line === "") return [];
      const [first, last, country] = line.split(",");
      const [from, to] = [first, last].map((address) => scanPrefix(address ?? ""));
      if (from === null || to === null || from.family !== to.family || !/^[A-Z]{2}$/.test(country ?? ""))
        throw new Error(`${file}, line ${index + 1}: "${line}" is no first and last address with a country.`);
      // The last address is the end of a /64 where the data are sound.
      const [start, behind] = [numberOf(from.octets), numberOf(to.octets) + 1n];
      return [scaled(from.family, start, behind, country)];
    }),
  );
  return { blocks, date: `${year}-${month}-${day}`, source: `by way of @ip-location-db/asn-country ${version}` };
}

/**
 * Statistics in the registries' exchange format: `registry|country|type|start|value|date|status…`, the value a number of
 * IPv4 addresses or an IPv6 prefix's length; before them a line `version|registry|date|…`, and sums.
 */
export function statisticsData(text: string): CountryData {
  let date = "";
  const blocks = text.split(/\r?\n/).flatMap((line, index): CountryBlock[] => {
    const [registry, country, type, start, value, , status] = line.split("|");
    if (line === "" || line.startsWith("#") || country === "*") return [];
    const [, year, month, day] = /^[\d.]+\|[a-z]+\|(\d{4})(\d\d)(\d\d)\|/.exec(line) ?? [];
    if (day !== undefined) date = `${year}-${month}-${day}`;
    if (day !== undefined || type === "asn" || !["allocated", "assigned"].includes(status)) return [];
    const prefix = scanPrefix(type === "ipv6" ? `${start}/${value}` : start);
    if (prefix === null || !/^\d+$/.test(value))
      throw new Error(`Line ${index + 1}: "${line}" is no block of ${registry}.`);
    if (prefix.family === 6) return [blockOf(`${start}/${value}`, country)];
    const first = numberOf(prefix.octets);
    return [scaled(4, first, first + BigInt(value), country)];
  });
  if (date === "") throw new Error("No line of the statistics tells their date.");
  return { blocks, date, source: "as published there" };
}

/** The table, as src/routing/country-blocks.ts reads it, and the countries that are left out: Signpost knows none such. */
export function packCountries({ blocks, date }: CountryData): { octets: Uint8Array; unknown: readonly string[] } {
  const codes = [...new Set(blocks.map(({ country }) => country))].toSorted();
  const known = codes.filter((code) => countryOf(packCode(code)) !== undefined);
  const octets = [
    ...numberOctets(BigInt(Date.parse(date) / 86_400_000)),
    ...numberOctets(BigInt(known.length)),
    ...Buffer.from(known.join("")),
  ];
  for (const family of [4, 6] as const) {
    const own = blocks.filter((block) => block.family === family).toSorted((a, b) => (a.start < b.start ? -1 : 1));
    const [sizes, countries, factors]: [number[], number[], number[]] = [[], [], []];
    const put = (size: bigint, country: number): void => {
      let power = 0;
      while (((size >> BigInt(power)) & 1n) === 0n) power++;
      const factor = size >> BigInt(power);
      if (power > 63) return [size / 2n, size / 2n].forEach((half) => put(half, country));
      // The reader's numbers are exact to 2^53.
      if (factor >= 1n << 53n) return [size & 0xffff_ffffn, size & ~0xffff_ffffn].forEach((part) => put(part, country));
      sizes.push(factor === 1n ? power : 64 + power);
      countries.push(country);
      if (factor > 1n) factors.push(...numberOctets(factor >> 1n));
    };
    for (const { start, end, country } of whole(own, family)) put(end - start, known.indexOf(country) + 1);
    octets.push(...numberOctets(BigInt(sizes.length)));
    for (const column of [sizes, countries]) for (const octet of column) octets.push(octet);
    octets.push(...numberOctets(BigInt(factors.length)));
    for (const octet of factors) octets.push(octet);
  }
  return { octets: Uint8Array.from(octets), unknown: codes.filter((code) => !known.includes(code)) };
}

/** The sorted blocks with what lies between them, neighbours of one country joined. */
function whole(blocks: readonly CountryBlock[], family: 4 | 6): CountryBlock[] {
  const made: CountryBlock[] = [];
  const put = (start: bigint, end: bigint, country: string): void => {
    const last = made.at(-1);
    if (last?.country === country) made[made.length - 1] = { ...last, end };
    else if (start < end) made.push({ family, start, end, country });
  };
  let at = 0n;
  for (const block of blocks) {
    const { start, end, country } = block;
    if (start < at || end <= start || end > all[family]) throw new Error(`${textOf(block)} overlaps, or is no block.`);
    const taken = nobodys.find((other) => other.family === family && start < other.end && other.start < end);
    if (taken !== undefined)
      throw new Error(`${textOf(block)} holds addresses of ${textOf(taken)}, which are nobody's.`);
    if (at < start) put(at, start, "");
    put(start, end, country);
    at = end;
  }
  if (at < all[family]) put(at, all[family], "");
  return made;
}

/** Looks up the first and the last address of each block. */
function verify({ blocks }: CountryData, octets: Uint8Array): void {
  const table = PackedPlaces.open(unpackCountries(octets));
  const found = new Whereabouts();
  for (const block of blocks) {
    for (const unit of [block.start, block.end - 1n]) {
      table?.find(block.family, addressOf(block.family, unit), found);
      const country = countryOf(packCode(block.country)) === undefined ? 0 : packCode(block.country);
      if ((found.place?.country ?? 0) !== country) throw new Error(`${textOf(block)} is not found again.`);
    }
  }
}

function blockOf(text: string, country: string): CountryBlock {
  const prefix = scanPrefix(text);
  if (prefix === null) throw new Error(`"${text}" is no prefix.`);
  const start = numberOf(prefix.octets);
  const size = 1n << BigInt(prefix.octets.length * 8 - prefix.length);
  return scaled(prefix.family, start, start + size, country);
}

function scaled(family: 4 | 6, start: bigint, end: bigint, country: string): CountryBlock {
  if (family === 4) return { family, start, end, country };
  if (((start | end) & (all[6] - 1n)) !== 0n) throw new Error(`${start.toString(16)} begins or ends within a /64.`);
  return { family, start: start >> 64n, end: end >> 64n, country };
}

function textOf({ family, start, end, country }: CountryBlock): string {
  const print = family === 4 ? printIpv4 : printIpv6;
  const [first, last] = [start, end - 1n].map((unit) => print(addressOf(family, unit), 0));
  return `${first} to ${last} ${country}`.trimEnd();
}

export function addressOf(family: 4 | 6, unit: bigint): Uint8Array {
  const octets = new Uint8Array(16);
  if (family === 4) new DataView(octets.buffer).setUint32(0, Number(unit));
  else new DataView(octets.buffer).setBigUint64(0, unit);
  return octets;
}

function numberOf(octets: Uint8Array): bigint {
  return octets.reduce((number, octet) => (number << 8n) | BigInt(octet), 0n);
}

/** LEB128. */
function numberOctets(number: bigint): number[] {
  const octets: number[] = [];
  for (let rest = number; ; rest >>= 7n) {
    if (rest < 128n) return [...octets, Number(rest)];
    octets.push(Number(rest & 127n) | 128);
  }
}

function read(path: string): CountryData {
  if (!statSync(path).isDirectory()) return statisticsData(readFileSync(path, "utf8"));
  const { version } = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as { version: string };
  const csv = (family: string): string => readFileSync(join(path, `asn-country-${family}.csv`), "utf8");
  return packageData(version, { ipv4: csv("ipv4"), ipv6: csv("ipv6") });
}

if (import.meta.main) {
  const [, , path] = process.argv;
  if (path === undefined) throw new Error("Which data? node scripts/place-data.ts path/to/package-or-statistics");
  const data = read(path);
  const { octets, unknown } = packCountries(data);
  verify(data, octets);
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: octets.length };
  const title = `Countries of blocks of addresses on ${data.date}, from the statistics of the Number Resource Organization (nro.net, CC BY 4.0), ${data.source}; joined and packed by scripts/place-data.ts. Below this line: Brotli.\n`;
  const file = Buffer.concat([Buffer.from(title), brotliCompressSync(octets, { params })]);
  writeFileSync(new URL("../src/routing/data/countries.bin", import.meta.url), file);
  const left = unknown.length === 0 ? "" : `; of no known country and left out: ${unknown.join(" ")}`;
  process.stdout.write(`${data.blocks.length} blocks of ${data.date} in ${file.length} octets${left}\n`);
}
