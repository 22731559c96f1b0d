// Where the servers of a lab that runs are broken and mended by hand: what each is and does, as data, and changes to it in the
// words of a network file. A change holds from the next packet on, until another or the lab's end; files stay as they are.
// Who asks: ../server/lab-api.ts. docs/lab.md#breaking-it-by-hand tells how.

import type { Name } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import type { FaultDeclaration } from "./behaviour.ts";
import { faultKinds } from "./faults/table.ts";
import type { Lab } from "./lab.ts";
import type { Link } from "./link.ts";
import type { Site } from "./site.ts";

/** A server as it is now. */
export interface ShownServer {
  readonly name: string;
  /** For people. */
  readonly about: string;
  readonly addresses: readonly string[];
  /** Apexes of its zones, absolute. */
  readonly zones: readonly string[];
  readonly link: Link;
  /** As a network file says them: `drops`, or `slow: { delayMs: 900 }`. */
  readonly faults: readonly string[];
  /** "changed": by hand, and not as the network file has it. */
  readonly state: "declared" | "changed";
}

/** What can be wrong with a server. */
export interface ShownFault {
  readonly word: string;
  /** The end of a sentence about the server. */
  readonly about: string;
  /** Names of parameters, and what they are. */
  readonly parameters: Readonly<Record<string, string>>;
}

export const shownFaults: readonly ShownFault[] = [...faultKinds].map(([word, { about, parameters }]) => ({
  word,
  about,
  parameters,
}));

export class Workbench {
  readonly #lab: Lab;
  readonly #sites: readonly Site[];

  constructor(lab: Lab, sites: readonly Site[]) {
    this.#lab = lab;
    this.#sites = sites;
  }

  servers(): ShownServer[] {
    return this.#sites.map((site) => this.#shown(site));
  }

  /** Breaks all servers of a name as the text says, or mends them with null; a sentence when that cannot be. */
  change(name: string, text: string | null): string | null {
    const sites = this.#sites.filter(({ declaration }) => declaration.name === name);
    if (sites.length === 0) return `There is no server ${name} in the lab.`;
    const changes = sites.map((site) => {
      const { declaration } = site;
      return { site, behaviour: text === null ? declaration : this.#lab.readBehaviour(text, declaration) };
    });
    for (const { behaviour } of changes) if (typeof behaviour === "string") return behaviour;
    for (const { site, behaviour } of changes) if (typeof behaviour !== "string") site.behave(behaviour);
    return null;
  }

  #shown(site: Site): ShownServer {
    const { declaration, behaviour } = site;
    const { name, about, addresses, zones } = declaration;
    return {
      name,
      about,
      addresses,
      zones: zones.flatMap((file) => {
        const zone = this.#lab.zones.get(file);
        return zone === undefined ? [] : [printName(zone.apex.wire)];
      }),
      link: behaviour.link,
      faults: behaviour.faults.map(printFault),
      state: behaviour === declaration ? "declared" : "changed",
    };
  }
}

function printFault({ word, parameters, below, types, transport }: FaultDeclaration): string {
  const said = {
    ...parameters,
    ...(below !== null && { below }),
    ...(types !== null && { types: types.map(typeName) }),
    ...(transport !== null && { transport }),
  };
  const pairs = Object.entries(said).map(([key, value]) => `${key}: ${printValue(value)}`);
  return pairs.length === 0 ? word : `${word}: { ${pairs.join(", ")} }`;
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(", ")}]`;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return /^[\w./-]+$/.test(value) ? value : JSON.stringify(value);
  return printName((value as Name).wire);
}
