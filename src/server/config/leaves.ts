// The table of keys walked flat: each key that is no section, by its dotted path.
// Variables and the page read the table through this.

import type { Shape } from "./shape.ts";
import { table } from "./table.ts";

export interface Leaf {
  readonly path: string;
  readonly shape: Shape;
}

/** Every key of the table that is no section. */
export function leaves(): Leaf[] {
  return leavesBelow({ path: "", shape: table });
}

function leavesBelow({ path, shape }: Leaf): Leaf[] {
  if (shape.kind !== "section") return [{ path, shape }];
  return Object.entries(shape.keys).flatMap(([name, key]) =>
    leavesBelow({ path: path === "" ? name : `${path}.${name}`, shape: key.shape }),
  );
}

/** The variable that says a key: dns.maxUdpSize is SIGNPOST_DNS_MAX_UDP_SIZE. */
export function variableOf(path: string): string {
  return `SIGNPOST_${path
    .replaceAll(/([A-Z])/g, "_$1")
    .replaceAll(".", "_")
    .toUpperCase()}`;
}

/** Whether one text can say the value: no sections inside. */
export function isSayable(shape: Shape): boolean {
  const inner = bare(shape);
  return inner.kind === "list" ? bare(inner.of).kind === "text" : inner.kind !== "map" && inner.kind !== "section";
}

/** The shape without its null. */
export function bare(shape: Shape): Shape {
  return shape.kind === "optional" ? shape.of : shape;
}
