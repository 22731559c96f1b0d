// Zones that are signed as they are answered: the apex says by whose keys, as a number that stands for them. The keys
// themselves are elsewhere, with whoever signs (../authority/signers.ts); a number means the same keys for ever, so each version
// of a zone is signed by the keys of its day.

import { signerKey } from "./entry-keys.ts";
import { entryOf, flagSigned, treeRoot, versionFlags, visibleVersion } from "./layout.ts";
import type { Memory } from "../base/memory.ts";

/** The number of the keys that sign a zone's answers, as a reader of version `at` sees it; 0 where nobody does. */
export function signerOf(memory: Memory, zone: number, at: number): number {
  const apex = visibleVersion(memory, memory.words[zone + treeRoot], at);
  if ((memory.words[apex + versionFlags] & flagSigned) === 0) return 0;
  return entryOf(memory, apex, signerKey);
}
