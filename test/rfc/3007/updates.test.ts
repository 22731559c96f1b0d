// Secure updates: who may change what is decided by whoever signed, and nothing is changed for whoever did not.

import { expect, test } from "vitest";
import { Desk, key, otherKey } from "../../server/updates/desk.ts";

const updates = ["delete www.example.test."];

test("RFC 3007 §2: an update that has to be signed and is not, or by another, changes nothing", async () => {
  const desk = new Desk([{ key: key.name }]);
  for (const sent of [{ updates }, { updates, key: otherKey }, { updates, key: { ...key, secret: new Uint8Array(9) } }])
    expect(await desk.ask(sent)).toMatch(/^REFUSED 18|^NOTAUTH/);
  expect(desk.sets).toHaveLength(1);
  expect(await desk.ask({ updates, key })).toBe("NOERROR");
  expect(desk.sets).toEqual([]);
});

test("RFC 3007 §3.1: a policy may go by the key, the name and the type", async () => {
  const desk = new Desk([
    { key: key.name, names: ["www.example.test"], types: ["A"] },
    { key: otherKey.name, types: ["TXT"] },
  ]);
  expect(await desk.ask({ updates, key: otherKey })).toMatch(/^REFUSED 18/);
  expect(await desk.ask({ updates, key })).toBe("NOERROR");
  expect(await desk.ask({ updates: ['add www.example.test. 60 TXT "x"'], key })).toMatch(/^REFUSED 18/);
  expect(await desk.ask({ updates: ['add www.example.test. 60 TXT "x"'], key: otherKey })).toBe("NOERROR");
});
