import { expect, test } from "vitest";
import { RRType, allTypes, typeName, typeNumber, typeRow } from "../../src/dns/types.ts";

test("mnemonics and numbers lead to each other, case apart", () => {
  for (const [mnemonic, number] of Object.entries(RRType)) {
    expect(typeNumber(mnemonic)).toBe(number);
    expect(typeNumber(mnemonic.toLowerCase())).toBe(number);
    expect(typeName(number)).toBe(mnemonic);
    expect(typeRow(number)).toMatchObject({ number, mnemonic });
  }
});

test("RFC 3597 §5: TYPEnnn stands for every number", () => {
  expect(typeNumber("TYPE0")).toBe(0);
  expect(typeNumber("type1")).toBe(1);
  expect(typeNumber("TYPE65535")).toBe(65535);
  expect(typeName(65280)).toBe("TYPE65280");
  expect(typeRow(65280)).toMatchObject({ number: 65280, mnemonic: "TYPE65280", rfc: "RFC 3597 §3", fields: [] });
});

test.each(["", "TYPE", "TYPE65536", "TYPE-1", "TYPEx", "AA", "IN", "*", "TYPE1x"])("%j is no type", (word) =>
  expect(typeNumber(word)).toBeUndefined(),
);

test("RFC 3597 §4: only names in RFC 1035's types are compressible", () => {
  const compressible = allTypes().flatMap((row) =>
    row.compressible === null ? [] : [[row.mnemonic, row.compressible.prefix, row.compressible.names]],
  );
  expect(compressible).toEqual([
    ["NS", 0, 1],
    ["MD", 0, 1],
    ["MF", 0, 1],
    ["CNAME", 0, 1],
    ["SOA", 0, 2],
    ["MB", 0, 1],
    ["MG", 0, 1],
    ["MR", 0, 1],
    ["PTR", 0, 1],
    ["MINFO", 0, 2],
    ["MX", 2, 1],
  ]);
});

test("RFC 1034 §4.3.2 step 6: the types whose names draw addresses into the additional section", () => {
  const targets = allTypes().flatMap((row) => (row.target === null ? [] : [`${row.mnemonic} ${row.target.prefix}`]));
  expect(targets).toEqual([
    "NS 0",
    "MD 0",
    "MF 0",
    "MB 0",
    "MX 2",
    "AFSDB 2",
    "RT 2",
    "SRV 6",
    "KX 2",
    "SVCB 2",
    "HTTPS 2",
  ]);
});

test("singletons and meta types", () => {
  const named = (column: "singleton" | "meta"): string[] =>
    allTypes().flatMap((row) => (row[column] ? [row.mnemonic] : []));
  expect(named("singleton")).toEqual(["CNAME", "SOA", "DNAME"]);
  expect(named("meta")).toEqual(["OPT", "NXNAME", "TKEY", "TSIG", "IXFR", "AXFR", "MAILB", "MAILA", "ANY"]);
});

test("every row names its document", () => {
  for (const row of allTypes()) {
    expect(row.rfc).toMatch(/^(RFC \d{3,4} §|RFC 2782|draft-|ATM Forum|the registry)/);
    expect(row.title.length).toBeGreaterThan(3);
  }
});
