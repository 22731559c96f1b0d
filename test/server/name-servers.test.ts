// Which address is which name server's with strict delegation sets, and what is said when nobody listens there.

import { expect, test } from "vitest";
import { deafness, type DelegationSettings, nameServerViews } from "../../src/server/name-servers.ts";
import { serverName, serverNameAt, serverNumber } from "../../src/store/name-servers.ts";
import { firstServerView } from "../../src/zone/views.ts";

const settings: DelegationSettings = { mode: "strict", ranges: ["127.54.0.0/21", "fd00:54::/117"], servers: [] };

test("the pool's names and numbers are one another's", () => {
  for (let number = 0; number < 2048; number++) expect(serverNumber(serverNameAt(number))).toBe(number);
  expect(serverNameAt(1356)).toBe(serverName(2, 332));
  expect(serverNumber("NS-1356.awsdns-41.org.")).toBe(1356);
});

test.each(["ns-1356.awsdns-41.com", "ns-2048.awsdns-64.co.uk", "ns-0.awsdns-0.com", "ns1.example.com", "ns-01.awsdns-00.com", ""])(
  "%s is none of the pool",
  (name) => expect(serverNumber(name)).toBeNull(),
); // prettier-ignore

test("each has the address at its number in every range, or where it is said to be; in easy mode none has any", () => {
  const elsewhere = [{ name: "ns-2.awsdns-00.com", addresses: ["192.0.2.1", "2001:db8::1"] }];
  const views = nameServerViews({ ...settings, servers: elsewhere });
  expect(views).toHaveLength(2048);
  expect([0, 2, 256, 2047].map((number) => views[number])).toEqual([
    { view: firstServerView, addresses: ["127.54.0.0", "fd00:54::"] },
    { view: firstServerView + 2, addresses: ["192.0.2.1", "2001:db8::1"] },
    { view: firstServerView + 256, addresses: ["127.54.1.0", "fd00:54::100"] },
    { view: firstServerView + 2047, addresses: ["127.54.7.255", "fd00:54::7ff"] },
  ]);
  expect(nameServerViews({ ...settings, ranges: ["10.0.0.0/8"] })[300].addresses).toEqual(["10.0.1.44"]);
  expect(nameServerViews({ ...settings, mode: "easy" })).toEqual([]);
});

test.each<[ranges: readonly string[], listen: readonly string[], said: RegExp | null]>([
  [["127.54.0.0/21"], ["0.0.0.0"], null],
  [["127.54.0.0/21"], ["127.0.0.1", "0.0.0.0"], null],
  [["127.54.0.0/21", "fd00:54::/64"], ["0.0.0.0", "::"], null],
  [["127.54.0.0/21", "fd00:54::/64"], ["0.0.0.0"], /at fd00:54::, the address of ns-0\.awsdns-00\.com: dns\.listen must hold it, or \[::\]:53\.$/],
  [["127.54.0.0/21"], ["127.0.0.1"], /at 127\.54\.0\.0, the address of ns-0\.awsdns-00\.com: dns\.listen must hold it, or 0\.0\.0\.0:53\.$/],
  [["127.54.0.0/21"], ["::"], /at 127\.54\.0\.0/],
])("name servers in %j, listening at %j", (ranges, listen, said) => {
  const sentence = deafness(nameServerViews({ ...settings, ranges }), listen.map((address) => ({ address, port: 53 })));
  if (said === null) expect(sentence).toBeNull();
  else expect(sentence).toMatch(said);
}); // prettier-ignore

test("addresses that are listened on one by one are heard, however they are spelt", () => {
  const views = nameServerViews({ ...settings, ranges: ["2001:DB8::/64"] }).slice(0, 2);
  const listen = ["2001:db8:0:0::", "2001:db8::0001"].map((address) => ({ address, port: 53 }));
  expect(deafness(views, listen)).toBeNull();
  expect(deafness(views, listen.slice(1))).toMatch(/at 2001:db8::, /);
});
