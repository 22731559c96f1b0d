// Policies over real sockets: several workers answer from one image and one board of health. UDP, TCP and TestDNSAnswer
// say the same; a check that flips is answered by every worker's next reply.

import { afterAll, expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { createCounters } from "../../src/net/counters.ts";
import { defaultDatagramOptions } from "../../src/net/datagram.ts";
import { WorkerPool } from "../../src/net/pool.ts";
import { nothingSecure } from "../../src/net/secure.ts";
import { defaultStreamLimits } from "../../src/net/stream-server.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { loadPlaces } from "../../src/routing/place-layers.ts";
import { openRouting, type RoutingData } from "../../src/server/routing-data.ts";
import { AnswerTester } from "../../src/server/test-answer.ts";
import { type ResponderData, responderModule } from "../../src/server/worker-responder.ts";
import { composeQuery, exchangeTcp, exchangeUdp, parseMessage } from "../peers/wire.ts";
import { prefixOf } from "../routing/world.ts";
import { nameOf, newImage } from "../authority/asking.ts";
import { host, policy, type SetText } from "../authority/hosting.ts";

const image = newImage();
const board = HealthBoard.create();
const hosted = host(image, "example.", ["plain 60 A 192.0.2.1"]);
const routing: RoutingData = {
  health: board.buffer,
  places: loadPlaces({ pins: [], database: null }).layers,
  latencies: [],
  vpcs: [],
  subnets: "used",
};
const tester = new AnswerTester(image.memory, openRouting(routing, 1));
const counters = createCounters(2);
const data: ResponderData = {
  memory: image.memory.buffer,
  version: null,
  identity: null,
  maxUdpOctets: 1232,
  cookieSecret: null,
  keepaliveDeciseconds: 100,
  recursion: null,
  counters,
  routing,
};
const pool = new WorkerPool({
  workers: 2,
  counters,
  listen: [{ address: "127.0.0.1", port: 0 }],
  transport: "auto",
  datagrams: defaultDatagramOptions,
  streams: { ...defaultStreamLimits, drainTimeoutMs: 200 },

  secure: nothingSecure,
  responderModule,
  responderData: () => data,
  allowQuery: null,
  rateLimit: null,
  queryLog: null,
  onFact: () => {},
});
const [{ port }] = await pool.start();
afterAll(() => pool.stop());

/** Sets whose choice no chance decides. */
function certainSets(seed: number): SetText[] {
  const random = seededRandom(seed);
  const address = (i: number): string[] => [`192.0.2.${100 + i}`];
  const check = (): number => random.below(3);
  switch (seed % 4) {
    case 0:
      return ["us-east-1", "eu-west-1", "ap-south-1"].map((region, i) => ({ id: region, routing: { policy: "latency", region }, values: address(i), check: check() })); // prettier-ignore
    case 1:
      return (["PRIMARY", "SECONDARY"] as const).map((role, i) => ({ id: role, routing: { policy: "failover", role }, values: address(i), check: check() })); // prettier-ignore
    case 2:
      return [{ continent: "EU" }, { continent: "NA" }, { country: "*" }].slice(random.below(2)).map((place, i) => ({ id: `${i}`, routing: { policy: "geolocation", ...place }, values: address(i) })); // prettier-ignore
    default:
      return [{ alias: `p${seed - 3}.example.`, evaluate: true }];
  }
}

async function ask(exchange: typeof exchangeUdp, name: string, subnet: string | null): Promise<string> {
  const { family, octets, length } = prefixOf(subnet ?? "0.0.0.0/0");
  const option = Uint8Array.of(0, family === 4 ? 1 : 2, length, 0, ...octets.subarray(0, (length + 7) >>> 3));
  const edns = subnet === null ? null : { options: [[8, option]] as [number, Uint8Array][] };
  const reply = await exchange(port, composeQuery(name, "A", { edns }));
  const { rcode, answer } = parseMessage(reply ?? new Uint8Array(12));
  return `${rcode} ${answer.map(({ rdata }) => rdata.join(".")).join(" ")}`;
}

test("API:TestDNSAnswer says what UDP and TCP say, whatever the policy, the subnet and the health", async () => {
  const names = Array.from({ length: 40 }, (_, i) => `p${i}.example.`);
  image.apply(names.map((name, seed) => policy(hosted, name, "A", certainSets(seed))));
  const random = seededRandom(3);
  for (const name of [...names, "plain.example.", "none.example."]) {
    board.set(1 + random.below(2), random.below(2) === 0 ? "healthy" : "unhealthy");
    for (const subnet of [null, "8.8.8.0/24", "193.0.0.0/16", "2a00::/32"]) {
      const { responseCode, recordData } = tester.ask({
        view: hosted.own,
        name: nameOf(name),
        type: 1,
        resolver: prefixOf("127.0.0.1"),
        subnet: subnet === null ? null : prefixOf(subnet),
      });
      const said = `${responseCode === "NXDOMAIN" ? 3 : 0} ${recordData.join(" ")}`;
      expect(await ask(exchangeUdp, name, subnet), `${name} ${subnet}`).toBe(said);
      if (random.below(4) === 0) expect(await ask(exchangeTcp, name, subnet), `${name} ${subnet}`).toBe(said);
    }
  }
});

test("health-checks-how-route-53-chooses-records: what flips is answered at once, by every worker", async () => {
  const sets = (["PRIMARY", "SECONDARY"] as const).map((role, i): SetText => ({ id: role, routing: { policy: "failover", role }, values: [`192.0.2.${i + 1}`], check: i === 0 ? 50 : 0 })); // prettier-ignore
  image.apply([policy(hosted, "flip.example.", "A", sets)]);
  for (let round = 0; round < 20; round++) {
    board.set(50, round % 2 === 0 ? "unhealthy" : "healthy");
    // Every socket of a client is another port, so that the questions spread over the workers.
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask(exchangeUdp, "flip.example.", null)));
    expect(new Set(replies)).toEqual(new Set([round % 2 === 0 ? "0 192.0.2.2" : "0 192.0.2.1"]));
  }
});

test("a weighted answer varies from question to question", async () => {
  const sets = [1, 2].map((i): SetText => ({ id: `${i}`, routing: { policy: "weighted", weight: 1 }, values: [`192.0.2.${i}`] })); // prettier-ignore
  image.apply([policy(hosted, "even.example.", "A", sets)]);
  const replies = await Promise.all(Array.from({ length: 60 }, () => ask(exchangeUdp, "even.example.", null)));
  expect(new Set(replies).size).toBe(2);
});
