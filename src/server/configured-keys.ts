// The TSIG keys of the configuration and the names in it, for whoever is asked by others: transfers, secondary zones, updates.
// Names were read once already, by the configuration's forms, so none can be malformed here.

import { type TsigKey, tsigKey } from "../authority/tsig-keys.ts";
import { type Name, sameName } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import type { Config } from "./config.ts";

/** The keys that queries may be signed with. */
export function keysOf({ tsigKeys, transferKeys }: Config["dns"]): TsigKey[] {
  return tsigKeys.map(({ name, algorithm, secret }) => {
    const scope = transferKeys.some((other) => isSame(name, other)) ? "transfers" : "queries";
    return tsigKey(nameOf(name), algorithm, secret, scope);
  });
}

/** Sentences about keys that are there twice, or not at all. */
export function keyFaults({ tsigKeys, transferKeys, notify, secondaries, catalogs }: Config["dns"]): string[] {
  const names = tsigKeys.map(({ name }) => name);
  const twice = names.filter((name, i) => names.findIndex((other) => isSame(name, other)) < i);
  return [
    ...twice.map((name) => `dns.tsigKeys has the key ${name} twice.`),
    ...transferKeys.flatMap((key) => missingKey("dns.transferKeys", key, tsigKeys)),
    ...notify.flatMap(({ key }) => missingKey("dns.notify", key, tsigKeys)),
    ...secondaries.flatMap(({ key }) => missingKey("dns.secondaries", key, tsigKeys)),
    ...catalogs.flatMap(({ key }) => missingKey("dns.catalogs", key, tsigKeys)),
  ];
}

/** A sentence about a key that is named and not there; none where it is there, or none is named. */
export function missingKey(
  place: string,
  key: string | null,
  tsigKeys: readonly { readonly name: string }[],
): string[] {
  if (key === null || tsigKeys.some(({ name }) => isSame(name, key))) return [];
  return [`${place} names ${key}, and dns.tsigKeys has no such key.`];
}

/** The key of that name; null where there is none. */
export function keyNamed(keys: readonly TsigKey[], name: string | null): TsigKey | null {
  return name === null ? null : (keys.find((key) => isSame(key.name, name)) ?? null);
}

/** Whether two texts are one name. */
export function isSame(a: string, b: string): boolean {
  return sameName(nameOf(a).wire, 0, nameOf(b).wire, 0);
}

/** A name that the configuration's form has read before. */
export function nameOf(text: string): Name {
  const name = nameFromText(text);
  if (typeof name === "string") throw new Error(`${text} is no name: ${name}`);
  return name;
}
