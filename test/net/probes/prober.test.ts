// The prober: names, targets within, bounds, and the end of probes with their check.

import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { maxProbesAtOnce, maxWaitingProbes } from "../../../src/base/limits.ts";
import type { ProbeResult } from "../../../src/health/definition.ts";
import { HealthDriver } from "../../../src/net/probes/health-driver.ts";
import { type LookUp, Prober } from "../../../src/net/probes/prober.ts";
import { answer, endpoint, nobody, probe, targetOf } from "./endpoints.ts";

test("TCP: a connection is enough", async () => {
  const { port, requests } = await endpoint(() => undefined);
  expect(await probe(targetOf(port, { type: "TCP" }))).toEqual({ kind: "connected", resolved: null });
  expect(requests).toEqual([]);
});

test.each(["TCP", "HTTP", "HTTPS"] as const)("%s: nobody listens", async (type) => {
  const port = await freePort();
  expect(await probe(targetOf(port, { type }))).toEqual({
    kind: "refused",
    resolved: null,
    detail: "connection refused",
  });
});

test("a name is looked up for each probe, and its address reported", async () => {
  const { port, requests } = await endpoint((socket) => socket.end(answer("fine")));
  const asked: string[] = [];
  const lookUp: LookUp = (name) => {
    asked.push(name);
    return Promise.resolve({ addresses: ["127.0.0.1", "192.0.2.1"] });
  };
  const target = targetOf(port, { address: null, name: "www.example.com" });
  for (let i = 0; i < 2; i++)
    expect(await probe(target, { lookUp })).toMatchObject({ kind: "response", status: 200, resolved: "127.0.0.1" });
  expect(asked).toEqual(["www.example.com", "www.example.com"]);
  expect(requests[0]).toContain(`Host: www.example.com:${port}\r\n`);
});

test.each<[what: string, lookUp: LookUp, detail: string]>([
  ["that does not exist", nobody, "NXDOMAIN"],
  ["without IPv4 addresses", () => Promise.resolve({ addresses: [] }), "no A record"],
])("a name %s fails the probe (API:HealthCheckConfig, IPAddress)", async (_what, lookUp, detail) => {
  expect(await probe(targetOf(80, { address: null, name: "a.example.com" }), { lookUp })).toEqual({
    kind: "unresolved",
    detail,
  });
});

test.each(["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "224.0.0.1"])(
  "no probe goes to %s unless private targets are allowed, by address or by name",
  async (address) => {
    const refused = { privateTargets: "refused" } as const;
    const forbidden = { kind: "forbidden", address };
    expect(await probe(targetOf(9, { address }), refused)).toEqual(forbidden);
    const lookUp: LookUp = () => Promise.resolve({ addresses: [address] });
    expect(await probe(targetOf(9, { address: null, name: "a.example" }), { ...refused, lookUp })).toEqual(forbidden);
  },
);

test("a check that is cancelled has its connections closed and hears nothing more", async () => {
  const { port, sockets } = await endpoint(() => undefined);
  const results: ProbeResult[] = [];
  const prober = new Prober({
    lookUp: nobody,
    privateTargets: "allowed",
    wallMs: () => 0,
    probed: (result) => results.push(result),
  });
  onTestFinished(() => prober.close());
  for (const check of ["a", "a", "b"]) prober.probe({ check, edition: 1, prober: 0, target: targetOf(port) });
  await expect.poll(() => sockets.size).toBe(3);
  prober.cancel("a");
  expect(prober.running).toBe(1);
  await expect.poll(() => sockets.size).toBe(1);
  prober.close();
  await expect.poll(() => sockets.size).toBe(0);
  expect(results).toEqual([]);
});

test("so many probes run, so many wait, and the next is left out", async () => {
  const release: (() => void)[] = [];
  const lookUp: LookUp = () =>
    new Promise((resolve) => {
      release.push(() => resolve({ problem: "SERVFAIL" }));
    });
  const kinds: string[] = [];
  const prober = new Prober({
    lookUp,
    privateTargets: "refused",
    wallMs: () => 0,
    probed: ({ outcome }) => kinds.push(outcome.kind),
  });
  onTestFinished(() => prober.close());
  const target = targetOf(80, { address: null, name: "a.example" });
  const all = maxProbesAtOnce + maxWaitingProbes + 3;
  for (let i = 0; i < all; i++) prober.probe({ check: `check-${i}`, edition: 1, prober: 0, target });
  expect(prober.running).toBe(maxProbesAtOnce);
  await expect.poll(() => kinds).toEqual(["skipped", "skipped", "skipped"]);
  while (kinds.length < all) {
    expect(prober.running).toBeLessThanOrEqual(maxProbesAtOnce);
    for (const one of release.splice(0)) one();
    await new Promise(setImmediate);
  }
  expect(kinds.filter((kind) => kind === "unresolved").length).toBe(all - 3);
  expect(prober.running).toBe(0);
});

test(
  "the driver probes what is defined, publishes what flips, and ends with its checks",
  { timeout: 20_000 },
  async () => {
    const { port, requests } = await endpoint((socket) => socket.end(answer("fine", "HTTP/1.1 500 No\r\n")));
    const published: [number, string][] = [];
    const driver = new HealthDriver({
      lookUp: nobody,
      privateTargets: "allowed",
      publish: (index, status) => published.push([index, status]),
      probers: 16,
    });
    onTestFinished(() => driver.close());
    driver.begin();
    driver.change((checks) =>
      checks.define({
        kind: "endpoint",
        id: "a",
        index: 7,
        inverted: false,
        disabled: false,
        target: targetOf(port),
        intervalSeconds: 10,
        failureThreshold: 1,
        regions: ["us-east-1", "eu-west-1", "sa-east-1"],
      }),
    );
    // Six checkers: five of them must have failed.
    await expect.poll(() => driver.checks.statusOf("a"), { timeout: 15_000, interval: 100 }).toBe("unhealthy");
    expect(published).toEqual([
      [7, "healthy"],
      [7, "unhealthy"],
    ]);
    expect(requests.length).toBeGreaterThanOrEqual(5);
    expect(driver.checks.observations("a")[0].text).toBe("Failure: HTTP Status Code 500, No");
    driver.change((checks) => checks.remove("a"));
    expect(driver.checks.statusOf("a")).toBeNull();
  },
);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
