// How many signatures are made anew in a second (../base/limits.ts says why). A quarter is kept for clients whose address is
// no forgery: those of connections, and those that showed a cookie.

export class SignatureBudget {
  readonly #perSecond: number;
  #second = -1;
  #left = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes one, where there is one for the client. */
  take(second: number, client: "proven" | "unproven"): boolean {
    if (second !== this.#second) {
      this.#second = second;
      this.#left = this.#perSecond;
    }
    if (this.#left <= (client === "proven" ? 0 : this.#perSecond / 4)) return false;
    this.#left--;
    return true;
  }
}
