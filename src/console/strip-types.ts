// A thread that takes the types out of modules, so that a browser can run them: lines and columns stay where they were.
// It is given paths with their texts, says them back without types, and ends.

import { stripTypeScriptTypes } from "node:module";
import { parentPort, workerData } from "node:worker_threads";

const texts = workerData as readonly (readonly [path: string, text: string])[];
parentPort?.postMessage(texts.map(([path, text]) => [path, stripTypeScriptTypes(text)]));
