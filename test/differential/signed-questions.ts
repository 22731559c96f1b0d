// What to ask about a zone of ./signed-zones.ts: every owner and empty non-terminal, names above, below and beside them,
// by types that are there and that are not, and NSEC3 owners by name.

import { labelsOf, types, type Labels } from "../peers/wire.ts";
import type { Question } from "./naive.ts";

const askedTypes = ["A", "TXT", "DS", "NSEC", "RRSIG"].map((type) => types[type]);
const atApex = ["SOA", "NS", "MX", "DNSKEY", "NSEC3PARAM", "NSEC3", "CDS"].map((type) => types[type]);

/** `text` has an owner and a type in each line but the first two; `signed` is the zone's file as it was signed. */
export function signedQuestions(origin: string, text: string, signed: string): Question[] {
  const apex = labelsOf(origin);
  const names = new Map<string, Labels>();
  const own = new Map<string, Set<number>>();
  const add = (name: Labels): void => void names.set(name.join("\0"), name);
  for (const line of text.split("\n").slice(2)) {
    const [owner, type] = line.split(" ");
    if (owner === "") continue;
    const name = owner === "@" ? apex : [...labelsOf(owner), ...apex];
    for (let i = 0; name.length - i >= apex.length; i++) add(name.slice(i));
    for (const label of ["0", "zz", "*", "~"]) add([label, ...name]);
    add(["y", "zz", ...name]);
    if (name.length > apex.length) for (const label of ["0", "zz", "*"]) add([label, ...name.slice(1)]);
    const key = name.join("\0");
    own.set(key, (own.get(key) ?? new Set()).add(types[type] ?? 65280));
  }
  for (const [, hash] of [...signed.matchAll(/^(\w{32})\.\S+\s+\d+\s+IN\s+NSEC3\s/gm)].slice(0, 3)) {
    add([hash, ...apex]);
    add(["x", hash, ...apex]);
    own.set([hash, ...apex].join("\0"), new Set([types["NSEC3"]]));
  }
  return [...names].flatMap(([key, name]) => {
    const asked = new Set([...askedTypes, ...(own.get(key) ?? []), ...(name.length === apex.length ? atApex : [])]);
    return [...asked].map((type) => ({ name, type }));
  });
}
