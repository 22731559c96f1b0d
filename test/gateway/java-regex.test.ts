// Java's regular expressions (java.util.regex.Pattern), in JavaScript's engine.

import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "./any-text.ts";
import { compileJavaRegex, JavaRegex, RegexFault } from "../../src/gateway/java-regex/regex.ts";

function compiled(pattern: string): JavaRegex {
  const regex = compileJavaRegex(pattern);
  if (regex instanceof RegexFault) throw new Error(`${pattern}: ${regex.message}`);
  return regex;
}

test.each([
  ["4\\d{2}", "404", "4040"],
  [".*Error.*", "an Error here", "an Error\n"],
  ["(?s).*Error.*", "an Error\n", "none"],
  ["(?i)bearer .+", "BEARER x", "basic x"],
  ["a(?i)b|C", "c", "A"],
  ["(?i:a)b", "Ab", "AB"],
  ["((?i)a)b", "Ab", "AB"],
  ["(?x) a b # comment\n c", "abc", "a b c"],
  ["a++b", "aaab", "aaa"],
  ["a*+b", "aab", "aac"],
  ["(?>a+)b", "aab", "aa"],
  ["[a-z&&[^b]]+", "acd", "abc"],
  ["[a-c[x-z]]+", "axz", "m"],
  ["[^a-c[x]]", "d", "x"],
  ["[]a]+", "]a", "b"],
  ["[-a]+", "-a", "b"],
  ["[\\w.-]+@[\\w-]+", "a.b@c-d", "a@"],
  ["\\Qa.b*\\E+", "a.b**", "aab"],
  ["\\p{Alpha}\\p{Digit}\\p{Punct}", "a1!", "1a!"],
  ["\\p{Lu}\\P{Lu}", "Éé", "éÉ"],
  ["\\p{IsLatin}+", "é", "я"],
  ["\\pL+", "aя", "1"],
  ["\\h\\v\\R", " \n\r\n", "\n\n\n"],
  ["\\x41\\u0042\\x{43}\\0104\\cA", "ABCD\u0001", "ABCD"],
  ["\\s\\S\\d\\D\\w\\W", " a1b_-", "aa1b_-"],
  ["(a)(b)\\2\\1", "abba", "abab"],
  ["(?<x>a)\\k<x>", "aa", "ab"],
  ["^a$", "a", "ab"],
  ["(?m)a$\n^b", "a\nb", "ab"],
  ["a\\Z\n", "a\n", "a"],
  ["(?=a).(?!b).", "ac", "ab"],
  ["(?<=^)a(?<!b)", "a", "b"],
  ["a{2}b{1,}c{0,1}", "aabb", "ab"],
  ["a??b", "ab", "aab"],
  ["}]", "}]", "}"],
  ["", "", "a"],
  ["a|", "", "b"],
  ["[^\\]\\\\]", "a", "]"],
  ["😀.", "😀😀", "😀"],
])("%j matches %j, not %j", (pattern, yes, no) => {
  expect([compiled(pattern).matches(yes), compiled(pattern).matches(no)]).toEqual([true, false]);
});

test.each([
  ["(a", 0, "Unclosed group"],
  ["a)", 1, "Unmatched closing ')'"],
  ["[a", 0, "Unclosed character class"],
  ["*a", 0, "Dangling meta character '*'"],
  ["a**", 2, "Dangling meta character '*'"],
  ["a{", 1, "Illegal repetition"],
  ["[b-a]", 4, "Illegal character range"],
  ["a\\", 1, "the pattern ends with a backslash"],
  ["\\X", 0, "\\X is not supported"],
  ["\\G", 0, "\\G is not supported"],
  ["\\p{InGreek}", 0, "the property InGreek is not supported"],
  ["\\p{constructor}", 0, "the property constructor is not supported"],
  ["(?U)a", 0, "the flag U is not supported"],
  ["(?<1>a)", 0, "Unknown group type"],
  ["\\1(a)", 0, "there is no group 1"],
  ["\\k<x>", 0, "there is no group <x>"],
  ["(?<x>a)(?<x>b)", 12, "Named capturing group <x> is already defined"],
])("%j is refused", (pattern, offset, message) => {
  expect(compileJavaRegex(pattern)).toMatchObject({ offset, message });
});

test("patterns are bounded in length and depth", () => {
  const long = compileJavaRegex("a".repeat(5000));
  expect(long).toMatchObject({ offset: 4096, message: "the pattern has more than 4096 characters" });
  expect(compileJavaRegex("(".repeat(200))).toMatchObject({ message: "groups nest more than 100 deep" });
  expect(compileJavaRegex("[".repeat(200))).toMatchObject({ message: "classes nest more than 100 deep" });
});

test.each([
  [",", "a,b,,c,,", 0, ["a", "b", "", "c"]],
  [",", "a,b,,c,,", -1, ["a", "b", "", "c", "", ""]],
  [",", "a,b,,c,,", 2, ["a", "b,,c,,"]],
  ["", "abc", 0, ["a", "b", "c"]],
  ["\\s*;\\s*", "a ; b;c", 0, ["a", "b", "c"]],
  [",", "", 0, [""]],
  [",", ",,", 0, [""]],
  ["x", "abc", 0, ["abc"]],
])("split by %j: %j with limit %d", (pattern, text, limit, parts) => {
  expect(compiled(pattern).split(text, limit)).toEqual(parts);
});

test.each([
  ["(b)(a)", "xbabab", "<$2$1>", "x<ab><ab>b"],
  ["(b)(a)", "ba", "$11", "b1"],
  ["(?<n>b)", "b", "${n}${n}", "bb"],
  ["b", "abc", "\\$1\\\\", "a$1\\c"],
  ["x*", "ab", "-", "-a-b-"],
  ["(a)|b", "ab", "[$1]", "[a][]"],
  ["b", "b", "$0$0", "bb"],
])("replaceAll(%j) in %j by %j", (pattern, text, replacement, out) => {
  expect(compiled(pattern).replaceAll(text, replacement)).toBe(out);
});

test("a replacement that names no group is a fault, and the first is replaced alone", () => {
  expect(compiled("a").replaceAll("a", "$1")).toMatchObject({ message: "Illegal group reference" });
  expect(compiled("a").replaceAll("a", "\\")).toMatchObject({ message: "character to be escaped is missing" });
  expect(compiled("a").replaceFirst("aa", "b")).toBe("ba");
});

test("a text beyond the limit matches nothing", () => {
  expect(compiled("a*").matches("a".repeat(70_000))).toBe(false);
});

test("quoted, every text matches itself", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      fc.pre(!text.includes("\\E"));
      expect(compiled(`\\Q${text}\\E`).matches(text)).toBe(true);
    }),
  );
});

test("no text makes the compiler throw", () => {
  const text = fc.string({ unit: fc.constantFrom(..."()[]{}?*+|\\^$.-&<>=!:,aQEpPkRiU1".split("")) });
  fc.assert(
    fc.property(text, (pattern) => {
      const regex = compileJavaRegex(pattern);
      expect(regex instanceof RegexFault || regex instanceof JavaRegex).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
