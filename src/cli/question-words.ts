// Questions in the words of a call: names as people write them, with letters of any language, types as the registry
// writes them, in any case. What is no name ends the call with exit code 2.

import { domainToASCII } from "node:url";
import type { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { typeNumber } from "../dns/types.ts";
import { Failure } from "./program.ts";

/** The number of a type word in any case. */
export function typeOf(word: string): number | undefined {
  return typeNumber(word.toUpperCase());
}

/** The name; what is not ASCII becomes what DNS knows it as. */
export function nameOf(word: string): Name {
  const isAscii = /^[\u0000-\u007f]*$/.test(word);
  const name = nameFromText(isAscii ? word : domainToASCII(word) || word);
  if (typeof name === "string") throw new Failure(2, `${name}.`);
  return name;
}
