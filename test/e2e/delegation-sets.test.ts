// Strict delegation sets over real sockets: two zones of one name, each answered at the addresses of its own four name
// servers and refused everywhere else; the addresses are those of the name servers' names.

import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSystem } from "../../src/net/socket-calls.ts";
import { type DnsAnswer, askDns, Route53Client, values } from "./route53-client.ts";
import { Folder, RunningServer } from "./running-server.ts";

const usable = typeof loadSystem() !== "string";
const folder = new Folder();
folder.write("signpost.yaml", 'dns: { listen: ["0.0.0.0:0"], workers: 2, allowQuery: ["127.0.0.0/8"], delegationSets: { mode: strict } }\n'); // prettier-ignore
folder.write("zones/file.test.zone", "$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 192.0.2.53\n");

let server: RunningServer;
let port = "";
let client: Route53Client;

beforeAll(async () => {
  server = new RunningServer(["--no-resolver"], folder.path);
  const { dns, api } = await server.ready();
  port = dns[0].split(":")[1];
  client = new Route53Client(api);
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

function ask(address: string, name: string, type: "A" | "NS" | "SOA", over: "udp" | "tcp"): Promise<DnsAnswer> {
  return askDns(`${address}:${port}`, { name, type, over });
}

test.skipIf(!usable)(
  `two zones of one name are each answered at their own name servers${usable ? "" : " (needs recvmmsg)"}`,
  async () => {
    const zones = await Promise.all(["192.0.2.1", "192.0.2.2"].map((address) => makeZone(address)));
    expect(new Set(zones.flatMap(({ servers }) => servers)).size).toBe(8);
    for (const { address, servers } of zones) {
      for (const name of servers) {
        const [at] = (await ask("127.0.0.1", name, "A", "udp")).data;
        expect(at).toMatch(/^127\.54\.[0-7]\.\d+$/);
        for (const over of ["udp", "tcp"] as const) {
          expect(await ask(at, "www.twice.test", "A", over)).toMatchObject({ data: [address], isAuthoritative: true });
          expect((await ask(at, "twice.test", "NS", over)).data).toEqual(servers.toSorted());
          expect((await ask(at, "file.test", "SOA", over)).rcode).toBe("NOERROR");
        }
      }
      const explained = await server.page(
        `/_signpost/explain?name=www.twice.test&server=${await addressOf(servers[0])}`,
      );
      expect(JSON.parse(explained.body)).toMatchObject({ zone: "twice.test.", answers: [{ values: [address] }] });
    }
    for (const over of ["udp", "tcp"] as const)
      for (const address of ["127.0.0.1", "127.54.8.1"])
        expect((await ask(address, "www.twice.test", "A", over)).rcode).toBe("REFUSED");
    const { body } = await server.page("/_signpost/explain?name=www.twice.test");
    expect(JSON.parse(body), "the older one's server, unless one is said").toMatchObject({ zone: "twice.test." });
  },
);

test("who listens at no name server's address is told so, and does not start", async () => {
  const words = ["--listen", "127.0.0.1:0"];
  const other = new RunningServer(words, folder.path);
  expect(await other.exited()).toBe(1);
  expect(other.stderr).toBe(
    "signpost: dns.delegationSets.mode is strict, and nobody listens at 127.54.0.0, the address of ns-0.awsdns-00.com: dns.listen must hold it, or 0.0.0.0:0.\n",
  );
});

async function makeZone(address: string): Promise<{ address: string; servers: string[] }> {
  const zone = await client.createZone("twice.test");
  await client.create(zone, { Name: "www.twice.test", Type: "A", TTL: 60, ResourceRecords: values(address) });
  const { body } = await client.call("GET", `hostedzone/${zone}`);
  return { address, servers: Array.from(body.matchAll(/<NameServer>(.*?)<\/NameServer>/g), ([, name]) => name) };
}

async function addressOf(name: string): Promise<string> {
  return (await ask("127.0.0.1", name, "A", "udp")).data[0];
}
