// The regular expressions of schemas: those of ECMA 262, found anywhere in the text, bounded in their length, that of the text
// and their time (../matching/match-time.ts). A pattern that is none, or needs a newer JavaScript than it says, is a fault of
// the schema.

import { maxRegexCharacters, maxRegexInputCharacters } from "../../base/limits.ts";
import { watched } from "../matching/match-time.ts";
import { freeLength } from "../matching/ways.ts";
import { SchemaStop } from "./fault.ts";

/** Throws MatchTimeout where it takes too long. */
export type MatchesPattern = (text: string) => boolean;

/** A text that is too long to be looked at does not match. */
export function compilePattern(pattern: string, pointer: string): MatchesPattern {
  if (pattern.length > maxRegexCharacters)
    throw new SchemaStop(pointer, `is longer than ${maxRegexCharacters} characters`);
  const regex = regexOf(pattern, pointer);
  const free = freeLength(regex);
  return (text) => {
    if (text.length <= free) return regex.test(text);
    return text.length <= maxRegexInputCharacters && watched(pattern, () => regex.test(text));
  };
}

function regexOf(pattern: string, pointer: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new SchemaStop(pointer, `${JSON.stringify(pattern)} is no regular expression of ECMA 262`);
  }
}
