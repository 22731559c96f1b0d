// One server of the lab as it is now: as it was declared, or broken by hand since (./workbench.ts). Whoever carries packets to it
// asks for its handler and its link anew with each packet.

import type { Behaviour } from "./behaviour.ts";
import type { ServerDeclaration } from "./declaration.ts";
import { faulty } from "./faulty.ts";
import type { FaultWorld } from "./faults/kind.ts";
import type { Link } from "./link.ts";
import type { Handler } from "./simulated-network.ts";

export class Site {
  readonly declaration: ServerDeclaration;
  readonly #sound: Handler;
  readonly #world: FaultWorld;
  #behaviour: Behaviour;
  #faulty: Handler;

  /** `sound`: the server without faults. */
  constructor(declaration: ServerDeclaration, sound: Handler, world: FaultWorld) {
    this.declaration = declaration;
    this.#sound = sound;
    this.#world = world;
    this.#behaviour = declaration;
    this.#faulty = faulty(sound, declaration.faults, world);
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  get link(): Link {
    return this.#behaviour.link;
  }

  readonly handler: Handler = (asked) => this.#faulty(asked);

  /** From the next packet on; what a fault remembered begins anew. */
  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
    this.#faulty = faulty(this.#sound, behaviour.faults, this.#world);
  }
}

/** Who listens at an address, ready to be asked. */
export interface Listener {
  readonly address: string;
  readonly name: string;
  readonly handler: Handler;
  /** The wire to it from a client's address, as it is now. */
  readonly linkFrom: (client: string) => Link;
}

/** A listener for each address. */
export function listenersOf(sites: readonly Site[]): Listener[] {
  const byAddress = new Map<string, Site[]>();
  for (const site of sites) {
    for (const address of site.declaration.addresses) byAddress.set(address, [...(byAddress.get(address) ?? []), site]);
  }
  return [...byAddress].map(([address, here]) => listenerAt(address, here));
}

/** Anycast: one address, several sites; the network takes each client to the same one again and again. */
function listenerAt(address: string, sites: readonly Site[]): Listener {
  const siteOf = (client: string): Site => {
    if (sites.length === 1) return sites[0];
    const end = Number.parseInt(client.split(/[.:]/).at(-1) ?? "", 16);
    return sites[Number.isNaN(end) ? 0 : end % sites.length];
  };
  return {
    address,
    name: sites[0].declaration.name,
    handler: (asked) => siteOf(asked.client.address).handler(asked),
    linkFrom: (client) => siteOf(client).link,
  };
}
