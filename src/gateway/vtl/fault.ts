// What is wrong with a template, at compiling or at running: a value, with the place in the template's text.
// Inside the interpreter a fault of running is thrown as RunFault and becomes such a value where the template ends.

export class TemplateFault {
  readonly kind = "template-fault";
  readonly message: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    this.message = message;
    this.line = line;
    this.column = column;
  }

  toString(): string {
    return `${this.line}:${this.column}: ${this.message}`;
  }
}

/** Thrown within one run, caught by Template.run. */
export class RunFault extends Error {
  override readonly name = "RunFault";
}

/** The place of an offset: line ends are LF, CR or CRLF, as Velocity counts them. */
export function faultAt(text: string, offset: number, message: string): TemplateFault {
  let line = 1;
  let start = 0;
  for (const end of text.slice(0, offset).matchAll(/\r\n?|\n/g)) {
    line++;
    start = end.index + end[0].length;
  }
  return new TemplateFault(message, line, offset - start + 1);
}
