// Root key sentinels (RFC 8509): by two names that anybody may put into a signed zone, a client finds out whether its resolver
// trusts a key of the root, such as one that is about to be rolled in. What was secure then fails on purpose.

import type { TrustAnchor } from "./trust.ts";
import type { Question } from "../question.ts";
import { RRType } from "../../dns/types.ts";
import { printName } from "../../dns/text/name-text.ts";

const label = /^root-key-sentinel-(is|not)-ta-(\d{5})\./i;

/** Whether a secure answer is to be withheld: the name says of a key what is not so (RFC 8509 §3.1, §3.2). */
export function isDenied({ name, type }: Question, anchors: readonly TrustAnchor[]): boolean {
  if (type !== RRType.A && type !== RRType.AAAA) return false;
  const found = label.exec(printName(name.wire));
  if (found === null) return false;
  const tag = Number(found[2]);
  const isTrusted = anchors.some(
    ({ zone, signers, keys }) =>
      zone.isRoot && (signers.some(({ keyTag }) => keyTag === tag) || keys.some((key) => key.tag === tag)),
  );
  return isTrusted !== (found[1].toLowerCase() === "is");
}
