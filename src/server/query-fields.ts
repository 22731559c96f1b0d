// One logged question as the fields of a log line: who asked what by which way, and what the reply said.
// Where the entries come from: ../net/query-log.ts.

import { Class, Rcode, className, codeName } from "../dns/codes.ts";
import { typeName } from "../dns/types.ts";
import type { QueryLogEntry } from "../net/query-log.ts";

const protocols = ["udp", "tcp", "tls", "https"];

export function queryFields(entry: QueryLogEntry): { readonly [name: string]: string | number } {
  return {
    at: new Date(entry.timeMs).toISOString(),
    client: entry.client,
    port: entry.port,
    proto: protocols[entry.protocol],
    name: entry.name,
    type: typeName(entry.type),
    ...(entry.class === Class.IN ? {} : { class: className(entry.class) }),
    rcode: entry.replyOctets === 0 ? "none" : codeName(Rcode, entry.rcode, "RCODE"),
    octets: entry.replyOctets,
  };
}
