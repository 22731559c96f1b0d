// The lab that the configuration asks for: a folder of the user's, or the one that comes with Signpost.
// Each thread that needs it opens it for itself.

import { fileURLToPath } from "node:url";
import { openLab } from "../lab/lab.ts";
import type { Config } from "./config.ts";

export function openConfiguredLab({ zones }: Pick<Config["lab"], "zones">): ReturnType<typeof openLab> {
  return openLab(zones ?? fileURLToPath(new URL("../../zones/lab", import.meta.url)));
}
