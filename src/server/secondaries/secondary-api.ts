// Secondary zones on the API listener, for `signpost zone` and every other program:
//
//   GET  /_signpost/secondaries             each zone: state, serial, primaries, when it is looked after next
//   POST /_signpost/secondaries/{zone}      looks after it now; ?want=whole fetches it whatever its serial

import { decodePercent } from "../../base/percent.ts";
import { nameFromText } from "../../dns/text/name-text.ts";
import { type HttpReply, type Resource, plainText } from "../../http/listener.ts";
import type { SecondaryZones } from "./secondary-zones.ts";

export function secondaryRoutes(secondaries: SecondaryZones): [path: string, resource: Resource][] {
  return [
    ["/_signpost/secondaries", { GET: () => json({ zones: secondaries.states() }) }],
    [
      "/_signpost/secondaries/",
      {
        POST: ({ rest, query }) => {
          const want = query.get("want") ?? "newer";
          if (want !== "newer" && want !== "whole") return said(400, `want is "${want}": expected newer or whole.`);
          const text = decodePercent(rest);
          const zone = nameFromText(text);
          if (typeof zone === "string") return said(400, `"${text}" is no name: ${zone}.`);
          if (!secondaries.refresh(zone.key, want)) return said(404, `${text} is not one of dns.secondaries.`);
          return json({ zone: text, want });
        },
      },
    ],
  ];
}

function json(value: unknown): HttpReply {
  return { status: 200, type: "application/json; charset=utf-8", body: `${JSON.stringify(value)}\n` };
}

function said(status: number, sentence: string): HttpReply {
  return { status, type: plainText, body: `${sentence}\n` };
}
