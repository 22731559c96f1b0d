// The table of countries that comes with Signpost, as its file holds it (./data/countries.bin): which country each block
// of addresses is registered in. scripts/place-data.ts writes it; here it becomes a table of ./place-table.ts. What the
// file is packed with on top of this (Brotli), and from where it is read, is the caller's business.
//
//   countries  days from 1970 | countries n | n codes of two letters | IPv4 | IPv6
//   family     blocks m | m sizes | m countries, 0 for none | octets of factors | factors
//   size       k for a block of 2^k, 64 + k for 2^k * (2f + 1), f the next factor; in addresses, or in /64s of IPv6
//
// Sizes and countries are octets, other numbers as in LEB128: seven bits an octet, the least first. Blocks follow each
// other from the lowest address, and cover all: so starts are sums, and what is in a column looks like its neighbours.

import { packTable } from "./place-table.ts";
import { tableHead } from "./prefix-table.ts";

interface Blocks {
  readonly sizes: Uint8Array;
  readonly countries: Uint8Array;
  readonly factors: Reading;
}

/** The packed table of places. Throws a RangeError for octets that are none of the above. */
export function unpackCountries(octets: Uint8Array): Int32Array<ArrayBuffer> {
  const reading = new Reading(octets);
  const days = reading.number();
  const codes = Array.from({ length: reading.number() }, () => String.fromCharCode(...reading.octets(2)));
  const ipv4 = blocksOf(reading);
  const ipv6 = blocksOf(reading);
  if (reading.left > 0) throw new RangeError(`${reading.left} octets stand behind the table of countries`);
  const [n, m] = [ipv4.sizes.length, ipv6.sizes.length];
  const table = new Int32Array(tableHead + n * 2 + m * 5);
  table.set([n, m]);
  fill(ipv4, codes.length, 1, table.subarray(tableHead));
  fill(ipv6, codes.length, 4, table.subarray(tableHead + n * 2));
  return packTable(
    codes.map((country) => ({ country })),
    table,
    days,
  );
}

function blocksOf(reading: Reading): Blocks {
  const count = reading.number();
  const sizes = reading.octets(count);
  const countries = reading.octets(count);
  return { sizes, countries, factors: new Reading(reading.octets(reading.number())) };
}

/** Writes one family's starts, each of so many words, and its values. */
function fill({ sizes, countries, factors }: Blocks, most: number, startWords: 1 | 4, into: Int32Array): void {
  // Where a block starts, as two words: sums beyond 2^53 would lose bits. The product of a factor and a power loses none.
  let high = 0;
  let low = 0;
  let at = startWords === 4 ? 1 : 0;
  const values = sizes.length * startWords;
  for (let i = 0; i < sizes.length; i++) {
    const country = countries[i];
    if (country > most) throw new RangeError(`block ${i} is in country ${country} of ${most}`);
    if (startWords === 4) into[at - 1] = high;
    into[at] = low;
    into[values + i] = country;
    at += startWords;
    const power = sizes[i] & 63;
    const factor = sizes[i] < 64 ? 1 : factors.number() * 2 + 1;
    if (power >= 32) high += factor * powers[power - 32];
    else {
      const size = factor * powers[power];
      if (size >= word) high += Math.floor(size / word);
      low += size < word ? size : size % word;
      if (low < word) continue;
      high++;
      low -= word;
    }
  }
  const end = startWords === 1 ? 1 : word;
  if (high !== end || low !== 0 || factors.left > 0) throw new RangeError("blocks do not cover all addresses");
}

const word = 2 ** 32;
const powers = Float64Array.from({ length: 32 }, (_, power) => 2 ** power);

class Reading {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  number(): number {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const octet = this.#octets[this.#at++] ?? 128;
      number += (octet & 127) * scale;
      if (octet < 128) return number;
      if (this.left <= 0) throw new RangeError("the table of countries ends early");
    }
  }

  octets(count: number): Uint8Array {
    if (count > this.left) throw new RangeError("the table of countries ends early");
    this.#at += count;
    return this.#octets.subarray(this.#at - count, this.#at);
  }
}
