// The API over TLS as a user starts it (api.tls): clients that were given the local CA reach it as AWS's host and as this
// machine, each by its own variable; those that were not, refuse. A client that is not installed is named.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Folder, RunningServer } from "./running-server.ts";

const folder = new Folder();
const authority = join(folder.path, "data/ca/ca.pem");
const words = ["-c", "signpost.yaml", "--zones", "zones", "--listen", "127.0.0.1:0", "--workers", "1", "--no-resolver"];
let server: RunningServer;
let tls = "";

beforeAll(async () => {
  folder.write("zones/.keep", "");
  folder.write(
    "signpost.yaml",
    `data: ./data\napi: { tls: { listen: "127.0.0.1:0", hosts: ["*.amazonaws.com", "*.aws.example"] } }\n`,
  );
  server = new RunningServer([...words, "--data", "./data"], folder.path);
  tls = String((await server.ready())["apiTls"]);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a client that trusts nothing of ours but by `environment`. */
async function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Said> {
  const own = Object.entries(process.env).filter(([name]) => !/^AWS_|_proxy$|_CA_|SSL_CERT/i.test(name));
  const child = spawn(program, args, { env: { ...Object.fromEntries(own), ...environment } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, stdout, stderr };
}

test("the CA is there when the server is ready, its key for its owner only", () => {
  expect(statSync(authority).isFile()).toBe(true);
  expect(statSync(join(folder.path, "data/ca/ca-key.pem")).mode & 0o777).toBe(0o600);
});

test("Node.js is told by NODE_EXTRA_CA_CERTS", async () => {
  const script = `fetch("https://localhost:${tls.split(":")[1]}/2013-04-01/hostedzonecount").then((r) => r.text()).then(console.log, (e) => console.log(e.cause.code))`;
  const told = await run(process.execPath, ["-e", script], { NODE_EXTRA_CA_CERTS: authority });
  expect(told.stdout).toContain("<HostedZoneCount>0</HostedZoneCount>");
  const untold = await run(process.execPath, ["-e", script]);
  expect(untold.stdout).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
});

const curl = spawnSync("curl", ["--version"]).status === 0;

test.skipIf(!curl)(
  `curl reaches AWS's host here by --connect-to${curl ? "" : " (curl is not installed)"}`,
  async () => {
    const ask = (host: string, ...more: string[]): Promise<Said> =>
      run("curl", ["-sS", "--connect-to", `::${tls}`, ...more, `https://${host}/2013-04-01/hostedzonecount`]);
    const told = await ask("route53.amazonaws.com", "--cacert", authority);
    expect(told.stdout).toContain("<HostedZoneCount>0</HostedZoneCount>");
    expect((await ask("sts.eu-central-1.amazonaws.com", "--cacert", authority)).code).toBe(0);
    expect((await ask("route53.aws.example", "--cacert", authority)).stdout).toContain("<HostedZoneCount>0<");
    expect((await ask("route53.amazonaws.com")).code).toBe(60); // not believed
    expect((await ask("acme.example", "--cacert", authority)).code).toBe(35); // no handshake
  },
);

const awsCli = spawnSync("aws", ["--version"]).status === 0;

test.skipIf(!awsCli)(`the AWS CLI is told by AWS_CA_BUNDLE${awsCli ? "" : " (awscli is not installed)"}`, async () => {
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_DEFAULT_REGION: "us-east-1" };
  const args = ["--endpoint-url", `https://${tls}`, "route53", "get-hosted-zone-count", "--output", "json"];
  const told = await run("aws", args, { ...credentials, AWS_CA_BUNDLE: authority });
  expect(told.stderr).toBe("");
  expect(JSON.parse(told.stdout)).toEqual({ HostedZoneCount: 0 });
  expect((await run("aws", args, credentials)).stderr).toContain("CERTIFICATE_VERIFY_FAILED");
});

test("without a data directory there is nowhere to keep a CA", async () => {
  const lost = new RunningServer([...words, "--data", "null"], folder.path);
  expect(await lost.exited()).toBe(1);
  expect(lost.stderr).toBe("signpost: api.tls.listen wants a data directory to keep its authority in: data is null\n");
});

test("a CA without its key stops the start with a sentence", async () => {
  folder.write("broken/ca/ca.pem", "no matter what");
  const broken = new RunningServer([...words, "--data", "./broken"], folder.path);
  expect(await broken.exited()).toBe(1);
  expect(broken.stderr).toMatch(/^signpost: \S*ca\.pem has no key beside it/);
});
