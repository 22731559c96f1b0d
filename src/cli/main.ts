// The `signpost` command: one file a subcommand, each a door to a room that does the work.
// Only the door that is asked for is opened: all of them together take half a second to read, one a fraction of it.
// Exit codes: 0 done, 1 the input or the answer is wrong, 2 the call's words are wrong.

import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";

// Half of a command's time is compiling: what was compiled is kept, here and, by the variable, in threads. It is code, so it is
// kept where only who installed this may write.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("../../node_modules/.cache/signpost", import.meta.url));
enableCompileCache(process.env["NODE_COMPILE_CACHE"]);
const { program, run } = await import("./program.ts");

/** In the order in which the help lists them. */
const doors: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./serve.ts")).serveCommand(),
  dig: async () => (await import("./dig.ts")).digCommand(),
  trace: async () => (await import("./trace.ts")).traceCommand(),
  explain: async () => (await import("./explain.ts")).explainCommand(),
  lab: async () => (await import("./lab.ts")).labCommand(),
  lesson: async () => (await import("./lesson.ts")).lessonCommand(),
  replay: async () => (await import("./replay.ts")).replayCommand(),
  check: async () => (await import("./check.ts")).checkCommand(),
  zone: async () => (await import("./zone.ts")).zoneCommand(),
  api: async () => (await import("./api.ts")).apiCommand(),
  cache: async () => (await import("./cache.ts")).cacheCommand(),
  trust: async () => (await import("./trust.ts")).trustCommand(),
  bench: async () => (await import("./bench.ts")).benchCommand(),
};

const root = program();
for (const name of needed(process.argv[2] ?? "")) root.addCommand(await doors[name]());
await run(root);

/** Help, and the nearest name for one that is wrong, need to know them all. */
function needed(asked: string): readonly string[] {
  if (asked === "-V" || asked === "--version") return [];
  return Object.hasOwn(doors, asked) ? [asked] : Object.keys(doors);
}
