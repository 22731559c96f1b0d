// At the address of a name server (strict delegation sets): its own zones and everybody's, the nearer of the two; nothing of
// other name servers', no VPC's, and no recursion (AWS guide: hosted-zone-public-considerations).

import { expect, test } from "vitest";
import { bareGround } from "../../src/authority/policies.ts";
import { firstServerView, firstVpcView } from "../../src/zone/views.ts";
import { prefixOf } from "../routing/world.ts";
import { composeQuery, parseMessage } from "../peers/wire.ts";
import { Asking, head, newImage, serve } from "./asking.ts";
import { build, show } from "./hosting.ts";
import { TableRecursion } from "./table-recursion.ts";

function shown(apex: string, records: readonly string[], view: number): void {
  show(image, build(image, apex, records), [view]);
}

const image = newImage();
serve(image, {
  "file.test.": `${head}www A 192.0.2.1\n*.sub A 192.0.2.2\n`,
  "deep.zone.test.": `${head}www A 192.0.2.3\n`,
});
shown("zone.test.", ["www 60 A 192.0.2.10", "out 60 CNAME www.else."], firstServerView);
shown("sub.file.test.", ["www 60 A 192.0.2.11"], firstServerView);
shown("zone.test.", ["www 60 A 192.0.2.20"], firstServerView + 1);
shown("zone.test.", ["www 60 A 10.0.0.1"], firstVpcView);
const recursion = new TableRecursion();
const asking = new Asking(image, {
  recursion,
  routing: {
    ground: bareGround(),
    vpcs: [{ view: firstVpcView, region: "eu-west-1", clients: [prefixOf("127.0.0.2/32")] }],
    servers: [1, 2].map((i) => ({ view: firstServerView + i - 1, addresses: [prefixOf(`127.54.0.${i}/32`), prefixOf(`fd00:54::${i}/128`)] })), // prettier-ignore
  },
});

const first = [127, 54, 0, 1];
const second = [127, 54, 0, 2];
const third = [127, 54, 0, 3];
const vpc = [127, 0, 0, 2];
const v6 = (last: number): number[] => [0xfd, 0, 0, 0x54, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last];

test.each<[name: string, local: readonly number[], address: readonly number[] | undefined, reply: RegExp]>([
  ["www.zone.test.", first, undefined, /^NOERROR aa rd an\[www\.zone\.test\. 60 A 192\.0\.2\.10\]/],
  ["www.zone.test.", second, undefined, /^NOERROR aa rd an\[www\.zone\.test\. 60 A 192\.0\.2\.20\]/],
  ["www.zone.test.", v6(1), v6(9), /A 192\.0\.2\.10\]/],
  ["www.zone.test.", v6(2), v6(9), /A 192\.0\.2\.20\]/],
  ["www.zone.test.", first, vpc, /A 192\.0\.2\.10\]/],
  ["www.zone.test.", third, vpc, /A 10\.0\.0\.1\]/],
  ["www.zone.test.", third, undefined, /^silence$/],
  ["www.sub.file.test.", first, undefined, /A 192\.0\.2\.11\]/],
  ["www.sub.file.test.", second, undefined, /A 192\.0\.2\.2\]/],
  ["www.deep.zone.test.", first, undefined, /A 192\.0\.2\.3\]/],
  ["www.file.test.", first, undefined, /A 192\.0\.2\.1\]/],
  ["none.zone.test.", first, undefined, /^NXDOMAIN aa rd au\[zone\.test\. /],
  ["out.zone.test.", first, undefined, /^NOERROR aa rd an\[out\.zone\.test\. 60 CNAME www\.else\.\]$/],
  ["www.else.", first, undefined, /^REFUSED rd$/],
])("%s at %j from %j", (name, local, address, reply) => {
  expect(asking.ask(name, "A", { local, flags: 0x100, ...(address !== undefined && { address }) })).toMatch(reply);
}); // prettier-ignore

test("who asks at the wrong server is told that it is not authoritative (RFC 8914)", () => {
  const reply = parseMessage(asking.send(composeQuery("www.sub.file.test.", "A", { edns: {} }), { local: second })!);
  expect(reply.rcode).toBe(0);
  const other = parseMessage(asking.send(composeQuery("www.else.", "A", { edns: {} }), { local: second })!);
  const [option] = other.opt!.options;
  expect([other.rcode, option.code, option.data[1]]).toEqual([5, 15, 20]);
});

test("a transfer is refused for the zones of the server that is asked, and for no others", () => {
  const ask = (local: readonly number[]): string => asking.ask("sub.file.test.", "AXFR", { protocol: 1, local });
  expect([ask(first), ask(second)].map((reply) => reply.split(" ")[0])).toEqual(["REFUSED", "NOTAUTH"]);
});
