// What every filling of the port Tables must do, in one suite: it is run over memory and over SQLite.

import fc from "fast-check";
import { expect, test } from "vitest";
import { compareKeys, prefixEnd, type Tables } from "../../src/base/tables.ts";

export function testTables(open: () => Tables): void {
  const scanned = (tables: Tables, range: Parameters<Tables["scan"]>[1], table = "t"): string[] =>
    Array.from(tables.scan(table, range), ([key]) => key);

  test("what was put is there, until it is deleted", () => {
    const tables = open();
    expect(tables.get("t", "a")).toBeNull();
    tables.put("t", "a", "1");
    tables.put("t", "a", "2");
    tables.put("other", "a", "3");
    expect([tables.get("t", "a"), tables.get("other", "a")]).toEqual(["2", "3"]);
    expect(tables.delete("t", "a")).toBe(true);
    expect(tables.delete("t", "a")).toBe(false);
    expect([tables.get("t", "a"), tables.get("other", "a")]).toEqual([null, "3"]);
  });

  test("scans go by the octets of UTF-8, from a key on, within a prefix, up to a limit", () => {
    const tables = open();
    const keys = ["", "a", "a b", "a-b", "a.b", "ab", "b", "é", "\uffff", "😀", "😀x"];
    for (const key of keys.toReversed()) tables.put("t", key, key);
    expect(scanned(tables, {})).toEqual(keys);
    expect(scanned(tables, { prefix: "a" })).toEqual(["a", "a b", "a-b", "a.b", "ab"]);
    expect(scanned(tables, { prefix: "a", from: "a-" })).toEqual(["a-b", "a.b", "ab"]);
    expect(scanned(tables, { prefix: "a", from: "A" })).toEqual(["a", "a b", "a-b", "a.b", "ab"]);
    expect(scanned(tables, { prefix: "a", from: "b" })).toEqual([]);
    expect(scanned(tables, { from: "\uffff", limit: 2 })).toEqual(["\uffff", "😀"]);
    expect(scanned(tables, { limit: 0 })).toEqual([]);
    expect(scanned(tables, {}, "empty")).toEqual([]);
    expect([tables.count("t", ""), tables.count("t", "a"), tables.count("t", "😀"), tables.count("t", "z")]).toEqual([
      11, 5, 2, 0,
    ]);
  });

  test("a scan goes on while its reader deletes and puts", () => {
    const tables = open();
    let seen = 0;
    tables.transaction(() => {
      for (let i = 1000; i < 2000; i++) tables.put("t", String(i), "");
      for (const [key] of tables.scan("t", {})) {
        seen++;
        tables.delete("t", key);
        tables.put("u", key, "");
      }
    });
    expect([seen, tables.count("t", ""), tables.count("u", "")]).toEqual([1000, 0, 1000]);
  });

  test("a transaction that throws leaves nothing, one that returns leaves all", () => {
    const tables = open();
    tables.put("t", "kept", "1");
    const fault = new Error("no");
    expect(() =>
      tables.transaction(() => {
        tables.put("t", "kept", "2");
        tables.put("t", "new", "1");
        tables.delete("t", "kept");
        tables.put("t", "kept", "3");
        throw fault;
      }),
    ).toThrow(fault);
    expect(scanned(tables, {})).toEqual(["kept"]);
    expect(tables.get("t", "kept")).toBe("1");
    expect(
      tables.transaction(() => {
        tables.put("t", "new", "1");
        return tables.get("t", "new");
      }),
    ).toBe("1");
    expect(scanned(tables, {})).toEqual(["kept", "new"]);
  });

  test("transactions do not nest, and an attempt spoils the outer one", () => {
    const tables = open();
    expect(() =>
      tables.transaction(() => {
        tables.put("t", "a", "1");
        tables.transaction(() => {});
      }),
    ).toThrow("nest");
    expect(tables.get("t", "a")).toBeNull();
    tables.transaction(() => tables.put("t", "b", "1"));
    expect(tables.get("t", "b")).toBe("1");
  });

  test("any history gives what a plain map gives", () => {
    const key = fc.string({ unit: "binary", maxLength: 3 });
    const step = fc.record({ key, value: fc.option(fc.string({ maxLength: 4 })), undone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 12 }), key, (batches, prefix) => {
        const tables = open();
        const model = new Map<string, string>();
        for (const batch of batches) runBatch(tables, model, batch);
        const rows = [...model].toSorted(([a], [b]) => compareKeys(a, b));
        expect([...tables.scan("t", {})]).toEqual(rows);
        const within = rows.filter(([name]) => name.startsWith(prefix));
        expect([...tables.scan("t", { prefix })]).toEqual(within);
        expect(tables.count("t", prefix)).toBe(within.length);
      }),
      { numRuns: 60 },
    );
  });
}

interface Step {
  readonly key: string;
  readonly value: string | null;
  readonly undone: boolean;
}

function runBatch(tables: Tables, model: Map<string, string>, batch: readonly Step[]): void {
  const undone = batch.some((step) => step.undone);
  try {
    tables.transaction(() => {
      for (const { key, value } of batch) {
        if (value === null) tables.delete("t", key);
        else tables.put("t", key, value);
      }
      if (undone) throw new Error("undone");
    });
  } catch (error) {
    if (!undone) throw error;
    return;
  }
  for (const { key, value } of batch) {
    if (value === null) model.delete(key);
    else model.set(key, value);
  }
}

/** The order of keys is that of their octets; what ends a prefix is the least key behind it. */
export function testKeyOrder(): void {
  const key = fc.string({ unit: "binary", maxLength: 4 });

  test("keys compare as their octets do", () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });

  test("a prefix ends right behind the keys that begin with it", () => {
    fc.assert(
      fc.property(key, key, (prefix, other) => {
        const end = prefixEnd(prefix);
        if (end !== null) expect(compareKeys(prefix + other, end)).toBeLessThan(0);
        if (end !== null && compareKeys(other, prefix) >= 0 && compareKeys(other, end) < 0)
          expect(other.startsWith(prefix)).toBe(true);
      }),
    );
  });
}
