// Ids: a letter that says what it is, and thirteen capital letters and digits drawn at random, as the service's are.
// In answers an id carries the path of its kind (`/hostedzone/Z…`), in requests it may. UUIDs (../base/uuid.ts) for all the rest.

import { drawText, type Random } from "../base/random.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const idCharacters = 13;

export type IdLetter = "Z" | "C" | "N";

export function newId(letter: IdLetter, random: Random): string {
  return letter + drawText(random, alphabet, idCharacters);
}

/** The id without the path of its kind. */
export function bareId(id: string, kind: "hostedzone" | "change" | "delegationset"): string {
  const path = `/${kind}/`;
  if (id.startsWith(path)) return id.slice(path.length);
  return id.startsWith(path.slice(1)) ? id.slice(path.length - 1) : id;
}

/** Where a new resource is found, as the Location header says it. */
export function locationOf(path: string): string {
  return `https://route53.amazonaws.com/2013-04-01/${path}`;
}
