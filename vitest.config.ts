// The tests: every test/**/*.test.ts, two at a time, as the machines that run them have two cores.
// Servers, worker threads and koffi's native code must not share a process, so what starts them has processes of its own,
// one a file. The floors below them are plain functions and values: two processes run all of their files one after another,
// which saves starting three hundred (a third of a second of CPU each).
// `npm test` is to stay under five minutes: what is long runs with SIGNPOST_LONG=yes, which CI and the commands of these
// tests set (CONTRIBUTING.md).

import { defineConfig } from "vitest/config";

const floors = "authority,base,dns,dnssec,gateway,health,replay,resolver,rfc,routing,store,trace,zone";
/** Not aws/clients, who talk to a server. */
const aws = "rest-json,rest-xml,route53,sts";
const plain = [`test/{${floors}}/**/*.test.ts`, `test/aws/{${aws}}/**/*.test.ts`];

const long = [
  "test/aws/clients/acme.test.ts",
  "test/aws/clients/clients-gateway.test.ts",
  "test/crypto/signers.test.ts",
  "test/differential/oddities.test.ts",
  "test/differential/signed.test.ts",
  "test/disk/crash.test.ts",
  "test/e2e/catalogs.test.ts",
  "test/e2e/delv.test.ts",
  "test/e2e/encrypted.test.ts",
  "test/e2e/gateway-durable.test.ts",
  "test/e2e/gateway-limits.test.ts",
  "test/e2e/hostile/**",
  "test/e2e/incremental-transfers.test.ts",
  "test/e2e/interception.test.ts",
  "test/e2e/online-signing.test.ts",
  "test/e2e/recursion-prefetch.test.ts",
  "test/e2e/route53-durable.test.ts",
  "test/e2e/secondaries.test.ts",
  "test/e2e/transfers.test.ts",
  "test/e2e/updates.test.ts",
  "test/fuzz/gateway.test.ts",
  "test/http/functions/scaling.test.ts",
  "test/http/functions/together.test.ts",
  "test/http/gateway/patience.test.ts",
  "test/lab/bind.test.ts",
  "test/lab/random-validators.test.ts",
  "test/lab/validators.test.ts",
  "test/net/probes/http-probe.test.ts",
  "test/net/probes/prober.test.ts",
];
const left = process.env["SIGNPOST_LONG"] === "yes" ? [] : long;

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    reporters: ["default"],
    projects: [
      { extends: true, test: { name: "plain", isolate: false, include: plain } },
      { extends: true, test: { name: "processes", include: ["test/**/*.test.ts"], exclude: [...plain, ...left] } },
    ],
  },
});
