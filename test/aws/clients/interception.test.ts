// Clients that cannot be told an endpoint: with a proxy and an authority in their environment they ask AWS, and get us.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Folder, partsOf, RunningServer } from "../../e2e/running-server.ts";
import { Boto3, findBoto3 } from "./boto3.ts";

const python = findBoto3();
const folder = new Folder();
folder.write("zones/.keep", "");
folder.write("signpost.yaml", `api: { intercept: true }\n`);
const words = [
  "-c",
  "signpost.yaml",
  "--data",
  "./data",
  "--zones",
  "zones",
  "--listen",
  "127.0.0.1:0",
  "--no-resolver",
];
const authority = join(folder.path, "data/ca/ca.pem");
let server: RunningServer;
let api = "";

beforeAll(async () => {
  server = new RunningServer(words, folder.path);
  ({ api } = await server.ready());
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

/** CONNECT to `target`; then, where it was allowed, what GET of the number of zones says. */
function throughProxy(target: string): Promise<{ status: number; body: string }> {
  const { host, port } = partsOf(api);
  const asked = request({ host, port, method: "CONNECT", path: target });
  return new Promise((resolve, reject) => {
    asked.on("error", reject);
    asked.on("response", (response) => resolve({ status: response.statusCode ?? 0, body: "" }));
    asked.on("connect", ({ statusCode = 0 }, socket) => {
      if (statusCode !== 200) {
        resolve({ status: statusCode, body: "" });
        socket.destroy();
        return;
      }
      const ca = readFileSync(authority);
      const secure = connect({ socket, servername: target.split(":")[0], ca }, () => {
        secure.write(`GET /2013-04-01/hostedzonecount HTTP/1.1\r\nhost: ${target}\r\nconnection: close\r\n\r\n`);
      });
      let text = "";
      secure.on("data", (chunk: Buffer) => (text += chunk.toString()));
      secure.on("error", reject);
      secure.on("close", () => resolve({ status: Number(text.slice(9, 12)), body: text }));
    });
    asked.end();
  });
}

test("what is asked of route53.amazonaws.com is answered here", async () => {
  const { status, body } = await throughProxy("route53.amazonaws.com:443");
  expect(status).toBe(200);
  expect(body).toContain("<HostedZoneCount>0</HostedZoneCount>");
});

test.each(["acme.example:443", "route53.amazonaws.com:22", "169.254.169.254:80", "localhost:443"])(
  "%s is not connected to",
  async (target) => {
    expect((await throughProxy(target)).status).toBe(403);
  },
);

test("without a data directory there is nowhere to keep an authority", async () => {
  const lost = new RunningServer(
    words.map((word) => (word === "./data" ? "null" : word)),
    folder.path,
  );
  expect(await lost.exited()).toBe(1);
  expect(lost.stderr).toContain("api.intercept wants a data directory");
});

test("the authority's key is its owner's only, and stays over a restart", async () => {
  expect(statSync(join(folder.path, "data/ca/ca-key.pem")).mode & 0o777).toBe(0o600);
  const before = readFileSync(authority, "utf8");
  await server.stop();
  server = new RunningServer(words, folder.path);
  ({ api } = await server.ready());
  expect(readFileSync(authority, "utf8")).toBe(before);
});

test.skipIf(python === null)(
  `boto3 without an endpoint is led here by its environment${python === null ? " (python3-boto3 is not installed)" : ""}`,
  async () => {
    const environment = { HTTPS_PROXY: `http://${api}`, AWS_CA_BUNDLE: authority };
    const boto = new Boto3(python ?? "", null, { key: "AKIAEXAMPLE", secret: "x" }, environment);
    const made = await boto.call("create_hosted_zone", { Name: "led.test", CallerReference: "1" });
    expect(made.Location).toBe(`https://route53.amazonaws.com/2013-04-01${made.HostedZone.Id}`);
    boto.close();
  },
);

const openssl = spawnSync("openssl", ["version"]).status === 0;

test.skipIf(!openssl)(`OpenSSL takes the authority for one${openssl ? "" : " (openssl is not installed)"}`, () => {
  expect(existsSync(authority)).toBe(true);
  const { stdout } = spawnSync("openssl", ["verify", "-x509_strict", "-CAfile", authority, authority], {
    encoding: "utf8",
  });
  expect(stdout).toContain("OK");
});
