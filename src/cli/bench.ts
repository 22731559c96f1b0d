// `signpost bench`: runs bench/main.ts of a checkout with the words that follow.
// The published package holds no benchmarks: they need the peers, the data and the sources.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { Failure } from "./program.ts";

export function benchCommand(): Command {
  return new Command("bench")
    .description("compare Signpost with the name servers found on this machine")
    .argument("[words...]", "passed on to bench/main.ts")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const main = fileURLToPath(new URL("../../bench/main.ts", import.meta.url));
      if (!existsSync(main))
        throw new Failure(1, "The benchmarks are not in the published package: run this in a checkout of the sources.");
      const child = spawn(process.execPath, [main, ...words], { stdio: "inherit" });
      const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
      if (code !== 0) throw new Failure(code === 2 ? 2 : 1, "");
    });
}
