// The columns of the type table that answering needs, as arrays by type number: no object is touched a record.
// The table itself: ../dns/types.ts.

import { allTypes } from "../dns/types.ts";

/** How many compressible names a type's RDATA has after `compressPrefix` octets; 0 for most (RFC 3597 §4). */
export const compressNames = new Uint8Array(65536);
export const compressPrefix = new Uint8Array(65536);
/** Octets before the name whose addresses are additional data, plus one; 0 where there is none (RFC 1034 §4.3.2 step 6). */
export const targetAfter = new Uint8Array(65536);

for (const row of allTypes()) {
  if (row.compressible !== null) {
    compressNames[row.number] = row.compressible.names;
    compressPrefix[row.number] = row.compressible.prefix;
  }
  if (row.target !== null) targetAfter[row.number] = row.target.prefix + 1;
}
