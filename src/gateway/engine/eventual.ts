// What may be there at once or later, without a promise where there is none: a request that waits for nothing is answered
// within the call that brought it.

import type { Eventual } from "./messages.ts";

/** Goes on with a value: now where it is there. */
export function andThen<In, Out>(value: Eventual<In>, goOn: (value: In) => Eventual<Out>): Eventual<Out> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
