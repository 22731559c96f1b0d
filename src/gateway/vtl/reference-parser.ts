// The text of a reference: $name, $!name, ${name}, and what follows: .property, .method(arguments), [index]. Names are of
// letters, digits, - and _, begin with a letter or _, and behind a dot with a letter. What does not go on like that is
// text behind the reference. Arguments are whole expressions, which the caller knows to read.

import type { Cursor } from "./cursor.ts";
import type { Expression } from "./frame.ts";
import type { Accessor, Reference } from "./reference.ts";

type ParseExpression = (cursor: Cursor) => Expression;

const opening = /\$!?(\{?)([A-Za-z_][\w-]*)/y;
const property = /\.([A-Za-z][\w-]*)/y;
/** What an argument, or the end of none, begins with. */
const argument = /\(\s*(?:["'$[{()\d.-]|!|true\b|false\b|null\b|not\b)/y;
const index = /\[\s*(?:["'$]|-?\d|true\b|false\b)/y;

/** The reference at the cursor; undefined, and the cursor stays, where a dollar sign is just that. */
export function parseReference(cursor: Cursor, parse: ParseExpression): Reference | undefined {
  const start = cursor.at;
  const found = cursor.take(opening);
  if (found === undefined) return undefined;
  const [, brace, root] = found;
  const accessors: Accessor[] = [];
  for (;;) {
    const accessor = parseIndex(cursor, parse) ?? parseMember(cursor, parse);
    if (accessor === undefined) break;
    accessors.push(accessor);
  }
  if (brace !== "") {
    if (cursor.text[cursor.at] !== "}") cursor.fail("the reference is not closed with }", start);
    cursor.at++;
  }
  return { root, slot: cursor.slots.numberOf(root), accessors, text: cursor.text.slice(start, cursor.at) };
}

function parseMember(cursor: Cursor, parse: ParseExpression): Accessor | undefined {
  const found = cursor.take(property);
  if (found === undefined) return undefined;
  const at = cursor.placeOf(cursor.at - found[0].length);
  argument.lastIndex = cursor.at;
  if (!argument.test(cursor.text)) return { kind: "property", name: found[1] };
  return { kind: "method", name: found[1], args: parseArguments(cursor, parse), at };
}

function parseArguments(cursor: Cursor, parse: ParseExpression): readonly Expression[] {
  const start = cursor.at++;
  const args: Expression[] = [];
  cursor.skipBlanks();
  if (cursor.take(/\)/y) !== undefined) return args;
  for (;;) {
    args.push(parse(cursor));
    if (cursor.take(/\)/y) !== undefined) return args;
    if (cursor.take(/,/y) === undefined) {
      if (cursor.at >= cursor.text.length) cursor.fail("the arguments are not closed with )", start);
      cursor.fail("a comma or ) is missing in the arguments");
    }
  }
}

function parseIndex(cursor: Cursor, parse: ParseExpression): Accessor | undefined {
  index.lastIndex = cursor.at;
  if (!index.test(cursor.text)) return undefined;
  const at = cursor.placeOf(cursor.at++);
  const expression = parse(cursor);
  if (cursor.take(/\]/y) === undefined) cursor.fail("the index is not closed with ]");
  return { kind: "index", index: expression, at };
}
