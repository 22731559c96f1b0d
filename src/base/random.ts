// Randomness as an argument: below floor 6 nothing draws by itself. In service the crypto generator fills this port
// (RFC 5452 §4: ids and ports must not be guessed); tests and the simulator fill it with a seed and can replay a run.

export interface Random {
  /** A whole number from 0 to `limit` - 1, each as likely; `limit` is 1 to 2^32. */
  below(limit: number): number;
}

/** Characters of an alphabet, one draw each. */
export function drawText(random: Random, alphabet: string, characters: number): string {
  let text = "";
  for (let i = 0; i < characters; i++) text += alphabet[random.below(alphabet.length)];
  return text;
}

/** The same draws for the same seed, for simulations and tests. Never for ids: its state can be computed from its output. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(limit: number): number {
      // A Weyl sequence through a 32-bit finaliser: every seed has the full period of 2^32.
      state = (state + weylStep) >>> 0;
      return Math.floor((mixed32(state) / 2 ** 32) * limit);
    },
  };
}

/** What a Weyl sequence of 32 bits goes on by: the golden ratio's share of 2^32. */
export const weylStep = 0x9e3779b9;

/** A finaliser of 32 bits (MurmurHash3's): every bit of the input moves half of those of the output. Unsigned. */
export function mixed32(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
