// The zones of the name servers' own names, with strict delegation sets: awsdns-41.org and its 255 sisters, each with the
// addresses of eight name servers. Whoever resolves a hosted zone by its NS records finds its servers here, as they would at
// AWS. They stand in the public view behind every other zone: a file or a hosted zone of such a name goes first.

import type { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { serverNameAt } from "../store/name-servers.ts";
import { publicView } from "../zone/views.ts";
import type { Image } from "../zone/image.ts";
import { ZoneBuilder } from "../zone/zone-builder.ts";
import type { NameServerView } from "./routing-data.ts";
import { storedRdata } from "./stored-text.ts";
import { isValueProblem } from "../store/values.ts";

/** As AWS's own have it. */
const addressTtlSeconds = 172_800;
const soaTtlSeconds = 900;
/** Behind the zones of people, whose rank is when they were made. */
const rank = Number.MAX_VALUE;

export function serveNameServers(image: Image, servers: readonly NameServerView[]): void {
  if (servers.length === 0) return;
  const groups = Map.groupBy(servers.entries(), ([number]) => serverNameAt(number).replace(/^[^.]*\./, ""));
  image.apply(
    Array.from(groups, ([apex, members]) => {
      const zone = image.newZone(wireName(apex));
      const builder = new ZoneBuilder(zone, (what) => {
        throw new Error(`The zone ${apex} has a record that is ${what}.`);
      });
      const add = (owner: string, type: "A" | "AAAA" | "NS" | "SOA", ttlSeconds: number, value: string): void => {
        const rdata = storedRdata(type, value);
        if (isValueProblem(rdata)) throw new Error(`${owner} ${type} ${value}: ${rdata.problem}`);
        builder.record(wireName(owner).wire, RRType[type], ttlSeconds, rdata, rdata.length);
      };
      const names = members.map(([number]) => serverNameAt(number));
      add(apex, "SOA", soaTtlSeconds, `${names[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`);
      for (const name of names.slice(0, 4)) add(apex, "NS", addressTtlSeconds, `${name}.`);
      for (const [number, { addresses }] of members)
        for (const address of addresses)
          add(serverNameAt(number), address.includes(":") ? "AAAA" : "A", addressTtlSeconds, address);
      return { zone: builder.finish(), views: [publicView], rank };
    }),
  );
}

function wireName(text: string): Name {
  const name = nameFromText(text);
  if (typeof name === "string") throw new Error(`${text} is no name: ${name}.`);
  return name;
}
