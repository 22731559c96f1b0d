// Certificates by ACME, as people get them: certbot's Route 53 plugin and lego, led here by their environment, put the
// challenge into a hosted zone, lego also by dynamic updates that are signed (RFC 2136, RFC 8945); Pebble, an ACME server for
// tests, asks our DNS for it. What is not installed is named.

import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, RunningServer } from "../../e2e/running-server.ts";

/** Debian's certbot runs on Debian's Python, and has its plugin there. */
const plugin = ["-c", "import certbot_dns_route53"];
const missing = [
  ...["pebble", "openssl", "lego", "certbot"].filter((program) => spawnSync("which", [program]).status !== 0),
  ...(spawnSync("/usr/bin/python3", plugin).status === 0 ? [] : ["python3-certbot-dns-route53"]),
];

const key = "acme.test.";
const secret = Buffer.alloc(32, 3).toString("base64");
const folder = new Folder();
const path = (name: string): string => join(folder.path, name);
let server: RunningServer;
let pebble: ChildProcess;
let environment: NodeJS.ProcessEnv;
let dns = "";
let directory = "";

afterAll(() => folder.remove());

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function startPebble(): Promise<void> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const words = ["-subj", "/CN=localhost", "-addext", names, "-keyout", path("key.pem"), "-out", path("pebble.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...words], {
    stdio: "ignore",
  });
  const config = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    certificate: path("pebble.pem"),
    privateKey: path("key.pem"),
    httpPort: 1,
    tlsPort: 1,
  };
  folder.write("pebble.json", JSON.stringify({ pebble: config }));
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" };
  pebble = spawn("pebble", ["-config", path("pebble.json"), "-dnsserver", dns], { env });
  await new Promise<void>((resolve, reject) => {
    pebble.once("exit", () => reject(new Error("pebble ended")));
    pebble.stdout?.on("data", (chunk: Buffer) => chunk.includes("Listening") && resolve());
    pebble.stderr?.on("data", (chunk: Buffer) => chunk.includes("Listening") && resolve());
  });
  directory = `https://localhost:${port}/dir`;
}

/** The program's exit code and all it printed. */
async function run(program: string, words: readonly string[], more: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(program, words, { env: { ...environment, ...more } });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return `${code}: ${said}`;
}

describe.skipIf(missing.length > 0)(
  `ACME${missing.length > 0 ? ` (not installed: ${missing.join(", ")})` : ""}`,
  () => {
    beforeAll(async () => {
      folder.write("zones/.keep", "");
      const tsigKeys = [{ name: key, algorithm: "hmac-sha256", secret }];
      const updates = [{ key, names: ["_acme-challenge.lego2.acme.test"], types: ["TXT"] }];
      folder.write("signpost.yaml", JSON.stringify({ api: { intercept: true }, dns: { tsigKeys, updates } }));
      const words = ["-c", "signpost.yaml", "--data", "./data", "--zones", "zones", "--no-resolver"];
      server = new RunningServer([...words, "--listen", "127.0.0.1:0", "--workers", "1"], folder.path);
      const ready = await server.ready();
      [dns] = ready.dns;
      await startPebble();
      const authority = path("data/ca/ca.pem");
      environment = {
        PATH: process.env["PATH"],
        HOME: folder.path,
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "x",
        AWS_REGION: "us-east-1",
        AWS_DEFAULT_REGION: "us-east-1",
        HTTPS_PROXY: `http://${ready.api}`,
        NO_PROXY: "localhost,127.0.0.1",
        AWS_CA_BUNDLE: authority,
        SSL_CERT_FILE: authority,
      };
      const inside = "<Name>acme.test</Name><CallerReference>1</CallerReference>";
      const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${inside}</CreateHostedZoneRequest>`;
      const made = await fetch(`http://${ready.api}/2013-04-01/hostedzone`, { method: "POST", body });
      if (made.status !== 201) throw new Error(await made.text());
    });

    afterAll(async () => {
      pebble.kill();
      await server.stop();
    });

    test("certbot gets a certificate", async () => {
      const own = ["--config-dir", path("cb"), "--work-dir", path("cb/work"), "--logs-dir", path("cb/logs")];
      const words = ["certonly", "--server", directory, "-m", "a@acme.test", "--agree-tos", "-n", "--dns-route53"];
      const said = await run("/usr/bin/certbot", [...words, "-d", "certbot.acme.test", "-d", "*.acme.test", ...own], {
        REQUESTS_CA_BUNDLE: path("pebble.pem"),
      });
      expect(said).toMatch(/^0: /);
      const certificate = new X509Certificate(readFileSync(path("cb/live/certbot.acme.test/cert.pem")));
      expect(certificate.checkHost("any.acme.test")).toBe("*.acme.test");
    }, 60_000);

    /** The name that its certificate is good for. */
    const lego = async (provider: string, domain: string, more: NodeJS.ProcessEnv): Promise<string | undefined> => {
      const own = ["--server", directory, "--email", "a@acme.test", "--accept-tos", "--path", path("lego")];
      const where = ["--dns", provider, "--dns.resolvers", dns, "--dns.disable-cp", "--domains", domain];
      const said = await run("lego", [...own, ...where, "run"], { LEGO_CA_CERTIFICATES: path("pebble.pem"), ...more });
      expect(said).toMatch(/^0: /);
      const certificate = new X509Certificate(readFileSync(path(`lego/certificates/${domain}.crt`)));
      return certificate.checkHost(domain);
    };

    test("lego gets a certificate", async () => {
      expect(await lego("route53", "lego.acme.test", { AWS_POLLING_INTERVAL: "1" })).toBe("lego.acme.test");
    }, 60_000);

    test("lego gets a certificate by dynamic updates", async () => {
      const name = await lego("rfc2136", "lego2.acme.test", {
        RFC2136_NAMESERVER: dns,
        RFC2136_TSIG_KEY: key,
        RFC2136_TSIG_ALGORITHM: "hmac-sha256.",
        RFC2136_TSIG_SECRET: secret,
        RFC2136_POLLING_INTERVAL: "1",
      });
      expect(name).toBe("lego2.acme.test");
      const history = (await server.page("/_signpost/zones/history/acme.test")).body;
      expect(history.match(/dynamic update by key acme\.test\./g)).toHaveLength(2);
    }, 60_000);
  },
);
