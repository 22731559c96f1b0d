// Randomness in service: the crypto generator, for ids, ports, cases and choices that nobody may guess (RFC 5452 §4).
// Tests fill the same port with a seed (../../base/random.ts).

import { randomInt } from "node:crypto";
import type { Random } from "../../base/random.ts";

export const cryptoRandom: Random = { below: (limit) => (limit === 1 ? 0 : randomInt(limit)) };
