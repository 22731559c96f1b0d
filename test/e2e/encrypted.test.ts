// DNS over TLS and over HTTPS of a server that runs: asked by our own dig and by others', its certificates renewed by SIGHUP,
// and what it says when it cannot present any.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalAuthority } from "../../src/http/certificates/local-authority.ts";
import { systemClock } from "../../src/net/upstream/system-clock.ts";
import { signpost } from "../cli/signpost.ts";
import { programVersion } from "../peers/nsd.ts";
import { Folder, RunningServer, partsOf, zoneText } from "./running-server.ts";

const folder = new Folder();
const servers: RunningServer[] = [];

function serve(name: string, tls: object, https: object, resolver: "in the lab" | "none" = "none"): RunningServer {
  const dns = { listen: ["127.0.0.1:0"], workers: 2, tls, https };
  const inLab = resolver === "in the lab";
  folder.write(`${name}.yaml`, JSON.stringify({ dns, lab: { enabled: inLab }, resolver: { enabled: inLab } }));
  const server = new RunningServer(["-c", `${name}.yaml`, "--data", join(folder.path, name)], folder.path);
  servers.push(server);
  return server;
}

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  folder.remove();
});

const listen = ["127.0.0.1:0"];
const kdig = programVersion("kdig", ["--version"], /Knot DNS\), version (\S+)/);

describe("under a certificate of the local CA", () => {
  let server: RunningServer;
  let tls = "";
  let https = "";
  const ca = join(folder.path, "own/ca/ca.pem");

  beforeAll(async () => {
    folder.write("zones/example.test.zone", zoneText(1, "192.0.2.1"));
    server = serve("own", { listen }, { listen }, "in the lab");
    const ready = await server.ready();
    [tls] = ready["dnsTls"] as string[];
    [https] = ready["dnsHttps"] as string[];
  });

  test.each(["--tls", "--https"])("signpost dig %s asks it, whom the CA proves", async (way) => {
    const server = `@${way === "--tls" ? tls : https}`;
    for (const name of ["www.example.test", "www.example.com"]) {
      const { code, stdout } = await signpost(["dig", name, server, way, "--ca", ca, "--json"]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ status: "NOERROR", transport: way.slice(2), answer: [{ type: "A" }] });
    }
  });

  test.each(["--tls", "--https"])("and believes nobody else, %s", async (way) => {
    folder.write("other.pem", LocalAuthority.create(systemClock).certificate);
    const other = join(folder.path, "other.pem");
    const { code, stderr } = await signpost(["dig", "a.test", `@${way === "--tls" ? tls : https}`, way, "--ca", other]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^signpost: 127\.0\.0\.1:\d+ is not who it should be: .*\.\n$/);
  });

  test.skipIf(kdig === null).each([["+tls"], ["+https"], ["+https-get"]])(
    `kdig %s (${kdig ?? "not installed"})`,
    (way) => {
      const { port } = partsOf(way === "+tls" ? tls : https);
      const words = ["@127.0.0.1", "-p", String(port), way, `+tls-ca=${ca}`, "+tls-hostname=localhost", "+padding"];
      const output = execFileSync("kdig", [...words, "www.example.test"], { encoding: "utf8" });
      expect(output).toContain("192.0.2.1");
      // RFC 8467 §4.1: a padded question has an answer of a multiple of 468 octets.
      expect(output).toMatch(/PADDING: \d+ B[\s\S]*Received 468 B/);
    },
  );

  test("what is asked is counted by how", async () => {
    const { body } = await server.page("/metrics");
    for (const proto of ["tls", "https"])
      expect(body).toMatch(new RegExp(`signpost_dns_requests_total\\{proto="${proto}",family="1",type="A"\\} [1-9]`));
  });
});

test("a certificate of files is renewed by SIGHUP, in every worker; a broken one leaves the last", async () => {
  const [first, second] = [LocalAuthority.create(systemClock), LocalAuthority.create(systemClock)];
  const write = (authority: LocalAuthority): void => {
    const { cert, key } = authority.credentialsFor("127.0.0.1");
    folder.write("dns.pem", cert);
    folder.write("dns-key.pem", key);
  };
  write(first);
  folder.write("first.pem", first.certificate);
  folder.write("second.pem", second.certificate);
  const files = { certificate: join(folder.path, "dns.pem"), key: join(folder.path, "dns-key.pem") };
  const server = serve("files", { listen, ...files }, {});
  const [tls] = (await server.ready())["dnsTls"] as string[];
  const dig = async (ca: string): Promise<number | null> =>
    (await signpost(["dig", "www.example.test", `@${tls}`, "--tls", "--ca", join(folder.path, ca)])).code;
  expect(await dig("first.pem")).toBe(0);
  folder.write("dns.pem", "broken");
  const from = server.lines.length;
  server.signal("SIGHUP");
  const told = await server.line(({ level }) => level === "error", from);
  expect(told.msg).toMatch(/holds no certificate in PEM form\. What was presented before still is\.$/);
  expect(await dig("first.pem")).toBe(0);
  write(second);
  server.signal("SIGHUP");
  await server.line(({ msg }) => msg === "a renewed certificate is presented", from);
  for (let i = 0; i < 2; i++) expect(await dig("second.pem")).toBe(0);
  expect(await dig("first.pem")).toBe(1);
});

test.each([
  [{ listen, certificate: "nowhere.pem", key: "nowhere.pem" }, /^signpost: dns\.tls\.certificate: .*nowhere\.pem cannot be read \(ENOENT\)\.\n$/], // prettier-ignore
  [{ listen: ["127.0.0.1:5399", "127.0.0.1:5399"] }, /^signpost: dns\.tls\.listen has 127\.0\.0\.1:5399 twice\.\n$/], // prettier-ignore
  [{ listen: ["192.0.2.1:853"] }, /^signpost: Cannot listen on TCP 192\.0\.2\.1:853: no interface of this machine has that address\.\n$/], // prettier-ignore
] as const)("%o ends the start in one sentence", async (tls, sentence) => {
  const server = serve("bad", tls, {});
  expect(await server.exited()).toBe(1);
  expect(server.stderr).toMatch(sentence);
});
