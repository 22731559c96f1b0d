// Ids: lower-case letters and digits drawn at random, ten for an API, a plan, a key, six for what is within an API, as the
// service's are. Values of API keys: forty letters and digits of both cases.

import { drawText, type Random } from "../../base/random.ts";

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
const keyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** An API, its root resource, a usage plan, an API key, a VPC link. */
export function newLongId(random: Random): string {
  return drawText(random, idAlphabet, 10);
}

/** What is within an API. */
export function newShortId(random: Random): string {
  return drawText(random, idAlphabet, 6);
}

/** What stands before the first dot of the names that lead to a CloudFront distribution or an endpoint. */
export function newLabel(random: Random, characters: number): string {
  return drawText(random, idAlphabet, characters);
}

export function newKeyValue(random: Random): string {
  return drawText(random, keyAlphabet, 40);
}
