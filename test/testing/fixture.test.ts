// The fixture for vitest: each test has a server of its own.

import { signpostTest } from "../../src/testing/vitest.ts";

const test = signpostTest({ zones: { "example.test": "www A 192.0.2.1" } });
const ports = new Set<number>();

for (const name of ["one", "another"])
  test(`${name} has its own server`, async ({ signpost, expect }) => {
    expect(await signpost.resolver.resolve4("www.example.test")).toEqual(["192.0.2.1"]);
    expect(ports.has(signpost.dns.port)).toBe(false);
    ports.add(signpost.dns.port);
  });
