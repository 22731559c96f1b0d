// Mutated packets: good questions, answers, EDNS and hostile pointers, bent by a seeded mutator.
// Seeds are the odd questions of test/differential/, answers of ours to them, and seeds/packets.txt, where every input
// that ever did harm is kept: one `title: hex` a line.

import { readFileSync } from "node:fs";
import { headerOddities, sectionOddities } from "../differential/oddities.ts";

/** A repeatable stream of whole numbers below a bound: xorshift32. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  below(bound: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state % bound;
  }
}

const kept = readFileSync(new URL("seeds/packets.txt", import.meta.url), "utf8");

/** What mutation starts from; `answer` makes replies out of the questions. */
export function seedPackets(answer: (query: Uint8Array) => Uint8Array | null): Uint8Array[] {
  const questions = [...sectionOddities(), ...headerOddities()].map((oddity) => oddity.message);
  const answers = questions.map((query) => answer(query)?.slice() ?? null).filter((reply) => reply !== null);
  return [...keptPackets(), ...questions, ...answers];
}

export function keptPackets(): Uint8Array[] {
  const lines = kept.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => Uint8Array.from(Buffer.from(line.slice(line.lastIndexOf(":") + 1).trim(), "hex")));
}

/** A packet bent in one to four places, at most 2,000 octets long. */
export function mutate(packets: readonly Uint8Array[], draw: Draw): Uint8Array {
  let octets = [...packets[draw.below(packets.length)]];
  for (let i = 1 + draw.below(4); i > 0; i--) octets = bend(octets, packets, draw);
  return Uint8Array.from(octets.slice(0, 2000));
}

const telling = [0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xff];

function bend(octets: number[], packets: readonly Uint8Array[], draw: Draw): number[] {
  const at = draw.below(octets.length + 1);
  const rest = octets.slice(at);
  switch (draw.below(9)) {
    case 0: // one bit
      return [...octets.slice(0, at), ...rest.map((octet, i) => (i === 0 ? octet ^ (1 << draw.below(8)) : octet))];
    case 1: // one octet, to a value that means something to a parser
      return [...octets.slice(0, at), telling[draw.below(telling.length)], ...rest.slice(1)];
    case 2: // cut short
      return octets.slice(0, at);
    case 3: // octets too many
      return [...octets.slice(0, at), ...Array.from({ length: 1 + draw.below(20) }, () => draw.below(256)), ...rest];
    case 4: // octets taken out
      return [...octets.slice(0, at), ...rest.slice(1 + draw.below(8))];
    case 5: // a compression pointer
      return [...octets.slice(0, at), 0xc0 | draw.below(2), draw.below(256), ...rest.slice(2)];
    case 6: // a count in the header, or a length
      return octets.map((octet, i) => (i === 4 + draw.below(8) ? draw.below(256) : octet));
    case 7: // a piece said twice
      return [...octets, ...rest.slice(0, draw.below(60))];
    default: // two packets grown together
      return [...octets.slice(0, at), ...packets[draw.below(packets.length)].slice(draw.below(40))];
  }
}
