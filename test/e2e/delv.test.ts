// delv, BIND's validator, gets its records from a running server that resolves in the lab, unchecked (CD), and verifies them by
// itself from the root's key, as docs/lab.md says to do: what is whole it finds whole, and of what is broken it knows why.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Folder, partsOf, RunningServer } from "./running-server.ts";

const hasDelv = spawnSync("delv", ["-v"]).status === 0;
const anchors = fileURLToPath(new URL("../../zones/lab/trust-anchors.conf", import.meta.url));
const folder = new Folder();
let server: RunningServer;
let port: string;

beforeAll(async () => {
  server = new RunningServer(["--lab", "--listen", "127.0.0.1:0", "--workers", "1"], folder.path);
  const { dns } = await server.ready();
  port = String(partsOf(dns[0]).port);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const cases: readonly (readonly [string, RegExp])[] = [
  ["www.example.com A", /^; fully validated\nwww\.example\.com\.\s+\d+\s+IN\s+A\s+192\.0\.2\.80\n/],
  ["longer.example.com TXT", /^; fully validated\n/],
  ["anybody.people.example.com A", /^; fully validated\n/],
  ["typo.example.com A", /ncache nxdomain\n; negative response, fully validated\n/],
  ["typo.example.org A", /ncache nxdomain\n; negative response, fully validated\n/],
  ["ftp.example.com AAAA", /^; fully validated\nftp\.example\.com\.\s+\d+\s+IN\s+CNAME/],
  ["80.2.0.192.in-addr.arpa PTR", /^; fully validated\n/],
  ["xn--mrchen-bua.xn--bcher-kva.com A", /^; fully validated\n/],
  ["www.lanterns.com A", /^; unsigned answer\n/],
  ["build.dev.example.com A", /; unsigned answer\n/],
  ["www.shop.opt-out.broken.test A", /^; unsigned answer\n/],
  ["www.algorithm-unknown.broken.test A", /; unsigned answer\n/],
  ["www.digest-unknown.broken.test A", /; unsigned answer\n/],
  ["www.signature-expired.fixed.test A", /^; fully validated\n/],
  ["www.signature-expired.broken.test A", /RRSIG has expired\n[^]*resolution failed: broken trust chain\n/],
  ["www.signature-early.broken.test A", /RRSIG validity period has not begun\n[^]*resolution failed/],
  ["www.signature-missing.broken.test A", /resolution failed: insecurity proof failed\n/],
  ["www.rollover-forgotten.broken.test A", /DNSKEY: no valid signature found \(DS\)\n[^]*resolution failed/],
  ["www.rollover-hasty.broken.test A", /\/A: no valid signature found\n[^]*resolution failed/],
  ["www.key-not-for-zones.broken.test A", /no valid signature found\n[^]*resolution failed/],
  ["www.delegation-stripped.broken.test A", /parent indicates it should be secure\n[^]*resolution failed/],
  ["www.answer-forged.broken.test A", /resolution failed: RRSIG failed to verify\n/],
  ["nobody.denial-unproven.broken.test A", /resolution failed: broken trust chain\n/],
  ["bob.people.wildcard-unproven.broken.test A", /resolution failed: no valid NSEC\n/],
];

test.skipIf(!hasDelv)(
  `RFC 4035 §5: delv verifies the signed lab through us${hasDelv ? "" : " (skipped: no delv here)"}`,
  () => {
    for (const [question, expected] of cases) {
      const words = ["-a", anchors, "+cd", "-p", port, "@127.0.0.1", ...question.split(" ")];
      const { stdout, stderr } = spawnSync("delv", words, { encoding: "utf8", timeout: 10_000 });
      expect(`${stderr}${stdout}`, question).toMatch(expected);
    }
  },
  60_000,
);
