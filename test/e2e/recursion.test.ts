// A running server that resolves what is not its own: from a second Signpost on loopback, by a stub zone, and in the lab.

import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { decode, encode, type Packet } from "dns-packet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signpost } from "../cli/signpost.ts";
import { Folder, partsOf, RunningServer, zoneText } from "./running-server.ts";

const folder = new Folder();
const servers: RunningServer[] = [];

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  folder.remove();
});

/** A server in a folder of its own, with the configuration in `yaml`. */
async function start(name: string, yaml: string, words: readonly string[] = []) {
  folder.write(`${name}.yaml`, yaml);
  const server = new RunningServer(["-c", `${name}.yaml`, ...words], folder.path);
  servers.push(server);
  const { dns } = await server.ready();
  return { server, dns: dns[0] };
}

interface Asked {
  readonly over?: "udp" | "tcp";
  readonly rd?: boolean;
  readonly type?: string;
  /** The client's own address. */
  readonly from?: string;
  readonly options?: readonly { code: number; data: Buffer }[];
}

async function ask(server: string, name: string, { over = "udp", rd = true, type = "A", from, options }: Asked = {}) {
  const query = encode({
    type: "query",
    id: 4321,
    flags: rd ? 0x100 : 0,
    questions: [{ name, type: type as "A" }],
    additionals: [{ type: "OPT", name: ".", udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: (options ?? []) as never }],
  }); // prettier-ignore
  const octets = await (over === "udp"
    ? overDatagram(server, query, from)
    : overStream(server, [query]).then(([one]) => one));
  const reply = decode(octets) as Packet & { flag_aa: boolean; flag_ra: boolean; flag_rd: boolean };
  const opt = (reply.additionals ?? []).find((one) => one.type === "OPT") as { options: { code: number; data?: Buffer }[] } | undefined; // prettier-ignore
  return {
    rcode: octets[3] & 15,
    aa: reply.flag_aa,
    ra: reply.flag_ra,
    rd: reply.flag_rd,
    data: (reply.answers ?? []).map((one) => ("data" in one ? one.data : null)),
    ttls: (reply.answers ?? []).map((one) => ("ttl" in one ? one.ttl : null)),
    option: (code: number) => opt?.options.find((one) => one.code === code)?.data ?? null,
    /** Codes of the extended errors. */
    errors: (opt?.options ?? []).filter(({ code }) => code === 15).map((one) => (one as { data: Buffer }).data.readUInt16BE(0)), // prettier-ignore
  };
}

function overDatagram(server: string, query: Buffer, from = "127.0.0.1"): Promise<Buffer> {
  const { host, port } = partsOf(server);
  const socket = createSocket("udp4");
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from ${server}`)), 4000);
    socket.on("error", reject);
    socket.on("message", (reply) => {
      clearTimeout(timer);
      resolve(reply);
    });
    socket.bind(0, from, () => socket.send(query, port, host));
  }).finally(() => socket.close());
}

/** Sends all queries in one write; the replies as they come. */
function overStream(server: string, queries: readonly Buffer[]): Promise<Buffer[]> {
  const { host, port } = partsOf(server);
  const socket = connect(port, host);
  return new Promise<Buffer[]>((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const replies: Buffer[] = [];
    socket.on("error", reject);
    socket.on("end", () => reject(new Error("the server closed the connection")));
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
        replies.push(bytes.subarray(2, 2 + bytes.readUInt16BE(0)));
        bytes = bytes.subarray(2 + bytes.readUInt16BE(0));
      }
      if (replies.length === queries.length) resolve(replies);
    });
    socket.write(Buffer.concat(queries.map((query) => Buffer.concat([Uint8Array.of(query.length >>> 8, query.length), query])))); // prettier-ignore
  }).finally(() => socket.destroy());
}

/** Nobody of the real root is ever asked: these hints lead to a loopback address where nobody listens. */
const hints = ". 3600 NS nobody.invalid.\nnobody.invalid. 3600 A 127.0.0.99\n";

function resolverYaml(authority: string, more = "", dns = ""): string {
  return `dns: { listen: ["127.0.0.1:0"], workers: 2${dns} }
zones: own
resolver:
  rootHints: hints.zone
  allowPrivateUpstreams: true
  stubZones: [{ name: far.example.net, addresses: ["${authority}"] }]
${more}`;
}

let authority: string;

beforeAll(async () => {
  folder.write("hints.zone", hints);
  folder.write(
    "far/far.example.net.zone",
    `${zoneText(1, "192.0.2.7")}*.many A 192.0.2.8\nlong TXT ${'"x" '.repeat(900)}\n`,
  );
  folder.write("own/own.example.net.zone", `${zoneText(1, "192.0.2.1")}out CNAME www.far.example.net.\n`);
  const { dns } = await start("authority", 'dns: { listen: ["127.0.0.1:0"], workers: 1 }\nzones: far\n', ["--no-resolver"]); // prettier-ignore
  authority = dns;
});

describe.each(["mmsg", "dgram"])("over %s", (transport) => {
  let server: RunningServer;
  let dns: string;

  beforeAll(async () => {
    const yaml = resolverYaml(authority, "", `, transport: ${transport}, allowRecursion: ["127.0.0.1/32"], allowTrace: ["127.0.0.1/32"]`); // prettier-ignore
    ({ server, dns } = await start(transport, yaml));
  });

  test.each(["udp", "tcp"] as const)(
    "%s: RFC 1034 §4.3.1: what is others' is resolved, with RA and without AA",
    async (over) => {
      const reply = await ask(dns, "www.far.example.net", { over });
      expect(reply).toMatchObject({ rcode: 0, aa: false, ra: true, rd: true, data: ["192.0.2.7"], errors: [] });
      expect(await ask(dns, "none.far.example.net", { over })).toMatchObject({
        rcode: 3,
        aa: false,
        ra: true,
        data: [],
      });
    },
  );

  test("our own zones come first, and their aliases are followed out of them", async () => {
    expect(await ask(dns, "www.own.example.net")).toMatchObject({ rcode: 0, aa: true, data: ["192.0.2.1"] });
    const led = await ask(dns, "out.own.example.net");
    expect(led).toMatchObject({ rcode: 0, data: ["www.far.example.net", "192.0.2.7"] });
  });

  test("a known answer is given by the worker, and grows old", async () => {
    const before = await ask(dns, "a.many.far.example.net");
    const hits = await metric(server, "signpost_cache_hits_total");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const after = await ask(dns, "a.many.far.example.net");
    expect(Number(before.ttls[0]) - Number(after.ttls[0])).toBeGreaterThanOrEqual(1);
    expect(await metric(server, "signpost_cache_hits_total")).toBe(hits + 1);
  });

  test("without RD nothing is resolved, and strangers are refused with a reason (RFC 8914 §4.19)", async () => {
    expect(await ask(dns, "b.many.far.example.net", { rd: false })).toMatchObject({ rcode: 5, data: [] });
    const stranger = await ask(dns, "b.many.far.example.net", { from: "127.0.0.2" });
    expect(stranger).toMatchObject({ rcode: 5, ra: false, data: [] });
    expect(stranger.errors).toEqual([18]);
    expect(await ask(dns, "www.own.example.net", { from: "127.0.0.2" })).toMatchObject({ rcode: 0, aa: true });
  });

  test("many questions at once are each answered, over both transports", async () => {
    const names = Array.from({ length: 100 }, (_, i) => `n${i}.many.far.example.net`);
    const replies = await Promise.all(names.map((name, i) => ask(dns, name, { over: i % 2 === 0 ? "udp" : "tcp" })));
    expect(replies.map(({ data }) => data[0])).toEqual(names.map(() => "192.0.2.8"));
  });

  test("RFC 7766 §7: on one connection, what is known overtakes what must be asked", async () => {
    await ask(dns, "known.many.far.example.net");
    const names = ["unknown.many.far.example.net", "known.many.far.example.net"];
    const replies = await overStream(dns, names.map((name, id) => encode({ type: "query", id, flags: 0x100, questions: [{ name, type: "A" }] }))); // prettier-ignore
    expect(replies.map((reply) => reply.readUInt16BE(0))).toEqual([1, 0]);
  });

  test("what does not fit UDP comes truncated, and whole over TCP", async () => {
    expect(await ask(dns, "long.far.example.net", { type: "TXT" })).toMatchObject({ rcode: 0, data: [] });
    const whole = await ask(dns, "long.far.example.net", { type: "TXT", over: "tcp" });
    expect((whole.data[0] as Buffer[]).length).toBe(900);
  });

  test("a traced question's reply names its trace, and the API tells it", async () => {
    const reply = await ask(dns, "www.far.example.net", { options: [{ code: 65_311, data: Buffer.alloc(0) }] });
    const id = reply.option(65_311)?.toString("latin1") ?? "";
    expect(id).toMatch(/^[0-9a-z]{12}$/);
    expect(reply.errors).toEqual([0]);
    const { status, body } = await server.page(`/_signpost/traces/${id}`);
    const lines = body.trim().split("\n").map((line) => JSON.parse(line) as { trace: string; answer?: { rcode: string } }); // prettier-ignore
    expect(status).toBe(200);
    expect(lines.every(({ trace }) => trace === id)).toBe(true);
    expect(lines.at(-1)?.answer?.rcode).toBe("NOERROR");
    expect(JSON.parse((await server.page("/_signpost/traces")).body)).toContainEqual(
      expect.objectContaining({ trace: id }),
    );
    expect((await server.page("/_signpost/traces/000000000000")).status).toBe(404);
  });

  test("where no server can be reached the answer is SERVFAIL with a reason", async () => {
    const reply = await ask(dns, "www.nowhere.example.org", { over: "tcp" });
    expect(reply).toMatchObject({ rcode: 2, ra: true, data: [] });
    expect(reply.errors.length).toBeGreaterThan(0);
  });
});

describe("the cache", () => {
  let server: RunningServer;
  let dns: string;
  let api: string;

  beforeAll(async () => {
    ({ server, dns } = await start("cache", resolverYaml(authority)));
    ({ api } = await server.ready());
    await ask(dns, "www.far.example.net");
    await ask(dns, "none.far.example.net");
    await ask(dns, "x.many.far.example.net");
  });

  const cache = (...words: string[]) => signpost(["cache", ...words, "--api", api]);

  test("signpost cache show says what is there, from whom and for how long", async () => {
    const { code, stdout } = await cache("show", "www.far.example.net", "A");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^www\.far\.example\.net\. A, \d+ s left\n {4}www\.far\.example\.net\. 300 A 192\.0\.2\.7\n/,
    );
    expect(stdout).toContain(`said by ${authority}, asked for far.example.net., `);
    const { entries } = JSON.parse((await cache("show", "far.example.net", "--subtree", "--json")).stdout) as { entries: { name: string; kind: string }[] }; // prettier-ignore
    const names = entries.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["none.far.example.net.", "www.far.example.net.", "x.many.far.example.net."])); // prettier-ignore
    expect(names.every((name) => name.endsWith("far.example.net."))).toBe(true);
    expect(entries.find(({ name }) => name.startsWith("none"))?.kind).toBe("nxdomain");
  });

  test("signpost cache flush forgets a name, and the next question asks again", async () => {
    const before = await metric(server, 'signpost_upstream_queries_total{proto="udp"}');
    expect((await cache("flush", "www.far.example.net")).stdout).toBe("1 entry removed.\n");
    expect((await ask(dns, "www.far.example.net")).data).toEqual(["192.0.2.7"]);
    expect(await metric(server, 'signpost_upstream_queries_total{proto="udp"}')).toBe(before + 1);
    expect((await cache("flush")).code).toBe(2);
    expect((await cache("flush", "..")).stderr).toContain('answers 400: ".." is no name');
  });

  test("what was dumped can be loaded, and is answered without a query", async () => {
    const file = `${folder.path}/dump`;
    expect((await cache("dump", file)).code).toBe(0);
    await cache("flush", "--all");
    expect((await cache("show")).stdout).toBe("Nothing of that is remembered.\n");
    expect((await cache("load", file)).stdout).toMatch(/^\d+ entries taken\.\n$/);
    const before = await metric(server, 'signpost_upstream_queries_total{proto="udp"}');
    expect((await ask(dns, "x.many.far.example.net")).data).toEqual(["192.0.2.8"]);
    expect(await metric(server, 'signpost_upstream_queries_total{proto="udp"}')).toBe(before);
    folder.write("bad", "{}\nno json\n");
    const { code, stderr } = await cache("load", `${folder.path}/bad`);
    expect(code).toBe(1);
    expect(stderr).toContain(`${folder.path}/bad:2: this is no JSON`);
  });

  test("signpost cache stats and /metrics count", async () => {
    await ask(dns, "y.many.far.example.net");
    const { stdout } = await cache("stats");
    expect(stdout).toMatch(/^cache {10}\d+ entries/);
    expect(stdout).toContain(`    ${authority}  `);
    expect(await metric(server, "signpost_resolver_up")).toBe(1);
    expect(await metric(server, "signpost_upstream_duration_seconds_count")).toBeGreaterThan(0);
    expect(await metric(server, "signpost_resolver_waiting")).toBe(0);
  });

  test("the API refuses pages of other sites, and paths that it does not have", async () => {
    const url = `http://${api}/_signpost/cache?name=www.far.example.net`;
    const foreign = await fetch(url, { method: "DELETE", headers: { origin: "http://evil.example" } });
    expect(foreign.status).toBe(403);
    expect(
      (await fetch(`http://${api}/_signpost/resolve?name=www.far.example.net&type=A`, { method: "POST" })).status,
    ).toBe(200);
    expect((await fetch(`http://${api}/_signpost/resolve`, { method: "POST" })).status).toBe(400);
  });
});

test("a server that stops in the middle of a resolution ends soon, and with 0", async () => {
  const silent = createSocket("udp4");
  await new Promise<void>((resolve) => silent.bind(0, "127.0.0.1", resolve));
  const asked = new Promise((resolve) => silent.once("message", resolve));
  const { server, dns } = await start("stop", resolverYaml(`127.0.0.1:${silent.address().port}`));
  const lost = ask(dns, "www.far.example.net", { over: "tcp" }).catch(() => "lost");
  await asked;
  const started = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - started).toBeLessThan(5000);
  await lost;
  silent.close();
});

test("what is wrong with the root hints keeps the server from starting, with its place", async () => {
  folder.write("bad-hints.zone", ". 3600 NS a.root.\n. 3600 NS b.root.\nb.root. 3600 A 192.0.2.300\n");
  folder.write("bad.yaml", 'dns: { listen: ["127.0.0.1:0"] }\nzones: own\nresolver: { rootHints: bad-hints.zone }\n');
  const server = new RunningServer(["-c", "bad.yaml"], folder.path);
  expect(await server.exited()).toBe(1);
  expect(server.stderr).toMatch(/bad-hints\.zone:3:\d+: .*192\.0\.2\.300/);
  expect(server.stderr).toMatch(/bad-hints\.zone:1:\d+: this server has no address here/);
});

test("--no-resolver answers for our own zones only", async () => {
  const { server, dns } = await start("none", resolverYaml(authority), ["--no-resolver"]);
  expect(await ask(dns, "www.own.example.net")).toMatchObject({ rcode: 0, aa: true, ra: false });
  expect(await ask(dns, "www.far.example.net")).toMatchObject({ rcode: 5, ra: false });
  expect((await server.page("/_signpost/cache")).status).toBe(404);
  expect((await server.page("/readyz?verbose")).body).toBe("zones: ready\ndns: ready\n");
});

test("--lab resolves in the mini internet; an open door is worth a warning", async () => {
  const yaml = 'dns: { listen: ["127.0.0.1:0"], workers: 1, allowRecursion: ["0.0.0.0/0"] }\nzones: own\n';
  const { server, dns } = await start("lab", yaml, ["--lab"]);
  expect(server.lines.map(({ msg }) => msg)).toContainEqual(expect.stringContaining("everybody may ask for recursion"));
  expect(await ask(dns, "www.example.com", { over: "tcp" })).toMatchObject({
    rcode: 0,
    ra: true,
    data: ["192.0.2.80"],
  });
  expect(await ask(dns, "www.own.example.net")).toMatchObject({ rcode: 0, aa: true });
  const anchors = JSON.parse((await server.page("/_signpost/resolver/anchors")).body) as unknown;
  expect(anchors).toEqual(expect.arrayContaining([expect.objectContaining({ zone: ".", lookAt: null, keys: [] })]));
});

test("lab.bind: the lab's servers answer for themselves, too", async () => {
  const port = 20_000 + (process.pid % 20_000);
  const yaml = `dns: { listen: ["127.0.0.1:0"], workers: 1 }\nzones: own\nlab: { enabled: true, bind: true, port: ${port} }\n`;
  const { server, dns } = await start("bound", yaml);
  const root = await ask(`127.53.0.1:${port}`, ".", { type: "NS" });
  expect(root).toMatchObject({ rcode: 0, aa: true, ra: false });
  expect(root.data).toContain("a.root-servers.net");
  expect((await ask(dns, "www.example.com", { over: "tcp" })).data).toEqual(["192.0.2.80"]);
  expect(await server.stop()).toBe(0);
});

async function metric(server: RunningServer, name: string): Promise<number> {
  const { body } = await server.page("/metrics");
  const line = body.split("\n").find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}
