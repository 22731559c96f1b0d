// Reads a text line by line, for texts that our own threads write for each other: a line is what stands before the next line
// feed, and the last one is the rest. Slices are taken only of what is asked for, which is cheaper than splitting the whole.

export class LineReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next line without its end; all that is left where no line ends any more. */
  next(): string {
    const end = this.#text.indexOf("\n", this.#at);
    if (end === -1) return this.rest();
    const line = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return line;
  }

  /** All that is left, line feeds included. */
  rest(): string {
    const rest = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    return rest;
  }
}
