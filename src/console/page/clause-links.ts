// The clauses that a step or a lesson cites, each a link to where it can be read (./clause.ts).
// What leads nowhere is text.

import { linkOfClause } from "./clause.ts";
import { type Child, element } from "./elements.ts";

/** Each clause of "RFC 1034 §5.3.3 step 3, RFC 2308 §5" leads to its section. */
export function clauses(rfc: string): Child[] {
  if (rfc === "") return [];
  return rfc.split(", ").flatMap((clause, i): Child[] => {
    const link = linkOfClause(clause);
    const shown = link === null ? clause : element("a", { href: link, target: "_blank", rel: "noreferrer" }, clause);
    return i === 0 ? [shown] : [", ", shown];
  });
}
