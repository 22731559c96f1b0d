// Accounts of AWS clients: twelve digits, told by the access key of a request. Nobody must list keys: all that are not
// listed, and requests without one, share an account.

import type { Config } from "./config.ts";

export const otherAccount = "000000000000";

/** Sentences about keys that two accounts have: a request would be of the one or of the other. */
export function accountFaults(accounts: Config["accounts"]): string[] {
  const owners = new Map<string, string>();
  const faults: string[] = [];
  for (const { id, accessKeys } of accounts)
    for (const key of accessKeys) {
      const owner = owners.get(key) ?? id;
      if (owner !== id) faults.push(`accounts gives the access key ${key} to ${owner} and to ${id}.`);
      owners.set(key, owner);
    }
  return faults;
}
