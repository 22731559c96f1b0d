// X-Amzn-Trace-Id (AWS guide for X-Ray: xray-concepts-tracingheader): Root names the whole trace, Parent this step, Sampled
// whether it is recorded. A client's root goes on, so that its own records and ours join; without one a new trace begins.

import type { Random } from "../../base/random.ts";

const rootForm = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;

export function traceIdOf(given: string | undefined, wallMs: number, random: Random): string {
  let root: string | undefined;
  let parent: string | undefined;
  let sampled: string | undefined;
  for (const field of given?.split(";") ?? []) {
    const sign = field.indexOf("=");
    const name = field.slice(0, sign).trim().toLowerCase();
    const value = field.slice(sign + 1).trim();
    if (name === "root" && rootForm.test(value)) root = value;
    else if (name === "parent" && /^[0-9a-f]{16}$/.test(value)) parent = value;
    else if (name === "sampled" && /^[01?]$/.test(value)) sampled = value;
  }
  root ??= `1-${digits(Math.floor(wallMs / 1000))}-${words(random, 3)}`;
  return `Root=${root};Parent=${parent ?? words(random, 2)};Sampled=${sampled ?? (parent === undefined ? "0" : "1")}`;
}

function words(random: Random, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += digits(random.below(2 ** 32));
  return text;
}

/** Octets as two digits. */
const pairs: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, "0"));

function digits(word: number): string {
  return pairs[word >>> 24] + pairs[(word >>> 16) & 255] + pairs[(word >>> 8) & 255] + pairs[word & 255];
}
