// Fills the port of transaction signatures (RFC 8945; ../authority/tsig-keys.ts) with node:crypto and the time that people set, for
// each thread that judges or makes them.

import type { TsigKey, TsigParts } from "../authority/tsig-keys.ts";
import { nodeHmac } from "../crypto/hmac.ts";
import { systemClock } from "../net/upstream/system-clock.ts";

export function tsigParts(keys: readonly TsigKey[]): TsigParts {
  return { keys, hmac: nodeHmac, nowSeconds: () => systemClock.wallSeconds() };
}
