// What the tests of zone checks share: the lines of a zone in, the faults that loading tells out.

import { Memory } from "../../src/base/memory.ts";
import { Image } from "../../src/zone/image.ts";
import { loadZone } from "../../src/zone/load.ts";
import { filesOf, name, octets } from "./reading.ts";

const apex = "@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n";
export const image = new Image(Memory.create(2 ** 28), 1);

/** Faults as `line:column: [warning: ]message`, and whether the zone may be served. The text begins on line 5. */
export function check(
  text: string,
  { head = apex, zone = "x.test", files = {}, nowSeconds = 0 } = {},
): { faults: string[]; isServed: boolean } {
  const made = name(zone);
  const source = { file: "z", text: octets(`$TTL 60\n${head}${text}`), apex: made, origin: made, open: filesOf(files) };
  const loaded = loadZone(image, nowSeconds === 0 ? source : { ...source, nowSeconds });
  if (loaded.zone !== null) image.abandon(loaded.zone);
  const faults = loaded.faults.map(({ severity, file, line, column, message }) => {
    return `${file === "z" ? "" : `${file}:`}${line}:${column}: ${severity === "error" ? "" : "warning: "}${message}`;
  });
  return { faults, isServed: loaded.zone !== null };
}
