// Writes a copy whose last piece does not fit where files may get no longer than 64 KiB, and says what came of it.

import { ZoneCopies } from "../../src/disk/zone-copies.ts";
import { nameOf } from "../authority/asking.ts";

const [, , folder] = process.argv;
const line = `${"x".repeat(999)}\n`;
const lines = Array.from({ length: 66 }, () => line);
process.stdout.write(String(await new ZoneCopies(folder).write(nameOf("example."), lines, 1000, () => true)));
