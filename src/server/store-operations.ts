// What the API listener calls of a store. A store has a member for each operation of its API, a function that it made with
// its own storage; methods, which its class has, are no operations.

import type { Operations } from "../aws/service-api.ts";
import type { Random } from "../base/random.ts";

type Call = (input: unknown, context: unknown) => unknown;

/** The operations of a store, each called with the caller and a source of chance. */
export function storeOperations(store: object, random: Random): Operations {
  const calls = new Map(
    Object.entries(store).filter((member): member is [string, Call] => typeof member[1] === "function"),
  );
  return (name) => {
    const call = calls.get(name);
    return call === undefined ? null : (input, caller) => call(input, { ...caller, random });
  };
}
