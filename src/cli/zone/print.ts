// Lines that `signpost zone` prints for people: zones in columns, changes and who made them, what an import did. Sets are
// counted as "+2 ~1 -3": made, changed and deleted. Programs take --json instead.

import type { FileZone } from "../../server/zone-api.ts";
import type { HistoryEntry, ImportReport, ListedZone } from "../../server/zone-desk.ts";

type SetChange = HistoryEntry["sets"][number];

/** A hosted zone has a version and an id, a zone of a file a serial; an empty id says nothing. */
export function listLine(zone: ListedZone | (FileZone & { readonly id?: string })): string {
  const number = "version" in zone ? zone.version : zone.serial;
  const which = "kind" in zone ? `${zone.id}${zone.kind === "private" ? " private" : ""}` : (zone.id ?? zone.source);
  return `${zone.name.padEnd(32)} ${String(number).padStart(10)} ${String(zone.records).padStart(8)}  ${which}`.trimEnd();
}

export function historyLine({ version, at, kind, account, accessKey, comment, sets }: HistoryEntry): string {
  const who = accessKey === null ? account : `${account} ${accessKey}`;
  const said = comment === null || comment === "" ? "" : `  ${comment}`;
  return `${String(version).padStart(6)}  ${at}  ${who}  ${kind} ${counted(sets)}${said}`;
}

function counted(sets: readonly SetChange[]): string {
  const made = sets.filter(({ before }) => before === null).length;
  const deleted = sets.filter(({ after }) => after === null).length;
  return `+${made} ~${sets.length - made - deleted} -${deleted}`;
}

/** Of a hosted zone sets are counted, of others records. */
export function exportLine(zone: Pick<ListedZone, "name" | "id" | "records"> | FileZone, file: string): string {
  if ("id" in zone) return `${zone.name} ${zone.id}: ${zone.records} record sets in ${file}`;
  return `${zone.name} ${zone.source}: ${zone.records} records in ${file}`;
}

export function importLine({ name, id, version, made, created, changed, deleted }: ImportReport): string {
  const zone = made === "anew" ? `${name} ${id} is made` : `${name} ${id}`;
  return `${zone}: ${created} record sets created, ${changed} changed, ${deleted} deleted; version ${version}`;
}

export function changeLine(name: string, version: number, now: number, changes: readonly SetChange[]): string {
  return `${name} is what it was in version ${version}, as version ${now}: ${counted(changes)}`;
}
