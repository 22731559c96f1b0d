// The configuration that nobody said anything about: each key's default, read as a file would have it read.
// Invariant: a default that does not read is a fault of the table, found by the first start.

import { resolve } from "node:path";
import { path as pathForm } from "./forms.ts";
import type { Shape } from "./shape.ts";
import { type Config, table } from "./table.ts";

/** All defaults; paths are relative to `base`. */
export function defaultConfig(base = "."): Config {
  return fallbackOf(table, {}, base) as Config;
}

/** A default of a shape, as it would stand in a file, as its value. */
export function fallbackOf(shape: Shape, fallback: unknown, base: string): unknown {
  switch (shape.kind) {
    case "optional":
      return fallback === null ? null : fallbackOf(shape.of, fallback, base);
    case "flag":
    case "integer":
    case "choice":
      return fallback;
    case "text": {
      const value = shape.form.read(String(fallback));
      if (value === undefined) throw new Error(`the default ${JSON.stringify(fallback)} is not ${shape.form.expected}`);
      return shape.form === pathForm ? resolve(base, value as string) : value;
    }
    case "list":
      return (fallback as readonly unknown[]).map((item) => fallbackOf(shape.of, item, base));
    case "map":
      return mapped(fallback as object, (value) => fallbackOf(shape.of, value, base));
    case "section":
      return mapped(shape.keys, (key) => fallbackOf(key.shape, key.fallback, base));
  }
}

function mapped<T>(values: { readonly [name: string]: T } | object, change: (value: T) => unknown): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value as T)]));
}
