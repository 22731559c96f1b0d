// A `lookup` in the form of dns.lookup, for node:http, node:https, node:net and undici's agents: names are asked of the
// test's server, addresses are what they are, and nothing ever asks the machine's own resolver.

import type { LookupAddress, LookupOptions, promises } from "node:dns";
import { isIP } from "node:net";
import { callbackify } from "node:util";

type Callback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

export interface LookupFunction {
  (hostname: string, options: LookupOptions | number, callback: Callback): void;
  (hostname: string, callback: Callback): void;
}

export function lookupOver(resolver: promises.Resolver): LookupFunction {
  const addresses = callbackify(addressesOf);
  return (hostname: string, said: LookupOptions | number | Callback, last?: Callback) => {
    const callback = typeof said === "function" ? said : (last as Callback);
    const { all = false, family = 0 } =
      typeof said === "object" ? said : typeof said === "number" ? { family: said } : {};
    const wanted = family === "IPv4" ? 4 : family === "IPv6" ? 6 : family;
    addresses(resolver, hostname, wanted, (error, found) => {
      if (error !== null) callback(error, "");
      else if (all) callback(null, found);
      else callback(null, found[0].address, found[0].family);
    });
  };
}

/** IPv4 addresses first; throws node's ENOTFOUND when there are none. */
async function addressesOf(resolver: promises.Resolver, hostname: string, wanted: number): Promise<LookupAddress[]> {
  const literal = isIP(hostname);
  if (literal !== 0) return [{ address: hostname, family: literal }];
  const of = async (family: 4 | 6): Promise<LookupAddress[]> => {
    if (wanted !== 0 && wanted !== family) return [];
    const found = await (family === 4 ? resolver.resolve4(hostname) : resolver.resolve6(hostname)).catch(isNothing);
    return found.map((address) => ({ address, family }));
  };
  const addresses = (await Promise.all([of(4), of(6)])).flat();
  if (addresses.length > 0) return addresses;
  const fault = { code: "ENOTFOUND", syscall: "getaddrinfo", hostname };
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), fault);
}

/** No such name and no such record are nothing; that nobody answers is an error of its own. */
function isNothing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOTFOUND" || error.code === "ENODATA" || error.code === "EREFUSED") return [];
  throw error;
}
