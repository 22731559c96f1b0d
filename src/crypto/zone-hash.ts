// Fills the port of zone digests (../dnssec/zone-digest.ts) with node:crypto, piece by piece, so that a large zone is never held
// as octets once more.

import { createHash } from "node:crypto";
import type { ZoneHash } from "../dnssec/zone-digest.ts";

export const nodeZoneHash: ZoneHash = createHash;
