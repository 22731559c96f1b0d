// `signpost trust`: a page of words for a shell, for the CA of a data directory, or one sentence why there is none.

import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { LocalAuthority } from "../../src/http/certificates/local-authority.ts";
import { signpost } from "./signpost.ts";

const folder = mkdtempSync(join(tmpdir(), "signpost-trust-"));
afterAll(() => rmSync(folder, { recursive: true }));

const clock = new VirtualClock(0, Date.UTC(2026, 0, 1) / 1000);
const data = join(folder, "data");
const { certificate } = LocalAuthority.open(join(data, "ca"), clock);

test("says which CA it is and how each kind of program is told", async () => {
  const { code, stdout } = await signpost(["trust", "--data", data]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# Signpost local CA [0-9a-f]{8}, until 2035-12-30, for TLS servers only\.\n/);
  expect(stdout).toContain(new X509Certificate(certificate).fingerprint256);
  for (const name of ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"])
    expect(stdout).toContain(`export ${name}=${join(data, "ca", "ca.pem")} `);
  expect(stdout).not.toContain("HTTPS_PROXY");
});

test("says how clients are led here, where they can be", async () => {
  const file = join(folder, "signpost.yaml");
  writeFileSync(
    file,
    `data: ${data}\napi: { intercept: true, listen: "127.0.0.1:5999", tls: { listen: "[::1]:5381" } }\n`,
  );
  const { stdout } = await signpost(["trust", "-c", file]);
  expect(stdout).toContain("export HTTPS_PROXY=http://127.0.0.1:5999 NO_PROXY=localhost,127.0.0.1,::1\n");
  expect(stdout).toContain(
    "# https://[::1]:5381 answers as route53.amazonaws.com, apigateway.*.amazonaws.com, lambda.*.amazonaws.com.\n",
  );
});

test.skipIf(process.platform === "win32")("a path is one word of a shell, whatever it holds", async () => {
  const awkward = join(folder, "a b'$(false)");
  LocalAuthority.open(join(awkward, "ca"), clock);
  const { stdout } = await signpost(["trust", "--data", awkward]);
  const line = stdout.split("\n").find((one) => one.startsWith("export AWS_CA_BUNDLE")) ?? "";
  const script = `${line.replace(/ +#.*/, "")}; printf %s "$AWS_CA_BUNDLE"`;
  expect(spawnSync("sh", ["-c", script], { encoding: "utf8" }).stdout).toBe(join(awkward, "ca", "ca.pem"));
});

test.skipIf(process.platform === "win32")(
  "the page is words for a shell, which runs none of the commands",
  async () => {
    const { stdout } = await signpost(["trust", "--data", data]);
    expect(spawnSync("sh", ["-n"], { input: stdout, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  },
);

test("where there is no CA, it says so and makes none", async () => {
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const { code, stderr } = await signpost(["trust", "--data", empty]);
  expect(code).toBe(1);
  expect(stderr).toContain(`There is no local CA at ${join(empty, "ca", "ca.pem")} yet`);
  expect(readdirSync(empty)).toEqual([]);
});

test("what is no certificate is told", async () => {
  mkdirSync(join(folder, "broken", "ca"), { recursive: true });
  writeFileSync(join(folder, "broken", "ca", "ca.pem"), "nothing");
  const { code, stderr } = await signpost(["trust", "--data", join(folder, "broken")]);
  expect(code).toBe(1);
  expect(stderr).toContain("cannot be read as a certificate");
});

test("memory outlives nothing", async () => {
  const { code, stderr } = await signpost(["trust", "--data", "null"]);
  expect(code).toBe(1);
  expect(stderr).toContain("data is null");
});
