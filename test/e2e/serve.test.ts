// `signpost serve` as users and their machines meet it: started, asked, signalled, reloaded, refused.

import { existsSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signpost } from "../cli/signpost.ts";
import { Folder, RunningServer, ask, partsOf, zoneText } from "./running-server.ts";

const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === "::1");
const folder = new Folder();
const running: RunningServer[] = [];

function serve(...words: string[]): RunningServer {
  const server = new RunningServer(words, folder.path);
  running.push(server);
  return server;
}

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
  folder.remove();
});

describe("a server of two workers and two addresses", () => {
  let server: RunningServer;
  let addresses: readonly string[];

  beforeAll(async () => {
    folder.write("zones/example.test.zone", zoneText(1, "192.0.2.1"));
    folder.write("zones/below/other.test.zone", zoneText(5, "192.0.2.5"));
    server = serve("--listen", "127.0.0.1:0", ...(hasIPv6 ? ["--listen", "[::1]:0"] : []), "--workers", "2", "--lab");
    addresses = (await server.ready()).dns;
  });

  test("one line says ready, with every bound address", async () => {
    expect(await server.ready()).toMatchObject({
      level: "info",
      zones: 2,
      workers: 2,
      api: expect.stringMatching(/^127\.0\.0\.1:[1-9]\d*$/),
    });
    expect(addresses).toHaveLength(hasIPv6 ? 2 : 1);
    for (const address of addresses) expect(partsOf(address).port).toBeGreaterThan(0);
    expect(server.lines.filter(({ msg }) => msg === "ready")).toHaveLength(1);
  });

  test("every address answers, over UDP and TCP", async () => {
    for (const address of addresses) {
      expect(await ask(address, "www.example.test")).toEqual({ rcode: "NOERROR", data: ["192.0.2.1"] });
      expect(await ask(address, "www.other.test", "tcp")).toEqual({ rcode: "NOERROR", data: ["192.0.2.5"] });
      expect(await ask(address, "nowhere.example.test")).toEqual({ rcode: "NXDOMAIN", data: [] });
      expect(await ask(address, "elsewhere.example")).toEqual({ rcode: "REFUSED", data: [] });
    }
  });

  test("signpost dig asks it", async () => {
    const { code, stdout } = await signpost(["dig", "www.example.test", `@${addresses[0]}`, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: "NOERROR",
      flags: ["qr", "aa", "rd", "ra"],
      answer: [{ data: "192.0.2.1", ttlSeconds: 300 }],
    });
  });

  test("/healthz and /readyz say OK, /_signpost says what is here", async () => {
    expect(await server.page("/healthz")).toEqual({ status: 200, body: "OK\n" });
    expect(await server.page("/readyz")).toEqual({ status: 200, body: "OK\n" });
    expect(await server.page("/readyz?verbose")).toEqual({
      status: 200,
      body: "zones: ready\ndns: ready\nresolver: ready\n",
    });
    expect((await server.page("/_signpost")).body).toContain("serves 2 zones");
  });

  test("/metrics counts what was asked and describes what is served", async () => {
    const before = await metric(server, 'signpost_dns_responses_total{proto="udp",rcode="NXDOMAIN"}');
    for (let i = 0; i < 10; i++) await ask(addresses[0], `n${i}.example.test`);
    expect(await metric(server, 'signpost_dns_responses_total{proto="udp",rcode="NXDOMAIN"}')).toBe(before + 10);
    expect(await metric(server, "signpost_zones")).toBe(2);
    expect(await metric(server, "signpost_workers")).toBe(2);
    expect(await metric(server, 'signpost_zone_serial{zone="other.test."}')).toBe(5);
    expect(await metric(server, "signpost_zone_records")).toBe(8);
    expect(await metric(server, "signpost_zone_image_bytes")).toBeGreaterThan(0);
    expect(await metric(server, "process_resident_memory_bytes")).toBeGreaterThan(1e6);
    const { body } = await server.page("/metrics");
    expect(body).toMatch(/^signpost_build_info\{version="[\d.]+",node="v[\d.]+",arch="\w+"\} 1$/m);
    for (const line of body.trimEnd().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? (\d+(\.\d+)?(e[+-]\d+)?|\+Inf))$/);
  });

  test("a second server on the port is refused in one sentence", async () => {
    const second = serve("--listen", addresses[0]);
    expect(await second.exited()).toBe(1);
    expect(second.stderr).toBe(
      `signpost: Cannot listen on UDP ${addresses[0]}: another program already uses this address and port; stop it, or choose another port.\n`,
    );
    const { api } = await server.ready();
    const third = serve("--listen", "127.0.0.1:0", "--api", api, "--data", "third");
    expect(await third.exited()).toBe(1);
    expect(third.stderr).toMatch(/^signpost: Cannot listen on TCP 127\.0\.0\.1:\d+: another program already uses/);
    expect(existsSync(join(folder.path, "third"))).toBe(false);
    expect(await ask(addresses[0], "www.example.test")).toMatchObject({ rcode: "NOERROR" });
  });

  test("SIGHUP reloads; a broken zone keeps its last good version, a mended one is served", async () => {
    const reload = async (text: string): Promise<void> => {
      const from = server.lines.length;
      folder.write("zones/example.test.zone", text);
      server.signal("SIGHUP");
      await server.line(({ msg, reason }) => msg === "zones loaded" && reason === "SIGHUP", from);
    };
    await reload(zoneText(2, "192.0.2.2"));
    expect(await ask(addresses[0], "www.example.test")).toEqual({ rcode: "NOERROR", data: ["192.0.2.2"] });
    await reload(`${zoneText(3, "192.0.2.3")}bad A 192.0.2\n`);
    expect(await ask(addresses[0], "www.example.test")).toEqual({ rcode: "NOERROR", data: ["192.0.2.2"] });
    expect(server.lines.map(({ msg }) => msg)).toContainEqual(
      expect.stringMatching(/example\.test\.zone:6:7: "192\.0\.2" is not an IPv4 address$/),
    );
    expect(await metric(server, "signpost_zone_files_broken")).toBe(1);
    await reload(zoneText(4, "192.0.2.4"));
    expect(await ask(addresses[0], "www.example.test")).toEqual({ rcode: "NOERROR", data: ["192.0.2.4"] });
    expect(await metric(server, "signpost_zone_files_broken")).toBe(0);
  });

  test("a changed file is noticed without a signal; questions go on being answered meanwhile", async () => {
    const from = server.lines.length;
    folder.write("zones/new.test.zone", zoneText(9, "192.0.2.9"));
    const noticed = server.line(
      ({ msg, reason, zones }) => msg === "zones loaded" && reason === "a file changed" && zones === 3,
      from,
    );
    const waiting = new AbortController();
    void noticed.then(() => waiting.abort());
    while (!waiting.signal.aborted) {
      expect(await ask(addresses[0], "www.other.test")).toEqual({ rcode: "NOERROR", data: ["192.0.2.5"] });
    }
    expect(await ask(addresses[0], "www.new.test")).toEqual({ rcode: "NOERROR", data: ["192.0.2.9"] });
  });

  test("SIGTERM ends with 0 and frees the ports", async () => {
    const { api } = await server.ready();
    expect(await server.stop()).toBe(0);
    expect(server.stderr).toBe("");
    await expect(ask(addresses[0], "www.example.test")).rejects.toThrow("no answer");
    await expect(fetch(`http://${api}/healthz`)).rejects.toThrow("fetch failed");
  });
});

test("the file's settings are obeyed: clients, query log, transport, identity; and that nothing is validated is a warning", async () => {
  folder.write(
    "signpost.yaml",
    `dns:
  listen: ["127.0.0.1:0"]
  workers: 1
  transport: dgram
  allowQuery: [127.0.0.0/8]
  version: "a test"
  queryLog: { sample: 1 }
zones: quiet
resolver: { trustAnchors: [] }
`,
  );
  folder.write("quiet/example.test.zone", zoneText(1, "192.0.2.1"));
  const server = serve();
  const { dns, transport, zones } = await server.ready();
  expect([transport, zones]).toEqual(["dgram", 1]);
  expect(server.lines).toContainEqual(expect.objectContaining({ level: "warn", key: "resolver.trustAnchors" }));
  await ask(dns[0], "www.example.test");
  const query = await server.line(({ msg }) => msg === "query");
  expect(query).toMatchObject({
    client: "127.0.0.1",
    proto: "udp",
    name: "www.example.test.",
    type: "A",
    rcode: "NOERROR",
  });
  expect((await signpost(["dig", "version.bind", "CH", "TXT", `@${dns[0]}`])).stdout).toContain('"a test"');
  expect(await metric(server, 'signpost_transport_info{kind="dgram"}')).toBe(1);
});

test("clients outside dns.allowQuery are refused", async () => {
  folder.write(
    "closed.yaml",
    `dns: { listen: ["127.0.0.1:0"], workers: 1, allowQuery: [192.0.2.0/24] }\nzones: quiet\n`,
  );
  const server = serve("-c", "closed.yaml");
  const { dns } = await server.ready();
  expect(await ask(dns[0], "www.example.test")).toEqual({ rcode: "REFUSED", data: [] });
  expect(await metric(server, "signpost_acl_blocked_requests_total")).toBe(1);
});

test("without a zones directory it starts with no zone and says so", async () => {
  const server = serve("-c", "closed.yaml", "--zones", "none-here", "--listen", "127.0.0.1:0");
  expect(await server.ready()).toMatchObject({ zones: 0 });
  expect(server.lines.map(({ msg }) => msg)).toContainEqual(
    expect.stringContaining("there is no such directory of zones"),
  );
});

test("a signal during the start ends with 0", async () => {
  const server = serve("-c", "closed.yaml");
  await server.line(({ msg }) => msg === "zones loaded");
  server.signal("SIGTERM");
  expect(await server.exited()).toBe(0);
});

test("npm's end, of which only the shell between hears, ends it as well", async () => {
  const shell = ["env", "npm_package_name=signpost", "npm_lifecycle_event=start", "sh", "-c", '"$@"; true', "sh"];
  const server = new RunningServer(["--listen", "127.0.0.1:0", "--no-resolver"], folder.path, shell);
  await server.ready();
  server.signal("SIGTERM");
  await server.exited(); // when nobody holds its output any more
  expect(server.lines.at(-1)).toMatchObject({ msg: "stopping", signal: "npm ended" });
}, 20_000);

test("a second signal does not wait for a client that is slow", async () => {
  const server = serve("-c", "closed.yaml");
  const { host, port } = partsOf((await server.ready()).dns[0]);
  const slow = connect(port, host);
  slow.on("error", () => {});
  await new Promise<void>((resolve) => slow.write(Uint8Array.of(0, 200), () => resolve()));
  await waitFor(async () => (await metric(server, "signpost_tcp_connections")) === 1);
  server.signal("SIGTERM");
  await server.line(({ msg }) => msg === "stopping");
  // The same signal by another way: a terminal tells a whole group, and who started the server passes it on.
  server.signal("SIGINT");
  await setTimeout(700);
  expect(await metric(server, "signpost_tcp_connections")).toBe(1);
  server.signal("SIGTERM");
  expect(await server.exited()).toBe("SIGKILL");
  slow.destroy();
});

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(20);
}

/** One sample of /metrics by its name and labels as they are printed. */
async function metric(server: RunningServer, name: string): Promise<number> {
  const { body } = await server.page("/metrics");
  const line = body.split("\n").find((one) => one.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}
