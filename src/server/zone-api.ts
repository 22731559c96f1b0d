// Zones on the API listener, below /_signpost/: what `signpost zone` asks for, and every other program may (./zone-desk.ts).
//
//   GET  /_signpost/zones                        hosted zones, zones of files and those of other servers
//   GET  /_signpost/zones/show/{zone}            one as a zone file, a hosted one with its record sets, too
//   GET  /_signpost/zones/history/{zone}         every change of its records
//   GET  /_signpost/zones/difference/{zone}      ?from= &to=, versions
//   POST /_signpost/zones/import/{zone}          a zone file; ?mode=merge|replace &apex=zone|file &comment=
//   POST /_signpost/zones/rollback/{zone}        ?version=

import { decodePercent } from "../base/percent.ts";
import {
  type Handler,
  type HttpReply,
  type HttpRequest,
  jsonReply,
  type Resource,
  textReply,
} from "../http/listener.ts";
import { ApiFault, invalidInput } from "../store/faults.ts";
import type { ZoneDesk } from "./zone-desk.ts";

/** A zone of a file, or a secondary zone, as it is listed. */
export interface FileZone {
  readonly name: string;
  readonly serial: number;
  readonly records: number;
  readonly source: "file" | "secondary";
}

export interface ShownFileZone extends FileZone {
  /** The zone as a zone file. */
  readonly text: string;
}

/** Zones that are served and not hosted. */
export interface FileZones {
  listed(): readonly FileZone[];
  shown(zone: string): ShownFileZone | null;
}

export function zoneRoutes(desk: ZoneDesk, files: FileZones): [path: string, resource: Resource][] {
  const asked = (work: (zone: string, request: HttpRequest) => unknown): Handler => {
    return (request) => answer(() => work(decodePercent(request.rest), request));
  };
  return [
    ["/_signpost/zones", { GET: () => answer(() => ({ hosted: desk.list(), files: files.listed() })) }],
    [
      "/_signpost/zones/show/",
      { GET: asked((zone) => (desk.has(zone) ? null : files.shown(zone)) ?? desk.show(zone)) },
    ],
    ["/_signpost/zones/history/", { GET: asked((zone) => desk.history(zone)) }],
    [
      "/_signpost/zones/difference/",
      { GET: asked((zone, { query }) => desk.difference(zone, versionIn(query, "from"), versionIn(query, "to"))) },
    ],
    [
      "/_signpost/zones/import/",
      {
        POST: asked((zone, { query, body }) =>
          desk.importZone({
            zone,
            text: body,
            mode: choiceIn(query, "mode", ["merge", "replace"]),
            apex: choiceIn(query, "apex", ["zone", "file"]),
            comment: query.get("comment") ?? "Import",
          }),
        ),
      },
    ],
    [
      "/_signpost/zones/rollback/",
      {
        POST: asked((zone, { query }) => {
          const version = versionIn(query, "version");
          if (version === null) throw invalidInput("Back to which version? ?version=3");
          return desk.rollBack(zone, version);
        }),
      },
    ],
  ];
}

function answer(work: () => unknown): HttpReply {
  try {
    return jsonReply(work());
  } catch (fault) {
    if (!(fault instanceof ApiFault)) throw fault;
    return textReply(fault.status, fault.message);
  }
}

function versionIn(query: URLSearchParams, key: string): number | null {
  const word = query.get(key);
  if (word === null) return null;
  if (!/^\d{1,12}$/.test(word)) throw invalidInput(`"${word}" is no version.`);
  return Number(word);
}

/** The first of the words when none is said. */
function choiceIn<const Word extends string>(
  query: URLSearchParams,
  key: string,
  words: readonly [Word, ...Word[]],
): Word {
  const said = query.get(key);
  if (said === null) return words[0];
  const found = words.find((word) => word === said);
  if (found === undefined) throw invalidInput(`${key} is "${said}": expected one of ${words.join(", ")}.`);
  return found;
}
