// RFC 7871, the authoritative side: which client subnets are taken, what is answered for them and how widely that holds.

import { expect, test } from "vitest";
import { seededRandom } from "../../../src/base/random.ts";
import { HealthBoard } from "../../../src/routing/health-board.ts";
import { LatencyModel } from "../../../src/routing/latency.ts";
import { placesOf } from "../../routing/world.ts";
import { composeQuery, parseMessage, rcodeText } from "../../peers/wire.ts";
import { Asking, newImage } from "../../authority/asking.ts";
import { host, policy } from "../../authority/hosting.ts";
import { expectSteps, newRecorder } from "../../trace/expect-steps.ts";

const code = 8;

function open(subnets: "used" | "ignored" = "used"): Asking {
  const image = newImage();
  const hosted = host(image, "example.", ["plain 60 A 192.0.2.99"]);
  const places = placesOf([
    { prefix: "198.51.100.0/24", country: "US" },
    { prefix: "203.0.113.0/24", country: "JP" },
    { prefix: "2001:db8:de::/48", country: "DE" },
  ]);
  const geo = (country: string, address: string): object => ({
    id: country,
    routing: { policy: "geolocation", country },
    values: [address],
  });
  image.apply([
    policy(hosted, "www.example.", "A", [geo("US", "192.0.2.1"), geo("JP", "192.0.2.2"), geo("DE", "192.0.2.3")]),
    policy(hosted, "any.example.", "A", [
      { id: "a", routing: { policy: "weighted", weight: 1 }, values: ["192.0.2.4"] },
    ]),
  ]);
  const ground = { health: HealthBoard.create(), places, latency: new LatencyModel(), random: seededRandom(1) };
  return new Asking(image, { routing: { ground, vpcs: [], subnets } });
}

/** The option's data: family, source and scope prefix length, then octets. */
const subnet = (family: number, source: number, scope: number, ...octets: number[]): Uint8Array =>
  Uint8Array.of(0, family, source, scope, ...octets);

function ask(asking: Asking, name: string, option: Uint8Array | null, address = [203, 0, 113, 53]): string {
  const options: [number, Uint8Array][] = option === null ? [] : [[code, option]];
  const reply = asking.send(composeQuery(name, "A", { edns: { options } }), { address });
  const { rcode, answer, opt } = parseMessage(reply ?? new Uint8Array(12));
  const told = opt?.options.find((found) => found.code === code)?.data;
  const addresses = answer.map(({ rdata }) => rdata.join(".")).join("+");
  return `${rcodeText(rcode)} ${addresses}${told === undefined ? "" : ` [${told.join(" ")}]`}`;
}

test.each([
  ["§7.2.1: the client's place, not the resolver's; the prefix for which it holds", subnet(1, 24, 0, 198, 51, 100), "192.0.2.1 [0 1 24 24 198 51 100]"],
  ["§7.2.1: the scope may be shorter than the source", subnet(1, 32, 0, 198, 51, 100, 7), "192.0.2.1 [0 1 32 24 198 51 100 7]"],
  ["§7.2.1: or longer: less was told than the answer rests on", subnet(1, 8, 0, 198), " [0 1 8 11 198]"],
  ["§6: IPv6", subnet(2, 48, 0, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0xde), "192.0.2.3 [0 2 48 48 32 1 13 184 0 222]"],
  ["§7.1.2: source 0 is the wish that the client's address be not used", subnet(1, 0, 0), "192.0.2.2 [0 1 0 0]"],
  ["§7.1.2: source 0 of IPv6", subnet(2, 0, 0), "192.0.2.2 [0 2 0 0]"],
  ["§7.2.2: who sends none gets none", null, "192.0.2.2"],
] as const)("RFC 7871 %s", (_title, option, reply) => {
  expect(ask(open(), "www.example.", option)).toBe(`NOERROR ${reply}`);
}); // prettier-ignore

test("RFC 7871 §7.2.1: scope 0 where the subnet made no difference", () => {
  const asking = open();
  const option = subnet(1, 24, 0, 198, 51, 100);
  expect(ask(asking, "plain.example.", option)).toBe("NOERROR 192.0.2.99 [0 1 24 0 198 51 100]");
  expect(ask(asking, "any.example.", option)).toBe("NOERROR 192.0.2.4 [0 1 24 0 198 51 100]");
  expect(ask(asking, "none.example.", option)).toBe("NXDOMAIN  [0 1 24 0 198 51 100]");
  expect(ask(asking, "www.elsewhere.", option), "nothing is said of what is not ours").toBe("REFUSED ");
});

test.each([
  ["too few octets of data", Uint8Array.of(0, 1, 0)],
  ["too few octets of address", subnet(1, 24, 0, 198, 51)],
  ["too many octets of address", subnet(1, 24, 0, 198, 51, 100, 0)],
  ["bits behind the prefix", subnet(1, 20, 0, 198, 51, 0x1f)],
  ["an IPv4 prefix beyond 32", subnet(1, 33, 0, 198, 51, 100, 1, 0)],
  ["an IPv6 prefix beyond 128", subnet(2, 129, 0, ...Array.from({ length: 17 }, () => 0))],
  ["a scope in a query", subnet(1, 24, 24, 198, 51, 100)],
  ["an unknown family", subnet(3, 0, 0)],
])("RFC 7871 §6, §7.2.1: %s is FORMERR", (_title, option) => {
  expect(ask(open(), "plain.example.", option)).toBe("FORMERR ");
  expect(ask(open("ignored"), "plain.example.", option), "what is not looked at is not judged").toBe(
    "NOERROR 192.0.2.99",
  );
});

test("RFC 7871 §7.2.1: a server that is told to ignores subnets", () => {
  expect(ask(open("ignored"), "www.example.", subnet(1, 24, 0, 198, 51, 100))).toBe("NOERROR 192.0.2.2");
});

test("RFC 7871 §7.2.1: a trace tells of the subnet, used or not", () => {
  for (const [option, steps] of [
    [subnet(1, 24, 0, 198, 51, 100), ["request.subnet", "route.client", "route.scope"]],
    [subnet(1, 24, 24, 198, 51, 100), ["request.subnet-unused"]],
  ] as const) {
    const asking = open();
    const recorder = newRecorder();
    asking.responder.trace = recorder;
    ask(asking, "www.example.", option);
    expectSteps(recorder, steps);
  }
});
