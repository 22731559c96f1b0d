// One entry of a map, as `#foreach($entry in $map.entrySet())` has it: its key, and its value in the map at that time.
// Read next: ./collection-methods.ts.

import { javaText } from "./text.ts";
import { HostObject, type Value } from "./values.ts";

export class Entry extends HostObject {
  readonly #map: Map<string, Value>;
  readonly #key: string;

  constructor(map: Map<string, Value>, key: string) {
    super();
    this.#map = map;
    this.#key = key;
  }

  override property(name: string): Value {
    if (name === "key") return this.#key;
    return name === "value" ? (this.#map.get(this.#key) ?? null) : null;
  }

  override call(name: string, args: readonly Value[]): Value | undefined {
    if (name === "getKey") return this.#key;
    if (name === "getValue") return this.property("value");
    if (name !== "setValue" || args.length !== 1) return undefined;
    const before = this.property("value");
    this.#map.set(this.#key, args[0]);
    return before;
  }

  override toString(): string {
    return `${this.#key}=${javaText(this.property("value"))}`;
  }
}
