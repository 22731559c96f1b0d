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
  const isMissing = (name: string): boolean => !names.some((other) => isSame(name, other));
  const missing = (place: string, name: string): string => `${place} names ${name}, and dns.tsigKeys has no such key.`;
  return [
    ...twice.map((name) => `dns.tsigKeys has the key ${name} twice.`),
    ...transferKeys.filter(isMissing).map((name) => missing("dns.transferKeys", name)),
    ...notify.flatMap(({ key }) => (key === null || !isMissing(key) ? [] : [missing("dns.notify", key)])),
    ...secondaries.flatMap(({ key }) => (key === null || !isMissing(key) ? [] : [missing("dns.secondaries", key)])),
    ...catalogs.flatMap(({ key }) => (key === null || !isMissing(key) ? [] : [missing("dns.catalogs", key)])),
  ];
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
