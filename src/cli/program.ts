// How every subcommand behaves: exit codes, one plain sentence for an error, help, version, a reader that goes away.
// Subcommands throw Failure for what the user must be told; any other exception is a bug and says so.

import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";

/** 1: the input or the answer is wrong; 2: the call's words are wrong. */
export type ExitCode = 1 | 2;

/** Ends the command with a sentence on stderr; an empty sentence when everything was said already. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function program(): Command {
  return new Command("signpost")
    .description("A DNS server for laptops, tests and lessons.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show a command's help")
    .showSuggestionAfterError(true);
}

/** Runs the call of this process and sets its exit code. */
export async function run(root: Command): Promise<void> {
  watchOutput();
  for (const command of allOf(root)) command.exitOverride().configureOutput({ outputError: () => {} });
  try {
    await root.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

export function version(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Says what went wrong and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code !== "commander.help") say(error.message.replace(/^error: /, "").replaceAll("\n", " "));
    return 2;
  }
  if (error instanceof Failure) {
    if (error.message !== "") say(error.message);
    return error.exitCode;
  }
  say(`This is a fault of Signpost itself, please report it: ${error instanceof Error ? error.stack : String(error)}`);
  return 1;
}

function say(sentence: string): void {
  process.stderr.write(`signpost: ${sentence}\n`);
}

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}

/** `signpost … | head` closes our output early; that is no error. A file that cannot take it, on a full disk for one, is. */
function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    say(`Standard output cannot be written: ${error.message}.`);
    process.exit(1);
  });
}
