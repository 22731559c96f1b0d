// Private keys as BIND writes them, "private-key-format v1.3": lines of a name and base64, which dnssec-keygen and
// ldns-keygen make and all signers read. Times in such a file say when BIND would use the key; in the ones that we read they are passed over.
// The public half lies beside it, as a DNSKEY record in zone text.

import { dateText } from "../dns/fields/times.ts";
import { algorithmName } from "../dnssec/algorithms.ts";
import type { PrivateKey, PrivateNumbers } from "./signing-keys.ts";

/** BIND's word for each number, and a JSON Web Key's. */
const rsaFields = {
  Modulus: "n",
  PublicExponent: "e",
  PrivateExponent: "d",
  Prime1: "p",
  Prime2: "q",
  Exponent1: "dp",
  Exponent2: "dq",
  Coefficient: "qi",
} as const;

const otherFields = { PrivateKey: "d" } as const;

const fieldsOf = (algorithm: number): Readonly<Record<string, string>> =>
  algorithmName(algorithm).startsWith("RSA") ? rsaFields : otherFields;

/** BIND takes a key for one that is in use when its times say so: here from the second on that it was made. */
const timeWords = ["Created", "Publish", "Activate"];

export function printPrivateKey({ algorithm, numbers }: PrivateKey, madeSeconds: number): string {
  const lines = Object.entries(fieldsOf(algorithm)).map(([word, name]) => `${word}: ${numbers[name].toBase64()}`);
  const times = timeWords.map((word) => `${word}: ${dateText(madeSeconds)}`);
  const head = ["Private-key-format: v1.3", `Algorithm: ${algorithm} (${algorithmName(algorithm)})`];
  return `${[...head, ...lines, ...times].join("\n")}\n`;
}

/** The numbers of a private key of the algorithm, or what is wrong with the text. */
export function readPrivateKey(text: string, algorithm: number): PrivateNumbers | string {
  const lines = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, word, rest] = /^([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (word !== undefined) lines.set(word, rest);
  }
  if (!/^v1\.\d+$/.test(lines.get("Private-key-format") ?? "")) return "not a private key in BIND's format v1";
  const said = Number.parseInt(lines.get("Algorithm") ?? "", 10);
  if (said !== algorithm) return `a key of algorithm ${lines.get("Algorithm") ?? "nobody says"}, not of ${algorithm}`;
  const numbers: Record<string, Uint8Array> = {};
  for (const [word, name] of Object.entries(fieldsOf(algorithm))) {
    const digits = lines.get(word) ?? "";
    if (digits === "" || !/^[A-Za-z0-9+/]+=*$/.test(digits)) return `no ${word} in base64`;
    numbers[name] = Buffer.from(digits, "base64");
  }
  return numbers;
}
