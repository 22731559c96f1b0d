// Who may change what by dynamic update (dns.updates): rules of the configuration, each with whom it is for (a key, addresses, or
// both), and what it allows: a zone, names in it, types. A change is allowed where one rule allows it; nothing is forbidden again.
// Without types a rule allows all but what makes the zone what it is: its apex's SOA and NS.

import type { TsigKey } from "../../authority/tsig-keys.ts";
import type { UpdateMessage, UpdateRecord } from "../../authority/update/update-message.ts";
import type { ZoneContents } from "../../authority/update/zone-contents.ts";
import { Class, Opcode } from "../../dns/codes.ts";
import type { Name } from "../../dns/name.ts";
import { RRType } from "../../dns/types.ts";
import type { Config } from "../config.ts";
import type { ErrandClient, ErrandDoor } from "../errands/errand-messages.ts";
import { forNobody, type Holder, holderOf, isFor } from "../client-rules.ts";
import { missingKey, nameOf } from "../configured-keys.ts";

type ConfiguredRule = Config["dns"]["updates"][number];

/** Sentences about rules that are for nobody, for an unknown key, or allow nothing. */
export function updateFaults({ tsigKeys, updates }: Pick<Config["dns"], "tsigKeys" | "updates">): string[] {
  return updates.flatMap((rule, index) => {
    const place = `dns.updates[${index}]`;
    const faults = [forNobody(place, rule), vainParts(place, rule), missingKey("dns.updates", rule.key, tsigKeys)];
    return faults.find((kind) => kind.length > 0) ?? [];
  });
}

/** Sentences about what can never be allowed by a rule: whoever wrote it meant something else. */
function vainParts(rule: string, { zone, names, types }: ConfiguredRule): string[] {
  const isAll = (name: string): boolean => name === "*" || name === "*.";
  const isOutside = (name: string): boolean =>
    zone !== null && !isAll(name) && !patternOf(name).name.isWithin(nameOf(zone));
  return [
    ...Object.entries({ names, types })
      .filter(([, list]) => list?.length === 0)
      .map(([part]) => `${rule}.${part} is empty, which allows nothing: leave it out to allow all.`),
    ...(names ?? []).filter(isAll).map(() => `${rule}.names has "*", which no zone has: leave names out to allow all.`),
    ...(names ?? []).filter(isOutside).map((name) => `${rule}.names has ${name}, which is not in its zone, ${zone}.`),
  ];
}

/** Whose updates are taken without a signature. */
export function updateDoor(updates: readonly ConfiguredRule[]): ErrandDoor {
  return { opcode: Opcode.UPDATE, from: updates.flatMap(({ key, from }) => (key === null ? from : [])) };
}

/** Which names a rule is about: one, or all below one. */
interface NamePattern {
  readonly name: Name;
  readonly reach: "itself" | "below";
}

interface Rule extends Holder {
  readonly names: readonly NamePattern[] | null;
  readonly types: ReadonlySet<number> | null;
}

export class UpdatePolicy {
  readonly #rules: readonly Rule[];

  constructor(updates: readonly ConfiguredRule[]) {
    this.#rules = updates.map((rule) => ({
      ...holderOf(rule),
      names: rule.names?.map(patternOf) ?? null,
      types: rule.types === null ? null : new Set(rule.types),
    }));
  }

  /** What a client may change in a zone; null where it is nothing at all. */
  grantTo(client: ErrandClient, key: TsigKey | null, zone: Name): Grant | null {
    const rules = this.#rules.filter((rule) => isFor(rule, client, key, zone));
    return rules.length === 0 ? null : new Grant(rules, zone);
  }
}

export class Grant {
  readonly #rules: readonly Rule[];
  readonly #zone: Name;

  constructor(rules: readonly Rule[], zone: Name) {
    this.#rules = rules;
    this.#zone = zone;
  }

  /** The first set that updates are about and no rule allows; null where all are allowed (RFC 2136 §3.3). */
  prohibited(
    { updates }: UpdateMessage,
    contents: ZoneContents,
  ): { readonly name: Name; readonly type: number } | null {
    for (const record of updates) {
      const type = this.#typesOf(record, contents).find((one) => !this.#allows(record.name, one));
      if (type !== undefined) return { name: record.name, type };
    }
    return null;
  }

  /** Whoever deletes everything at a name deletes what is there, but for the two that stay at the apex (RFC 2136 §3.4.2.3). */
  #typesOf({ name, type, class: recordClass }: UpdateRecord, contents: ZoneContents): number[] {
    if (type !== RRType.ANY || recordClass !== Class.ANY) return [type];
    const there = contents.at(name).map((set) => set.type);
    const going = there.filter((one) => !(name.equals(this.#zone) && isApexType(one)));
    return going.length === 0 ? [RRType.ANY] : going;
  }

  #allows(name: Name, type: number): boolean {
    return this.#rules.some(
      ({ names, types }) =>
        (names?.some((pattern) => holds(pattern, name)) ?? true) && this.#hasType(types, name, type),
    );
  }

  #hasType(types: ReadonlySet<number> | null, name: Name, type: number): boolean {
    if (types !== null) return type === RRType.ANY || types.has(type);
    return !(name.equals(this.#zone) && isApexType(type));
  }
}

function isApexType(type: number): boolean {
  return type === RRType.SOA || type === RRType.NS;
}

function patternOf(text: string): NamePattern {
  return text.startsWith("*.")
    ? { name: nameOf(text.slice(2)), reach: "below" }
    : { name: nameOf(text), reach: "itself" };
}

function holds({ name, reach }: NamePattern, other: Name): boolean {
  return reach === "itself" ? other.equals(name) : other.isWithin(name) && !other.equals(name);
}
