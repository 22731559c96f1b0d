// Secondary zones on the API listener, for `signpost zone` and every other program:
//
//   GET  /_signpost/secondaries             each zone: state, serial, primaries, when it is looked after next
//   POST /_signpost/secondaries/{zone}      looks after it now; ?want=whole fetches it whatever its serial

import { decodePercent } from "../../base/percent.ts";
import { nameFromText } from "../../dns/text/name-text.ts";
import { jsonReply, type Resource, textReply } from "../../http/listener.ts";
import type { SecondaryZones } from "./secondary-zones.ts";

export function secondaryRoutes(secondaries: SecondaryZones): [path: string, resource: Resource][] {
  return [
    ["/_signpost/secondaries", { GET: () => jsonReply({ zones: secondaries.states() }) }],
    [
      "/_signpost/secondaries/",
      {
        POST: ({ rest, query }) => {
          const want = query.get("want") ?? "newer";
          if (want !== "newer" && want !== "whole")
            return textReply(400, `want is "${want}": expected newer or whole.`);
          const text = decodePercent(rest);
          const zone = nameFromText(text);
          if (typeof zone === "string") return textReply(400, `"${text}" is no name: ${zone}.`);
          if (!secondaries.refresh(zone.key, want)) return textReply(404, `${text} is not one of dns.secondaries.`);
          return jsonReply({ zone: text, want });
        },
      },
    ],
  ];
}
