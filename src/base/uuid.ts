// Random UUIDs (version 4), as AWS has them wherever an id means nothing: caller references, revisions, requests.
// Chance is an argument, so tests have the same ids each time.

import type { Random } from "./random.ts";

/** A random UUID, version 4. */
export function newUuid(random: Random): string {
  let digits = "";
  for (let i = 0; i < 32; i++) {
    if (i === 12) digits += "4";
    else digits += (i === 16 ? 8 + random.below(4) : random.below(16)).toString(16);
  }
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
