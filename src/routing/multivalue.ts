// Multivalue answers: up to eight healthy sets at random; when none is healthy, up to eight of the unhealthy
// (DG:routing-policy-multivalue). Their order is random too.

import { maxSetsPerGroup } from "../base/limits.ts";
import type { Random } from "../base/random.ts";
import type { GroupView } from "./group-view.ts";

/** How many sets an answer has at most. */
export const multivalueAnswers = 8;

export class Multivalue {
  readonly #left = new Uint8Array(maxSetsPerGroup);

  /** Puts the words of the drawn sets into `drawn`, and returns how many they are. */
  draw(group: GroupView, random: Random, drawn: Int32Array): number {
    let left = 0;
    for (let i = 0; i < group.count; i++) if (group.isIn(i)) this.#left[left++] = i;
    const count = Math.min(left, multivalueAnswers);
    // The first `count` steps of a shuffle (Fisher and Yates).
    for (let i = 0; i < count; i++) {
      const at = i + random.below(left - i);
      drawn[i] = group.set(this.#left[at]);
      this.#left[at] = this.#left[i];
    }
    return count;
  }
}
