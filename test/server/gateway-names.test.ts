// The gateway's names over DNS: who is led where, and that nothing else of the domains above them is touched.

import { expect, test } from "vitest";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { loadPlaces } from "../../src/routing/place-layers.ts";
import { placeRow } from "../../src/routing/place-rows.ts";
import { GatewayNames, type GatewayPlace } from "../../src/server/gateway-names.ts";
import { openRouting, vpcViews } from "../../src/server/routing-data.ts";
import type { Image } from "../../src/zone/image.ts";
import { firstVpcView, hostsView } from "../../src/zone/views.ts";
import { Asking, newImage } from "../authority/asking.ts";
import { build, policy, show } from "../authority/hosting.ts";

const regional = "d-abc.execute-api.eu-central-1.amazonaws.com";
const here: readonly GatewayPlace[] = [{ identifier: "here", region: null, addresses: ["127.0.0.1", "::1"] }];
const edges: readonly GatewayPlace[] = [
  { identifier: "FRA", region: "eu-central-1", addresses: ["127.0.0.31"] },
  { identifier: "IAD", region: "us-east-1", addresses: ["127.0.0.32"] },
];

function world(): { image: Image; names: GatewayNames; asking: Asking } {
  const image = newImage();
  const pins = [
    { prefix: "192.0.2.0/24", country: "DE" },
    { prefix: "198.51.100.0/24", country: "US" },
  ].map((fields) => placeRow(fields));
  const places = loadPlaces({ pins: pins.filter((pin) => typeof pin !== "string"), database: null }).layers;
  const vpcs = vpcViews([{ id: "vpc-1", region: "eu-central-1", clients: ["10.1.0.0/16"] }]);
  const health = HealthBoard.create().buffer;
  const routing = openRouting({ health, places, latencies: [], vpcs, subnets: "used" }, 1);
  return { image, names: new GatewayNames(image), asking: new Asking(image, { routing }) };
}

test("a name has the listener's addresses, and other types are denied", () => {
  const { names, asking } = world();
  names.put(regional, here);
  expect(asking.ask(`${regional}.`, "A")).toBe(`NOERROR aa an[${regional}. 60 A 127.0.0.1]`);
  expect(asking.ask(`${regional}.`, "AAAA")).toBe(
    `NOERROR aa an[${regional}. 60 AAAA 00000000000000000000000000000001]`,
  );
  expect(asking.ask(`${regional}.`, "TXT")).toMatch(/^NOERROR aa au\[.* 60 SOA /);
});

test("the domain above is nobody's", () => {
  const { names, asking } = world();
  names.put(regional, here);
  for (const name of ["execute-api.eu-central-1.amazonaws.com.", "d-other.execute-api.eu-central-1.amazonaws.com."])
    expect(asking.ask(name, "A")).toBe("REFUSED");
});

test("an alias and a CNAME of a hosted zone lead to it", () => {
  const { image, names, asking } = world();
  names.put(regional, here);
  const zone = build(image, "example.test.", [`cname 60 CNAME ${regional}.`]);
  show(image, zone);
  image.apply([policy(zone, "api.example.test.", "A", [{ alias: `${regional}.`, view: hostsView }])]);
  expect(asking.ask("api.example.test.", "A")).toBe("NOERROR aa an[api.example.test. 60 A 127.0.0.1]");
  expect(asking.ask("cname.example.test.", "A")).toContain(`${regional}. 60 A 127.0.0.1`);
});

test.each([
  [[192, 0, 2, 1], "127.0.0.31"],
  [[198, 51, 100, 1], "127.0.0.32"],
])("the nearest edge location to %j is %s", (address, nearest) => {
  const { names, asking } = world();
  names.put("d123.cloudfront.net", edges);
  expect(asking.ask("d123.cloudfront.net.", "A", { address })).toContain(`60 A ${nearest}`);
});

test("a private API's name is there for its VPC alone", () => {
  const { names, asking } = world();
  names.put("abc.execute-api.eu-central-1.amazonaws.com", here, [firstVpcView]);
  const ask = (address: number[]): string =>
    asking.ask("abc.execute-api.eu-central-1.amazonaws.com.", "A", { address });
  expect(ask([10, 1, 0, 5])).toContain("127.0.0.1");
  expect(ask([10, 2, 0, 5])).toBe("REFUSED");
});

test("a name can move, and go", () => {
  const { names, asking } = world();
  names.put(regional, here);
  names.put(regional, [{ identifier: "there", region: null, addresses: ["127.0.0.9"] }]);
  expect(asking.ask(`${regional}.`, "A")).toContain("127.0.0.9");
  expect(names.count).toBe(1);
  names.remove(regional);
  names.remove(regional);
  expect(asking.ask(`${regional}.`, "A")).toBe("REFUSED");
  expect(names.count).toBe(0);
});
