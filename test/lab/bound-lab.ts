// A program for tests: binds the project's lab, or the one in a folder, on the port that it is called with, says which addresses it has in one line
// of JSON, and runs until it is ended.

import { seededRandom } from "../../src/base/random.ts";
import { bindLab } from "../../src/lab/bind.ts";
import { listenersOf } from "../../src/lab/site.ts";
import { openLabAt, openProjectLab } from "./support.ts";

const clock = { nowMs: () => performance.now(), wallSeconds: () => Math.floor(Date.now() / 1000) };
const random = seededRandom(1);
const lab = process.argv[3] === undefined ? openProjectLab() : openLabAt(process.argv[3]);
const { bound, leftOut } = await bindLab(listenersOf(lab.sites(clock, random)), Number(process.argv[2]), clock, random);
process.stdout.write(`${JSON.stringify({ bound, leftOut })}\n`);
