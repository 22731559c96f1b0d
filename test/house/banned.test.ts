// What the code does not do, where, and what it does instead. Each row proves itself on a planted text.
// The words are looked for in code only (comments and strings are blanked), unless the row says `text`.

import { posix } from "node:path";
import { expect, test } from "vitest";
import { folderOf, isPortable } from "./floors.ts";
import { parseSource, type Source, sourcesBelow } from "./source.ts";

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly where: (path: string) => boolean;
  readonly reads?: "text";
  readonly why: string;
  /** A path and a text in which it must be found. */
  readonly planted: readonly [path: string, text: string];
}

const inSrc = (path: string): boolean => path.startsWith("src/");
const inTests = (path: string): boolean => path.startsWith("test/");
const everywhere = (): boolean => true;
const inFolders =
  (...folders: string[]) =>
  (path: string): boolean =>
    folders.includes(folderOf(path));

const bans: readonly Ban[] = [
  {
    what: "a clock",
    pattern: /\bDate\.now\b|\bDate\(\s*\)|\bperformance\b/,
    where: isPortable,
    why: "Take a Clock (base/clock.ts) as an argument: replays and tests run on a clock of their own.",
    planted: ["src/resolver/x.ts", "const at = Date.now();"],
  },
  {
    what: "Math.random",
    pattern: /\bMath\.random\b/,
    where: inSrc,
    why: "Take a Random (base/random.ts): what Math.random gives can be foretold, query ids must not (RFC 5452 §9.2).",
    planted: ["src/net/x.ts", "const id = Math.random() * 65536;"],
  },
  {
    what: "console",
    pattern: /\bconsole\./,
    where: inSrc,
    why: "Log through the pino logger of server/; what a command prints goes to process.stdout in cli/.",
    planted: ["src/net/x.ts", "console.log(1);"],
  },
  {
    // Passing on what a catch clause caught is none.
    what: "throw",
    pattern: /\bthrow\b(?! (fault|error);)/,
    where: inFolders("dns", "dnssec", "zone", "authority"),
    why: "Faults of wire and text are values; a broken invariant is an assert of base/. No packet may kill a worker.",
    planted: ["src/dns/x.ts", "if (size > 63) throw new RangeError();"],
  },
  {
    what: "timers",
    pattern: /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/,
    where: isPortable,
    why: "Return the wait as an effect; the driver on floor 6 owns the timers.",
    planted: ["src/resolver/x.ts", "setTimeout(retry, 400);"],
  },
  {
    what: "await",
    pattern: /\b(async|await)\b/,
    where: inFolders("base", "dns", "trace", "dnssec", "routing", "zone", "authority"),
    why: "Nothing waits between a datagram and an authoritative answer.",
    planted: ["src/authority/x.ts", "const zone = await find(name);"],
  },
  {
    what: "Node's globals",
    pattern: /\b(Buffer|process|__dirname|require)\b\s*[.(]/,
    where: isPortable,
    why: "Floors 0-5 also run in a browser: Uint8Array and ports have what these give.",
    planted: ["src/dns/x.ts", "Buffer.from(text);"],
  },
  {
    what: "the machine's locale",
    pattern: /\.(localeCompare|toLocale\w+)\(/,
    where: inSrc,
    why: "It differs from machine to machine: compare octets, and fold case by the table of base/octets.ts (RFC 4343 §3).",
    planted: ["src/dns/x.ts", "names.sort((a, b) => a.localeCompare(b));"],
  },
  {
    what: "calls that hold the loop for a child process",
    pattern: /\b(execSync|execFileSync|spawnSync)\b/,
    where: inSrc,
    why: "A server answers nobody meanwhile: spawn, and wait for the exit.",
    planted: ["src/cli/x.ts", "execSync(`dig`);"],
  },
  {
    what: "silenced rules without a reason",
    pattern: /\b(ox|es)lint-disable(?!.* -- \S)/,
    where: everywhere,
    reads: "text",
    why: "Write `-- why` behind it. (That nobody writes `any` is such a rule: no-explicit-any.)",
    planted: ["src/dns/x.ts", "// oxlint-" + "disable-next-line no-explicit-any\nf();"],
  },
  {
    what: "silenced types",
    pattern: /@ts-(ignore|nocheck|expect-error)/,
    where: everywhere,
    reads: "text",
    why: "Make the type say what is true.",
    planted: ["src/dns/x.ts", "// @ts-" + "ignore\nf();"],
  },
  {
    what: "promises of later work",
    pattern: new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"].join("|")})\\b`),
    where: everywhere,
    reads: "text",
    why: "Do it, or open an issue: nobody finds it in a comment.",
    planted: ["src/dns/x.ts", "// TO" + "DO later"],
  },
  {
    what: "a test that runs alone, or never",
    pattern: /\b(test|it|describe)(\.\w+)*\.(only|skip|todo)\(/,
    where: inTests,
    why: "It hides the other tests, or itself; `skipIf` with the missing tool's name is the honest way.",
    planted: ["test/dns/x.test.ts", `test.only("a", () => {});`],
  },
  {
    what: "mocks",
    pattern: /\bvi\.(mock|fn|spyOn|stubGlobal|useFakeTimers)\b/,
    where: inTests,
    why: "Fakes of Clock, Random and Network only: a mock agrees with whatever its writer believed.",
    planted: ["test/net/x.test.ts", "const handler = vi.fn();"],
  },
];

const sources = ["src", "test", "bench", "scripts"].flatMap(sourcesBelow);

test("there are sources to look at", () => {
  expect(sources.filter((source) => inSrc(source.path)).length).toBeGreaterThan(10);
  expect(sources.filter((source) => inTests(source.path)).length).toBeGreaterThan(5);
});

test.each(bans)("nobody uses $what: $why", (ban) => {
  expect(sources.flatMap((source) => uses(ban, source))).toEqual([]);
});

test.each(bans)("a planted use of $what is found", (ban) => {
  const [path, text] = ban.planted;
  expect(uses(ban, parseSource(path, text))).toHaveLength(1);
});

test("words in comments and strings are no uses", () => {
  const planted = parseSource(
    "src/dns/x.ts",
    "// Date.now is banned\nconst text = `setTimeout ${1} throw`; /throw/.test(text);",
  );
  expect(bans.flatMap((ban) => uses(ban, planted))).toEqual([]);
});

test("no file is named after nothing", () => {
  const named = (path: string): boolean => /\b(utils?|helpers?|common|misc|manager)\b/.test(posix.basename(path));
  expect(sources.map((source) => source.path).filter(named)).toEqual([]);
  expect(named("src/dns/name-utils.ts")).toBe(true);
});

function uses(ban: Ban, source: Source): string[] {
  if (!ban.where(source.path)) return [];
  const text = ban.reads === "text" ? source.text : source.code;
  return text.split("\n").flatMap((line, index) => (ban.pattern.test(line) ? [`${source.path}:${index + 1}`] : []));
}
