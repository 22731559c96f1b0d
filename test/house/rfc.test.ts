// Every RFC that the code cites has tests under test/rfc/<number>/, and every citation is written so that a search
// finds it: "RFC 4035 §3.1.3".

import { expect, test } from "vitest";
import { filesBelow, parseSource, type Source, sourcesBelow } from "./source.ts";

const sources = sourcesBelow("src");

/** Registries: a number's origin is no behaviour that a test could hold us to. */
const registries: readonly string[] = ["src/dns/codes.ts"];

test("every RFC cited in src has a test folder", () => {
  const cited = citations(sources.filter((source) => !registries.includes(source.path)));
  expect(cited.size).toBeGreaterThan(5);
  const tested = new Set(
    filesBelow("test/rfc")
      .filter((path) => path.endsWith(".test.ts"))
      .map((path) => path.split("/")[2]),
  );
  const missing = [...cited]
    .filter(([number]) => !tested.has(number))
    .map(([number, paths]) => `test/rfc/${number}/ (cited in ${paths.slice(0, 3).join(", ")})`);
  expect(missing).toEqual([]);
});

test("citations are spelled so that a search finds them", () => {
  expect(sources.flatMap(misspelled)).toEqual([]);
});

test("planted citations are found", () => {
  const planted = parseSource("src/dns/x.ts", `// RFC 1035 §3.1 and RFC 403\nconst why = "RFC 8020 §2";`);
  expect([...citations([planted]).keys()]).toEqual(["403", "1035", "8020"]);
  expect(misspelled(planted)).toEqual([]);
  expect(
    misspelled(parseSource("src/dns/x.ts", `// RFC1035, rfc 4034, RFC-2181,\n// RFC 1035 section 3.1`)),
  ).toHaveLength(2);
});

function citations(from: readonly Source[]): Map<string, string[]> {
  const cited = new Map<string, string[]>();
  for (const { path, text } of from) {
    for (const [, number] of text.matchAll(/\bRFC (\d{3,4})\b/g)) {
      const paths = cited.get(number) ?? [];
      if (!paths.includes(path)) paths.push(path);
      cited.set(number, paths);
    }
  }
  return new Map([...cited].toSorted(([a], [b]) => Number(a) - Number(b)));
}

function misspelled(source: Source): string[] {
  return source.comments
    .flatMap((comment) =>
      comment.value.split("\n").map((line, index) => ({ line, at: source.lineAt(comment.start) + index })),
    )
    .filter(({ line }) => /\b(RFC-?\d|rfc[ -]?\d)|\bRFC \d+,? (section|sec\.)/.test(line))
    .map(({ line, at }) => `${source.path}:${at}: ${line.trim()}`);
}
