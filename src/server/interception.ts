// Hosts of AWS that we stand in for, where api.intercept says so: each under a certificate of the local authority, which
// lies below the data directory.

import { join } from "node:path";
import { LocalAuthority } from "../http/certificates/local-authority.ts";
import type { Interception } from "../http/interception.ts";
import { systemClock } from "../net/upstream/system-clock.ts";

const names = ["route53.amazonaws.com"];

/** Throws AuthorityFault when the authority cannot be read or made. */
export function openInterception(dataDirectory: string): Interception {
  const authority = LocalAuthority.open(join(dataDirectory, "ca"), systemClock);
  return { names, contextFor: (name) => authority.contextFor(name) };
}
