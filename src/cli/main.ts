// The `signpost` command: one file a subcommand, each a door to a room that does the work.
// Exit codes: 0 done, 1 the input or the answer is wrong, 2 the call's words are wrong.

import { benchCommand } from "./bench.ts";
import { cacheCommand } from "./cache.ts";
import { checkCommand } from "./check.ts";
import { digCommand } from "./dig.ts";
import { explainCommand } from "./explain.ts";
import { lessonCommand } from "./lesson.ts";
import { program, run } from "./program.ts";
import { replayCommand } from "./replay.ts";
import { serveCommand } from "./serve.ts";
import { traceCommand } from "./trace.ts";
import { trustCommand } from "./trust.ts";
import { zoneCommand } from "./zone.ts";

await run(
  program()
    .addCommand(serveCommand())
    .addCommand(digCommand())
    .addCommand(traceCommand())
    .addCommand(explainCommand())
    .addCommand(lessonCommand())
    .addCommand(replayCommand())
    .addCommand(checkCommand())
    .addCommand(zoneCommand())
    .addCommand(cacheCommand())
    .addCommand(trustCommand())
    .addCommand(benchCommand()),
);
