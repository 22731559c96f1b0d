// A group of record sets while one is chosen: the words behind it, and which of its sets are out of the choice because
// they are unhealthy. One object a router, opened anew for every choice.

import { maxSetsPerGroup } from "../base/limits.ts";
import { Policy, policyOf, type RecordSets, setAt, setCount, setDetail, setKey } from "./group.ts";

export class GroupView {
  readonly #sets: RecordSets;
  readonly #isOut = new Uint8Array(maxSetsPerGroup);
  at = 0;
  policy: Policy = Policy.simple;
  count = 0;

  constructor(sets: RecordSets) {
    this.#sets = sets;
  }

  open(group: number): void {
    this.at = group;
    this.policy = policyOf(this.#sets.words, group);
    this.count = Math.min(setCount(this.#sets.words, group), maxSetsPerGroup);
    this.takeAllIn();
  }

  get words(): Int32Array {
    return this.#sets.words;
  }

  /** The word at which a set begins. */
  set(index: number): number {
    return setAt(this.at, index);
  }

  key(index: number): number {
    return this.words[this.set(index) + setKey];
  }

  detail(index: number): number {
    return this.words[this.set(index) + setDetail];
  }

  isIn(index: number): boolean {
    return this.#isOut[index] === 0;
  }

  /** How many sets are in. */
  get left(): number {
    let left = 0;
    for (let i = 0; i < this.count; i++) if (this.isIn(i)) left++;
    return left;
  }

  takeOut(index: number): void {
    this.#isOut[index] = 1;
  }

  takeAllIn(): void {
    this.#isOut.fill(0, 0, this.count);
  }

  /** For tellings. */
  nameOf(index: number): string {
    return this.#sets.identifierOf(this.set(index));
  }

  /** For tellings: what `say` says of every set that is in, none left out. */
  list(say: (index: number) => string): string {
    return Array.from({ length: this.count }, (_, index) => index)
      .filter((index) => this.isIn(index))
      .map(say)
      .join(", ");
  }
}
