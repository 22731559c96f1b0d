// The regular expressions of schemas: those of ECMA 262, found anywhere in the text, bounded in their length and that of
// the text. A pattern that is none, or needs a newer JavaScript than it says, is a fault of the schema.

import { maxRegexCharacters, maxRegexInputCharacters } from "../../base/limits.ts";
import { SchemaStop } from "./fault.ts";

export function compilePattern(pattern: string, pointer: string): RegExp {
  if (pattern.length > maxRegexCharacters)
    throw new SchemaStop(pointer, `is longer than ${maxRegexCharacters} characters`);
  try {
    return new RegExp(pattern);
  } catch {
    throw new SchemaStop(pointer, `${JSON.stringify(pattern)} is no regular expression of ECMA 262`);
  }
}

/** A text that is too long to be looked at does not match. */
export function matchesPattern(pattern: RegExp, text: string): boolean {
  return text.length <= maxRegexInputCharacters && pattern.test(text);
}
