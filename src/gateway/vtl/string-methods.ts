// Methods of java.lang.String. Positions count UTF-16 units, as Java's do. Patterns are Java's (../java-regex/regex.ts);
// one that stands in the template is compiled once and kept at its call.

import { compileJavaRegex, fitsRegex, JavaRegex, RegexFault } from "../java-regex/regex.ts";
import { RunFault } from "./fault.ts";
import { formatJava } from "./java-format.ts";
import { boundedSize, javaText } from "./text.ts";
import { ArrayList, type CallSite, type Value } from "./values.ts";

type StringMethod = (text: string, args: readonly Value[], site: CallSite) => Value | undefined;

/** A method of one text argument. */
function withText(method: (text: string, argument: string) => Value): StringMethod {
  return (text, args) => (args.length === 1 && typeof args[0] === "string" ? method(text, args[0]) : undefined);
}

/** A method of no argument. */
function plain(method: (text: string) => Value): StringMethod {
  return (text, args) => (args.length === 0 ? method(text) : undefined);
}

/** A method whose first argument is a pattern. */
function withPattern(
  method: (regex: JavaRegex, text: string, args: readonly Value[]) => Value | undefined,
): StringMethod {
  return (text, args, site) => {
    const [pattern] = args;
    if (typeof pattern !== "string") return undefined;
    const regex = site.text === pattern && site.made instanceof JavaRegex ? site.made : compileJavaRegex(pattern);
    if (regex instanceof RegexFault)
      throw new RunFault(`the regular expression ${pattern}, column ${regex.offset + 1}: ${regex.message}`);
    if (!fitsRegex(text)) throw new RunFault("a text is too long for a regular expression");
    site.text = pattern;
    site.made = regex;
    return method(regex, text, args);
  };
}

function replaced(regex: "replaceAll" | "replaceFirst"): StringMethod {
  return withPattern((pattern, text, [, replacement]) => {
    if (typeof replacement !== "string") return undefined;
    const result = pattern[regex](text, replacement);
    if (result instanceof RegexFault) throw new RunFault(`the replacement ${replacement}: ${result.message}`);
    boundedSize(result.length);
    return result;
  });
}

function substring(text: string, [from, to]: readonly Value[]): Value | undefined {
  if (typeof from !== "number" || (to !== undefined && typeof to !== "number")) return undefined;
  const end = to ?? text.length;
  if (from < 0 || end > text.length || from > end)
    throw new RunFault(`StringIndexOutOfBoundsException: begin ${from}, end ${end}, length ${text.length}`);
  return text.slice(from, end);
}

/** indexOf and lastIndexOf take a text or the number of a character, and a position. */
function sought(seek: (text: string, what: string, from: number | undefined) => number): StringMethod {
  return (text, [what, from]) => {
    const wanted = typeof what === "number" ? String.fromCodePoint(what & 0x1fffff) : what;
    if (typeof wanted !== "string" || (from !== undefined && typeof from !== "number")) return undefined;
    return seek(text, wanted, from);
  };
}

function compare(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a.charCodeAt(i) - b.charCodeAt(i);
  return a.length - b.length;
}

function hashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function charAt(text: string, [index]: readonly Value[]): Value | undefined {
  if (typeof index !== "number") return undefined;
  if (index < 0 || index >= text.length)
    throw new RunFault(`StringIndexOutOfBoundsException: index ${index}, length ${text.length}`);
  return text[index];
}

function repeat(text: string, [count]: readonly Value[]): Value | undefined {
  if (typeof count !== "number") return undefined;
  if (count < 0) throw new RunFault(`IllegalArgumentException: count is negative: ${count}`);
  boundedSize(text.length * count);
  return text.repeat(count);
}

function printValue(_text: string, args: readonly Value[]): Value | undefined {
  return args.length === 1 ? javaText(args[0]) : undefined;
}

/** String.join(separator, list) or (separator, text, text, ...). */
function join(_text: string, [separator, list, ...others]: readonly Value[]): Value | undefined {
  if (typeof separator !== "string" || list === undefined) return undefined;
  const parts = (Array.isArray(list) ? list : [list, ...others]).map((part) => javaText(part));
  boundedSize(parts.reduce((size, part) => size + part.length + separator.length, 0));
  return parts.join(separator);
}

const fold = (text: string): string => text.toUpperCase().toLowerCase();
/** trim() takes away all up to the blank, and nothing beyond ASCII. */
const trim = (text: string): string => text.replaceAll(/^[\0- ]+|[\0- ]+$/g, "");

export const stringMethods: Readonly<Record<string, StringMethod>> = {
  length: plain((text) => text.length),
  isEmpty: plain((text) => text === ""),
  isBlank: plain((text) => text.trim() === ""),
  charAt,
  codePointAt: (text, [index]) => (typeof index === "number" ? (text.codePointAt(index) ?? null) : undefined),
  substring,
  subSequence: (text, args) => (args.length === 2 ? substring(text, args) : undefined),
  indexOf: sought((text, what, from) => text.indexOf(what, from)),
  lastIndexOf: sought((text, what, from) => (from !== undefined && from < 0 ? -1 : text.lastIndexOf(what, from))),
  contains: withText((text, other) => text.includes(other)),
  startsWith: (text, [other, from]) => {
    if (typeof other !== "string") return undefined;
    return typeof from === "number" ? from >= 0 && text.startsWith(other, from) : text.startsWith(other);
  },
  endsWith: withText((text, other) => text.endsWith(other)),
  equalsIgnoreCase: withText((text, other) => fold(text) === fold(other)),
  compareTo: withText(compare),
  compareToIgnoreCase: withText((text, other) => compare(fold(text), fold(other))),
  concat: withText((text, other) => text + other),
  toLowerCase: plain((text) => text.toLowerCase()),
  toUpperCase: plain((text) => text.toUpperCase()),
  trim: plain(trim),
  strip: plain((text) => text.trim()),
  stripLeading: plain((text) => text.trimStart()),
  stripTrailing: plain((text) => text.trimEnd()),
  intern: plain((text) => text),
  hashCode: plain(hashCode),
  repeat,
  replace(text, [target, replacement]) {
    if (typeof target !== "string" || typeof replacement !== "string") return undefined;
    boundedSize(text.length + text.split(target).length * replacement.length);
    return text.replaceAll(target, () => replacement);
  },
  replaceAll: replaced("replaceAll"),
  replaceFirst: replaced("replaceFirst"),
  matches: withPattern((regex, text) => regex.matches(text)),
  split: withPattern((regex, text, [, limit]) =>
    ArrayList.listOf(regex.split(text, typeof limit === "number" ? limit : 0)),
  ),
  toCharArray: plain((text) => ArrayList.listOf(text.split(""))),
  getBytes: (text) => ArrayList.listOf(Array.from(new TextEncoder().encode(text), (octet) => (octet << 24) >> 24)),
  format: (_text, [pattern, ...args]) => (typeof pattern === "string" ? formatJava(pattern, args) : undefined),
  valueOf: printValue,
  join,
};
