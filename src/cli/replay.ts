// `signpost replay`: plays scenario files with the whole resolver against their scripted network, in virtual time.
// One line a file: `FILE: ok`, or the first difference as `file:line: message`. Exit 1 when one differs or is unreadable.

import { readFileSync } from "node:fs";
import { Command } from "commander";
import { playScenario } from "../lab/scenario/play.ts";
import type { Played, PlayOptions } from "../lab/scenario/play.ts";
import { scanScenario } from "../lab/scenario/scan.ts";
import { printFault } from "../zone/file-fault.ts";
import { Failure } from "./program.ts";
import { told } from "./trace.ts";

interface ReplayOptions {
  readonly lenient?: boolean;
  readonly queries?: boolean;
  readonly trace?: boolean;
  readonly seed: number;
}

export function replayCommand(): Command {
  return new Command("replay")
    .description("play scenarios: the resolver against a scripted network, in virtual time")
    .argument("<file...>", "scenarios (.rpl), see docs/scenarios.md")
    .option("--lenient", "a question that the script has no answer for is told, and is no failure")
    .option("--queries", "show every query that the resolver sent")
    .option("--trace", "tell every step of every resolution, as `signpost trace` does")
    .option("--seed <number>", "of the resolver's draws, such as which of several servers is asked", readSeed, 1)
    .action((files: string[], options: ReplayOptions) => replay(files, options));
}

function replay(files: readonly string[], options: ReplayOptions): void {
  let wrong = 0;
  for (const file of files) {
    const lines = replayFile(file, options);
    process.stdout.write(`${lines.join("\n")}\n`);
    if (lines.at(-1) !== `${file}: ok`) wrong++;
  }
  if (wrong > 0) throw new Failure(1, "");
}

/** The lines to print; the last one says `ok`, or the play failed. */
function replayFile(file: string, options: ReplayOptions): string[] {
  const { scenario, faults } = scanScenario(file, readText(file));
  if (scenario === null) return faults.map(printFault);
  const { seed } = options;
  const strictness: PlayOptions["strictness"] = options.lenient === true ? "lenient" : "strict";
  const traces: PlayOptions["traces"] = options.trace === true ? "kept" : "not kept";
  return [...linesOf(file, playScenario(scenario, { strictness, seed, traces }), options)];
}

function* linesOf(file: string, played: Played, { queries }: ReplayOptions): Generator<string> {
  for (const trace of played.traces) yield told(trace);
  if (queries === true) yield* played.log.map((query) => `  ${query}`);
  for (const question of played.unscripted) yield `${file}: not in the script: ${question}`;
  const { failure } = played;
  yield failure === null ? `${file}: ok` : `${file}:${failure.line}: ${failure.message}`;
}

function readSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Failure(2, "--seed: a whole number");
  return Number(text);
}

function readText(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure(1, `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
