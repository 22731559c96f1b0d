// A program for tests: binds the project's lab, or the one in a folder, on the port that it is called with, says which addresses it has in one line
// of JSON, and runs until it is ended.

import { seededRandom } from "../../src/base/random.ts";
import { bindLab } from "../../src/lab/bind.ts";
import { openLabAt, openProjectLab } from "./support.ts";

const clock = { nowMs: () => performance.now(), wallSeconds: () => Math.floor(Date.now() / 1000) };
const { bound, leftOut } = await bindLab(
  process.argv[3] === undefined ? openProjectLab() : openLabAt(process.argv[3]),
  Number(process.argv[2]),
  clock,
  seededRandom(1),
);
process.stdout.write(`${JSON.stringify({ bound, leftOut })}\n`);
