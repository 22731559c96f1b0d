// Expressions: what stands in #set, #if, #foreach and arguments. Loosest first: or, and, == !=, < <= > >=, + -, * / %, not.
// Words for signs: or and eq ne lt le gt ge not. In texts a doubled quote is one; backslashes mean nothing, but for \uXXXX
// in double quotes. As recorded from AWS, null is a value too, which plain Velocity does not read.

import { maxTemplateListItems } from "../../base/limits.ts";
import { JavaDouble } from "../json/double.ts";
import type { Cursor } from "./cursor.ts";
import type { Expression } from "./frame.ts";
import { RunFault } from "./fault.ts";
import { type BinaryOperator, binaryOperators, truthOf } from "./operators.ts";
import { integerOf } from "./number-methods.ts";
import { readReference } from "./reference.ts";
import { parseReference } from "./reference-parser.ts";
import { javaText } from "./text.ts";
import { ArrayList, type Value } from "./values.ts";

/** An expression and the blanks around it. */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() => {
    const operands = [parseAnd(cursor)];
    while (cursor.take(/\|\||or\b/y) !== undefined) operands.push(parseAnd(cursor));
    return operands.length === 1 ? operands[0] : (frame) => operands.some((operand) => truthOf(operand(frame)));
  });
}

function parseAnd(cursor: Cursor): Expression {
  const operands = [parseBinary(cursor, 0)];
  while (cursor.take(/&&|and\b/y) !== undefined) operands.push(parseBinary(cursor, 0));
  return operands.length === 1 ? operands[0] : (frame) => operands.every((operand) => truthOf(operand(frame)));
}

/** Signs and words of the levels between and and not. */
const levels: readonly RegExp[] = [/==|!=|eq\b|ne\b/y, /<=|>=|<|>|l[et]\b|g[et]\b/y, /[+-]/y, /[*/%]/y];

const words: Readonly<Record<string, BinaryOperator>> = { eq: "==", ne: "!=", lt: "<", le: "<=", gt: ">", ge: ">=" };

/** A chain of one level, from left to right. It is a list and no tree, so that a long one is not deep. */
function parseBinary(cursor: Cursor, level: number): Expression {
  const operator = levels[level];
  if (operator === undefined) return parseUnary(cursor);
  const first = parseBinary(cursor, level + 1);
  const rest: { readonly compute: (left: Value, right: Value) => Value; readonly operand: Expression }[] = [];
  for (;;) {
    const sign = cursor.take(operator)?.[0];
    if (sign === undefined) break;
    const compute = binaryOperators[words[sign] ?? (sign as BinaryOperator)];
    rest.push({ compute, operand: parseBinary(cursor, level + 1) });
  }
  if (rest.length === 0) return first;
  return (frame) => {
    let value = first(frame);
    for (const { compute, operand } of rest) value = compute(value, operand(frame));
    return value;
  };
}

function parseUnary(cursor: Cursor): Expression {
  cursor.skipBlanks();
  if (cursor.take(/!|not\b/y) !== undefined) {
    const operand = cursor.nested(() => parseUnary(cursor));
    return (frame) => !truthOf(operand(frame));
  }
  const expression = parsePrimary(cursor);
  cursor.skipBlanks();
  return expression;
}

const number = /-?(?:(\d+)(?=\.\.)|(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?)/y;

function parsePrimary(cursor: Cursor): Expression {
  const first = cursor.text[cursor.at];
  switch (first) {
    case "$": {
      const reference = parseReference(cursor, parseExpression) ?? cursor.fail("a reference is missing");
      return readReference(reference);
    }
    case '"':
    case "'":
      return parseText(cursor, first);
    case "[":
      return parseList(cursor);
    case "{":
      return parseMap(cursor);
    case "(": {
      const start = cursor.at++;
      const inner = parseExpression(cursor);
      if (cursor.take(/\)/y) === undefined) cursor.fail("a parenthesis is not closed", start);
      return inner;
    }
    default:
      return constant(parseWord(cursor));
  }
}

function constant(value: Value): Expression {
  return () => value;
}

function parseWord(cursor: Cursor): Value {
  const word = cursor.take(/true\b|false\b|null\b/y)?.[0];
  if (word !== undefined) return word === "null" ? null : word === "true";
  const found = cursor.take(number);
  if (found === undefined)
    return cursor.fail(cursor.at < cursor.text.length ? "a value is missing" : "the template ends within a directive");
  const [digits, , ...broken] = found;
  if (digits.length > 400) cursor.fail("a number is too long");
  return broken.every((part) => part === undefined) ? integerOf(BigInt(digits)) : new JavaDouble(Number(digits));
}

/** In double quotes references and directives are carried out; in single quotes nothing is. */
function parseText(cursor: Cursor, quote: '"' | "'"): Expression {
  const start = cursor.at;
  const found = cursor.take(quote === '"' ? /"([^"]*(?:""[^"]*)*)"/y : /'([^']*(?:''[^']*)*)'/y);
  if (found === undefined) return cursor.fail("a text in quotes does not end");
  const text = found[1].replaceAll(quote + quote, quote);
  if (quote === "'") return constant(text);
  const plain = text.replaceAll(/\\u([\da-fA-F]{4})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return /[$#]/.test(plain) ? cursor.interpolate(plain, cursor.placeOf(start), cursor.depth) : constant(plain);
}

function parseList(cursor: Cursor): Expression {
  const start = cursor.at++;
  const items: Expression[] = [];
  cursor.skipBlanks();
  if (cursor.take(/\]/y) === undefined) {
    do {
      items.push(parseExpression(cursor));
      if (items.length === 1 && cursor.take(/\.\./y) !== undefined) return parseRange(cursor, items[0]);
    } while (cursor.take(/,/y) !== undefined);
    if (cursor.take(/\]/y) === undefined) cursor.fail("the list is not closed with ]", start);
  }
  return (frame) => {
    const list = new ArrayList();
    for (const item of items) list.push(item(frame));
    return list;
  };
}

/** [from..to], upwards or downwards. */
function parseRange(cursor: Cursor, from: Expression): Expression {
  const to = parseExpression(cursor);
  if (cursor.take(/\]/y) === undefined) cursor.fail("the range is not closed with ]");
  return (frame) => {
    const first = from(frame);
    const last = to(frame);
    if (typeof first !== "number" || typeof last !== "number") return null;
    const size = Math.abs(last - first) + 1;
    if (size > maxTemplateListItems) throw new RunFault(`a range has more than ${maxTemplateListItems} elements`);
    const step = first <= last ? 1 : -1;
    const list = new ArrayList();
    for (let i = 0; i < size; i++) list.push(first + i * step);
    return list;
  };
}

function parseMap(cursor: Cursor): Expression {
  const start = cursor.at++;
  const entries: (readonly [Expression, Expression])[] = [];
  cursor.skipBlanks();
  if (cursor.take(/\}/y) === undefined) {
    do {
      const key = parseExpression(cursor);
      if (cursor.take(/:/y) === undefined) cursor.fail("a colon is missing after a key");
      entries.push([key, parseExpression(cursor)]);
    } while (cursor.take(/,/y) !== undefined);
    if (cursor.take(/\}/y) === undefined) cursor.fail("the map is not closed with }", start);
  }
  return (frame) => {
    const map = new Map<string, Value>();
    for (const [key, value] of entries) map.set(javaText(key(frame)), value(frame));
    return map;
  };
}
