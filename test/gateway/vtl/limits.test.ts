// Templates that cost too much end with a fault that says so; and whatever the text, compiling and running end.

import fc from "fast-check";
import { expect, test } from "vitest";
import { TemplateFault } from "../../../src/gateway/vtl/fault.ts";
import { compileTemplate } from "../../../src/gateway/vtl/template.ts";
import { anyText } from "../any-text.ts";
import { run, scopeOf } from "./run.ts";

const loops = (levels: number, body: string): string =>
  Array.from({ length: levels }, (_, i) => `#foreach($i${i} in [1..1000])`).join("") + body + "#end".repeat(levels);

test.each([
  ["a template of more than 300 KB", " ".repeat(307_201), "1:1: the template has more than 307200 characters"],
  ["loops within loops", loops(3, "#set($x = 1)"), "1:79: the template takes more than 1000000 steps"],
  [
    "a text that doubles",
    `#set($s = 'ab')${loops(1, "#set($s = $s + $s)")}`,
    "a text has more than 10485760 characters",
  ],
  ["an output without end", `#set($s = 'ab'.repeat(1))${loops(2, "$s")}`, "#set is not closed with )"],
  [
    "much output",
    `#set($s = 'x')#set($s = $s.repeat(100000))${loops(1, "$s")}`,
    "the output has more than 10485760 characters",
  ],
  ["a long range", "#set($r = [1..2000000000])", "a range has more than 1000000 elements"],
  ["a list of itself", "#set($l = [])#set($i = $l.add([$l]))$l", "nested too deep to print, or holds itself"],
  ["a list that holds lists twice", `#set($l = [1])${loops(1, "#set($l = [$l, $l])")}$l`, "nested too deep to print"],
  ["a block that renders itself", "#define($d)$d#end$d", "texts within texts nest more than 100 deep"],
  [
    "deep blocks that render themselves",
    `#define($d)${"#if($x)#foreach($i in [1])".repeat(45)}$d${"#end#end".repeat(45)}#end$d`,
    "it nests too deep to run",
  ],
  ["deep parentheses", `#set($x = ${"(".repeat(200)}`, "it nests more than 100 deep"],
  ["deep blocks", "#if(true)".repeat(200), "it nests more than 100 deep"],
  ["deep negation", `#set($x = ${"!".repeat(200)}true)`, "it nests more than 100 deep"],
  ["a long repetition", "#set($s = 'ab')$s.repeat(2000000000)", "a text has more than 10485760 characters"],
  ["a number that grows", `#set($n = 9)${loops(2, "#set($n = $n * $n)")}`, "a number has more than 400 digits"],
])("%s", (_what, template, fault) => {
  expect(run(template)).toContain(`fault`);
  expect(run(template)).toContain(fault);
});

test.each(["$input.path('$').contains($i)", "$input.json('$').length()", "$input.path('$').toString().length()"])(
  "a large payload gone through again and again: %s",
  (call) => {
    const body = `[${"12345678,".repeat(200_000)}0]`;
    expect(run(loops(1, `#set($x = ${call})`), { body })).toContain("the template takes more than 1000000 steps");
  },
);

test.each([
  ["+ 1", "75002"],
  ["|| false", "true"],
  ["and true", "true"],
  ["== 1", "false"],
])("a long chain of %j is no deep one", (link, out) => {
  const links = ` ${link}`.repeat(Math.floor(300_000 / (link.length + 1)));
  expect(run(`#set($x = 1 ${link}${links})$x`)).toBe(out);
});

test("a loop ends quietly after the rounds that AWS allows", () => {
  expect(run("#foreach($i in [1..5000])#set($n = $i)#end$n")).toBe("1000");
  expect(run("#foreach($i in [1..1001])#if($i == 1000)$foreach.hasNext#end#end")).toBe("true");
});

test("text without dollar signs, hashes and backslashes is itself, and constant", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const plain = text.replaceAll(/[$#\\]/g, "");
      const template = compileTemplate(plain);
      expect(template).toMatchObject({ constant: plain });
      expect(run(plain)).toBe(plain);
    }),
  );
});

test("a payload in single quotes or put out whole is itself", () => {
  fc.assert(
    fc.property(
      anyText.filter((text) => text !== ""),
      (body) => {
        expect(run("$input.body", { body })).toBe(body);
        expect(run(`#set($x = '${body.replaceAll("'", "''")}')$x`)).toBe(body);
      },
    ),
  );
});

const words = [
  "$",
  "$!",
  "${",
  "}",
  "x",
  ".y",
  "(",
  ")",
  "[",
  "]",
  "{",
  "#",
  "##",
  "#*",
  "*#",
  "#[[",
  "]]#",
  "#if(",
  "#else",
].concat(
  [
    "#elseif(",
    "#end",
    "#set(",
    "#foreach($i in ",
    "#define($d)",
    "#macro(m)",
    "#stop",
    "#break",
    "=",
    "==",
    "1",
    "-",
    "..",
  ],
  ["'", '"', "\\", ",", ":", " ", "\n", "true", "null", "$x", "$d", "$i", "$input.path('$')", ".size()", "and", "not "],
);

test("whatever the text, compiling ends with a template or a fault, and running with a text or a fault", () => {
  const text = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (text) => {
      const template = compileTemplate(text);
      if (template instanceof TemplateFault) {
        expect(template.line).toBeGreaterThan(0);
        return;
      }
      const out = template.run(scopeOf({ body: '{"a": [1, "b"]}' }));
      expect(typeof out === "string" || out instanceof TemplateFault).toBe(true);
      if (template.constant !== null) expect(out).toBe(template.constant);
    }),
    { numRuns: 5_000 },
  );
});

test.each(["#x(", '#x("', "$x.y(", "${", "\\", "#set(", "#*", "'", "#if(", "$a[", "#foo('", "[", "  #"])(
  "300 KB of %j are compiled in no more than seconds",
  (unit) => {
    const text = unit.repeat(Math.floor(300_000 / unit.length));
    const template = compileTemplate(text);
    expect(template instanceof TemplateFault || typeof template.run === "function").toBe(true);
  },
  5_000,
);
