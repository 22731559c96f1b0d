// How health checks find the address of a name: they ask our own server, which knows our zones and resolves all others;
// where it refuses, as a server without a resolver does, the machine's own resolver is asked.

import { Resolver } from "node:dns/promises";
import type { LookUp } from "../net/probes/prober.ts";

const patience = { timeout: 1_000, tries: 2 };

/** `server` says where our own server listens, as ADDRESS:PORT; null while it does not. */
export function healthLookUp(server: () => string | null): LookUp {
  const own = new Resolver(patience);
  const machines = new Resolver(patience);
  let asked: string | null = null;
  return async (name) => {
    const here = server();
    if (here !== null && here !== asked) own.setServers([here]);
    asked = here;
    const found = here === null ? refused : await ask(own, name);
    return found === refused ? ask(machines, name) : found;
  };
}

type Found = Awaited<ReturnType<LookUp>>;

const refused: Found = { problem: "REFUSED" };

async function ask(resolver: Resolver, name: string): Promise<Found> {
  try {
    return { addresses: await resolver.resolve4(name) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EREFUSED") return refused;
    if (code === "ENODATA") return { addresses: [] };
    return { problem: words[code] ?? code.replace(/^E/, "") };
  }
}

const words: Readonly<Record<string, string>> = { ENOTFOUND: "NXDOMAIN", ETIMEOUT: "no answer" };
