// QNAME minimisation (RFC 9156): a server is asked for no more labels than it needs to refer us on.
// Below a zone the name is revealed label by label, the first few one at a time, the rest in even steps, so that long
// names cost a bounded number of queries (RFC 9156 §2.3). Labels that begin with an underscore come along with the next:
// no zone is cut there. The type of a hiding query is A, as of §2.1; the full name goes with its own type.

import type { Question } from "./question.ts";
import { maxMinimisedQueries, maxSingleLabels } from "../base/limits.ts";
import { Name } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";

/** The rightmost `labels` labels of a name. */
export function lastLabels(name: Name, labels: number): Name {
  let at = 0;
  for (let skip = name.labelCount - labels; skip > 0; skip--) at += name.wire[at] + 1;
  return at === 0 ? name : new Name(name.wire.subarray(at));
}

/** How many labels to show next, when `shown` are shown already and `sent` queries hid some; the name's own count shows all. */
export function nextLabels(name: Name, shown: number, sent: number): number {
  const all = name.labelCount;
  if (sent >= maxMinimisedQueries) return all;
  let next = shown + 1;
  if (sent >= maxSingleLabels) next = shown + Math.ceil((all - shown) / (maxMinimisedQueries - sent));
  while (next < all && startsWithUnderscore(lastLabels(name, next))) next++;
  return Math.min(next, all);
}

/** The question that is really sent. */
export function minimised(question: Question, labels: number): Question {
  if (labels >= question.name.labelCount) return question;
  return { name: lastLabels(question.name, labels), type: RRType.A };
}

function startsWithUnderscore(name: Name): boolean {
  return name.wire[1] === 0x5f;
}
