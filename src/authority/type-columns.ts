// The columns of the type table that answering needs, as arrays by type number: no object is touched a record.
// The table itself: ../dns/types.ts.

import { allTypes } from "../dns/types.ts";

/** Octets before the name whose addresses are additional data, plus one; 0 where there is none (RFC 1034 §4.3.2 step 6). */
export const targetAfter = new Uint8Array(65536);

for (const row of allTypes()) {
  if (row.target !== null) targetAfter[row.number] = row.target.prefix + 1;
}
