// `signpost serve`: the words of the call into a configuration, the configuration into a running service.
// SIGTERM and SIGINT drain and end with 0, a second one ends at once, and so does the end of `npm start`; SIGHUP reads
// the zones again.
// Read next: ../server/service.ts.

import { Command } from "commander";
import { type Config, unheardVariables } from "../server/config.ts";
import { type Log, openLog } from "../server/log.ts";
import { StartFault, startService } from "../server/service.ts";
import { configuration, wordFor } from "./configuration.ts";
import { Failure, version } from "./program.ts";

interface Options {
  readonly config?: string;
  readonly zones?: string;
  readonly data?: string;
  readonly listen?: readonly string[];
  readonly api?: string;
  readonly gateway?: string;
  readonly workers?: string;
  readonly lab?: true;
  readonly resolver: boolean;
}

export function serveCommand(): Command {
  const addresses = (word: string, before: readonly string[] | undefined): string[] => [...(before ?? []), word];
  return new Command("serve")
    .description("answer questions about the zones of a directory, and resolve all others")
    .option("-c, --config <file>", "the configuration (./signpost.yaml where it exists)")
    .option("--zones <dir>", "the zones directory (./zones)")
    .option("--data <dir>", "the API's durable state (./.signpost); null keeps it in memory")
    .option("--listen <host:port>", "where to answer DNS, UDP and TCP; may be said again", addresses)
    .option("--api <host:port>", "where to serve metrics and health (127.0.0.1:5380)")
    .option("--gateway <host:port>", "where the API gateway answers HTTPS (127.0.0.1:5443)")
    .option("--workers <n>", "threads that answer questions (one a core)")
    .option("--lab", "resolve within the mini internet")
    .option("--no-resolver", "only answer from our own zones")
    .action(async (options: Options) => {
      const config = configOf(options);
      const log = openLog(config.log.level);
      const stopped = new Signals(log);
      for (const sentence of unheardVariables(process.env)) log.warn({}, sentence);
      try {
        const service = await startService(config, { log, version: version() });
        stopped.onReload(() => service.reload("SIGHUP"));
        await stopped.wanted;
        await service.stop();
      } catch (error) {
        throw error instanceof StartFault ? new Failure(1, error.message) : error;
      } finally {
        log.flush();
      }
      process.exit(0);
    });
}

function configOf(options: Options): Config {
  return configuration(options.config, [
    ...wordFor("--zones", "zones", options.zones),
    ...wordFor("--data", "data", options.data),
    ...wordFor("--listen", "dns.listen", options.listen),
    ...wordFor("--api", "api.listen", options.api),
    ...wordFor("--gateway", "gateway.https", options.gateway),
    ...wordFor("--workers", "dns.workers", options.workers),
    ...wordFor("--lab", "lab.enabled", options.lab === true ? "true" : undefined),
    ...wordFor("--no-resolver", "resolver.enabled", options.resolver ? undefined : "false"),
  ]);
}

/** A signal so soon after another is the same one, by another way. */
const echoMs = 500;
/** How often it is looked whether the shell that npm runs us by is there still. */
const lookForShellEveryMs = 500;

/** The signals of a daemon, heard from the first moment on. */
class Signals {
  readonly wanted: Promise<void>;
  #reload: (() => void) | null = null;
  #isReloadWanted = false;

  constructor(log: Log) {
    let firstMs = -Infinity;
    this.wanted = new Promise((resolve) => {
      const stop = (signal: string): void => {
        const isSecond = firstMs > -Infinity;
        // A terminal tells a whole group, and whoever started us may pass on what they were told: that is one signal, not two.
        if (isSecond && performance.now() - firstMs < echoMs) return;
        if (isSecond) endNow(log);
        firstMs = performance.now();
        log.info({ signal }, "stopping");
        resolve();
      };
      process.on("SIGTERM", stop).on("SIGINT", stop);
      whenLeft(() => stop("npm ended"));
    });
    // One listener for good: a signal that comes while it is changed for another is lost, or ends the process.
    process.on("SIGHUP", () => {
      if (this.#reload === null) this.#isReloadWanted = true;
      else this.#reload();
    });
  }

  /** What SIGHUP does from now on, at once when it came before. */
  onReload(reload: () => void): void {
    this.#reload = reload;
    if (this.#isReloadWanted) reload();
  }
}

/**
 * `npm start` runs us by a shell. Told to end it tells the shell, which does not pass it on: without this the server would go on with
 * nobody knowing of it, and hold the ports of the next one. Scripts of others may leave us behind on purpose.
 */
function whenLeft(then: () => void): void {
  const { npm_package_name: name, npm_lifecycle_event: script } = process.env;
  if (name !== "signpost" || script !== "start" || process.platform === "win32") return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    then();
  }, lookForShellEveryMs).unref();
}

/** process.exit would end the workers with their sockets open, which they do not survive (../net/worker.ts): the system must. */
function endNow(log: Log): void {
  log.flush();
  process.kill(process.pid, "SIGKILL");
}
