// What the parts of the translator share: where it stands in Java's pattern, how it stops, and how a character that
// stands for itself is written in JavaScript's `v` mode.

export interface Cursor {
  readonly text: string;
  at: number;
  fail(message: string): never;
}

/** Thrown within one translation; compileJavaRegex makes a value of it. */
export class RegexStop extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A character as itself, outside and inside a class: letters and digits stay, all else is written by its number. */
export function escapeLiteral(character: string): string {
  return /^[a-zA-Z\d]$/.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
