// Compaction: a zone's newest state copied into fresh memory, without what changes left behind.
// Readers of older versions keep the old tree until their epoch passes; every version in the copy is number 0, so
// compaction also keeps version numbers from growing older than serial arithmetic can tell (./image.ts).

import { NameCursor } from "../dns/name-cursor.ts";
import { maxNameOctets } from "../dns/name.ts";
import { layDenialIndex } from "./denial-index.ts";
import { denialKey, signerKey } from "./entry-keys.ts";
import { entryCount, versionEntries } from "./layout.ts";
import { copyEntry } from "./policy-set.ts";
import { nameOfNode } from "./tree.ts";
import type { TreeWriter } from "./tree-writer.ts";
import type { Zone } from "./zone.ts";

/** Fills the empty tree `copy` with the newest state of `zone`. */
export function copyTree(zone: Zone, copy: TreeWriter): void {
  const { memory } = zone.tree.region;
  const { words } = memory;
  const name = new Uint8Array(maxNameOctets);
  const cursor = new NameCursor();
  zone.eachNode((node, version) => {
    const entries = entryCount(memory, version);
    if (entries === 0) return; // an empty non-terminal comes back with what is below it
    nameOfNode(memory, zone.tree.tree, node, name);
    cursor.set(name, 0);
    const target = copy.place(cursor);
    for (let at = version + versionEntries, end = at + entries * 2; at < end; at += 2) {
      if (words[at] < denialKey) copy.setEntry(target, 0, words[at], copyEntry(memory, words[at + 1], copy.region));
    }
  });
  copy.denials = layDenialIndex(copy);
  if (copy.denials !== null) copy.setEntry(copy.root, 0, denialKey, copy.denials.at);
  if (zone.signer !== 0) copy.setEntry(copy.root, 0, signerKey, zone.signer);
}
