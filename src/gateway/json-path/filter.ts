// Filters of a path, `[?(@.price < 10 && @.name =~ /a.*/i)]`, compiled to a test of one value. Operands are paths from the
// value (@) or the document ($), texts, numbers, lists, true, false and null. As Jayway compares: a number equals a text
// of the same digits, an order of two kinds is false, and what is not there equals nothing.
// Read next: ./operators.ts.

import { maxTemplateDepth } from "../../base/limits.ts";
import { compileJavaRegex, type JavaRegex, RegexFault } from "../java-regex/regex.ts";
import type { JsonValue } from "../json/value.ts";
import { operators, type Operand } from "./operators.ts";
import type { PathCursor } from "./parser.ts";
import type { Walk } from "./steps.ts";

type Test = (walk: Walk, value: JsonValue) => boolean;
type Read = (walk: Walk, value: JsonValue) => Operand;

/** From the parenthesis behind `?` to its closing one. */
export function parseFilter(cursor: PathCursor): Test {
  return parenthesised(cursor, 0);
}

function parenthesised(cursor: PathCursor, depth: number): Test {
  if (depth > maxTemplateDepth) cursor.fail(`a filter nests more than ${maxTemplateDepth} deep`);
  cursor.skipBlanks();
  if (cursor.text[cursor.at] !== "(") cursor.fail("a filter must stand in parentheses");
  cursor.at++;
  const test = either(cursor, depth + 1);
  cursor.skipBlanks();
  if (cursor.text[cursor.at] !== ")") cursor.fail("a parenthesis is not closed");
  cursor.at++;
  return test;
}

function either(cursor: PathCursor, depth: number): Test {
  let left = both(cursor, depth);
  while (takes(cursor, "||")) {
    const first = left;
    const second = both(cursor, depth);
    left = (walk, value) => first(walk, value) || second(walk, value);
  }
  return left;
}

function both(cursor: PathCursor, depth: number): Test {
  let left = single(cursor, depth);
  while (takes(cursor, "&&")) {
    const first = left;
    const second = single(cursor, depth);
    left = (walk, value) => first(walk, value) && second(walk, value);
  }
  return left;
}

function single(cursor: PathCursor, depth: number): Test {
  if (depth > maxTemplateDepth) cursor.fail(`a filter nests more than ${maxTemplateDepth} deep`);
  if (takes(cursor, "!")) {
    const test = single(cursor, depth + 1);
    return (walk, value) => !test(walk, value);
  }
  cursor.skipBlanks();
  if (cursor.text[cursor.at] === "(") return parenthesised(cursor, depth);
  const left = operand(cursor);
  cursor.skipBlanks();
  const word = /^(?:===?|!==?|<=|>=|<>|<|>|=~|(?:in|nin|contains|subsetof|anyof|noneof|all|size|empty)\b)/i.exec(
    cursor.text.slice(cursor.at),
  )?.[0];
  if (word === undefined) return (walk, value) => left(walk, value) !== undefined;
  cursor.at += word.length;
  cursor.skipBlanks();
  if (word === "=~") return matching(cursor, left);
  const compare = operators[word.toLowerCase()];
  const right = operand(cursor);
  return (walk, value) => compare(left(walk, value), right(walk, value));
}

function takes(cursor: PathCursor, sign: string): boolean {
  cursor.skipBlanks();
  if (!cursor.text.startsWith(sign, cursor.at)) return false;
  cursor.at += sign.length;
  return true;
}

function operand(cursor: PathCursor): Read {
  cursor.skipBlanks();
  const first = cursor.text[cursor.at];
  if (first === "@" || first === "$") {
    cursor.at++;
    const steps = cursor.steps();
    const isDefinite = steps.every((step) => step.isDefinite);
    if (first === "@") return (walk, value) => walk.read(steps, value, isDefinite);
    return (walk) => walk.read(steps, walk.root, isDefinite);
  }
  if (first === "'" || first === '"') {
    const text = cursor.quoted();
    return () => text;
  }
  const rest = cursor.text.slice(cursor.at);
  const literal = /^(?:\[[^\]]*\]|\{[^}]*\}|true\b|false\b|null\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(rest)?.[0];
  if (literal === undefined) return cursor.fail("a value or a path is missing");
  const value = cursor.json(literal);
  cursor.at += literal.length;
  return () => value;
}

/** `=~ /regex/i`: the whole text of a value must match. */
function matching(cursor: PathCursor, left: Read): Test {
  const found = /^\/((?:\\.|[^/\\])*)\/([a-zA-Z]*)/.exec(cursor.text.slice(cursor.at));
  if (found === null) return cursor.fail("a regular expression between slashes is missing");
  const [all, pattern, flags] = found;
  const regex: JavaRegex | RegexFault = compileJavaRegex((flags === "" ? "" : `(?${flags})`) + pattern);
  if (regex instanceof RegexFault) return cursor.fail(regex.message);
  cursor.at += all.length;
  return (walk, value) => {
    const text = left(walk, value);
    return typeof text === "string" && regex.matches(text);
  };
}
