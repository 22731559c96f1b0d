// Terraform and its provider for AWS, where both are installed: found in the folders in which Terraform itself looks for
// providers (its documentation: CLI configuration, provider installation), run without a network and without whatever the
// environment says of AWS. A run's events are read from its -json output; a run that fails is thrown as its diagnostics.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const source = "registry.terraform.io/hashicorp/aws";

/** Folders that usually hold providers as a mirror does. */
const usualMirrors: readonly (string | undefined)[] = [
  process.env["TF_PLUGIN_CACHE_DIR"],
  join(homedir(), ".terraform.d/plugins"),
  join(homedir(), ".terraform.d/plugin-cache"),
  join(process.env["XDG_DATA_HOME"] ?? join(homedir(), ".local/share"), "terraform/plugins"),
  join(homedir(), "Library/Application Support/io.terraform/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  "/opt/terraform/plugins",
  "/opt/tf-plugins",
];

export interface Installed {
  /** The folder with the provider; "" where something is missing. */
  readonly mirror: string;
  /** What is missing, in words; null for nothing. */
  readonly missing: string | null;
}

/**
 * Asked for by SIGNPOST_TERRAFORM=yes, as `npm run terraform` does: the provider alone waits for most of a minute. SIGNPOST_TF_PLUGINS
 * names the one folder to look in, or, empty, none.
 */
export function findTerraform(): Installed {
  if (process.env["SIGNPOST_TERRAFORM"] !== "yes") return { mirror: "", missing: "npm run terraform runs it" };
  if (spawnSync("which", ["terraform"]).status !== 0) return { mirror: "", missing: "terraform is not installed" };
  const named = process.env["SIGNPOST_TF_PLUGINS"];
  const mirrors = named === undefined ? usualMirrors : [named];
  const mirror = mirrors.find((folder) => folder !== undefined && holdsProvider(join(folder, source)));
  if (mirror !== undefined) return { mirror, missing: null };
  return { mirror: "", missing: `no mirror has ${source}; SIGNPOST_TF_PLUGINS may name one` };
}

/** Unpacked as VERSION/OS_ARCH, or packed as one file a version, for this machine. */
function holdsProvider(folder: string): boolean {
  const system = { darwin: "darwin", win32: "windows" }[process.platform as string] ?? process.platform;
  const platform = `${system}_${process.arch === "x64" ? "amd64" : process.arch}`;
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some(
    (name) => name.endsWith(`_${platform}.zip`) || existsSync(join(folder, name, platform)),
  );
}

/** One line of -json output; the members that the tests look at. */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export interface StoredResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A folder with a configuration and its state. */
export class Terraform {
  readonly #folder: string;
  readonly #configuration: string;
  readonly #environment: NodeJS.ProcessEnv;

  /** `variables` are the configuration's own, beside those that a run gives. */
  constructor(folder: string, configuration: string, variables: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#configuration = configuration;
    mkdirSync(folder, { recursive: true });
    cpSync(configuration, folder, { recursive: true });
    writeFileSync(join(folder, "cli.tfrc"), "disable_checkpoint = true\n");
    this.#environment = {
      PATH: process.env["PATH"],
      HOME: folder,
      TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc"),
      TF_IN_AUTOMATION: "1",
      GOGC: "400", // the provider's schema is large, and every run makes it anew: a third of the time was for its garbage
      ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value])),
    };
  }

  async init(mirror: string): Promise<void> {
    const [code, said] = await this.#run(["init", `-plugin-dir=${mirror}`, "-input=false", "-no-color"]);
    if (code !== 0) throw new Error(said);
  }

  /** All events of a run; a plan that would change something is no fault. */
  async run(command: "apply" | "plan" | "destroy", revision: number): Promise<readonly TerraformEvent[]> {
    const approval = command === "plan" ? "-detailed-exitcode" : "-auto-approve";
    // Every resource waits by itself, so all of them wait at once.
    const words = ["-json", "-input=false", "-parallelism=200", `-var=revision=${revision}`];
    const [code, said] = await this.#run([command, approval, ...words]);
    const events = said.split("\n").flatMap((line) => (line === "" ? [] : [eventOf(line)]));
    if (code !== 0 && (command !== "plan" || code !== 2)) throw new Error(events.flatMap(faultsOf).join("\n") || said);
    return events;
  }

  /** What the state says there is, data sources left out. */
  resources(): readonly StoredResource[] {
    const state = JSON.parse(readFileSync(join(this.#folder, "terraform.tfstate"), "utf8")) as State;
    return state.resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, instances }) =>
        instances.map(({ index_key: index, attributes }) => {
          const address = `${type}.${name}${index === undefined ? "" : `[${JSON.stringify(index)}]`}`;
          return { address, type, attributes };
        }),
      );
  }

  /** Another folder with the same configuration and no state; what `more` says is said in a file beside it. */
  afresh(folder: string, more: string): Terraform {
    const other = new Terraform(folder, this.#configuration, {});
    Object.assign(other.#environment, this.#environment, { TF_DATA_DIR: join(this.#folder, ".terraform") });
    copyFileSync(join(this.#folder, ".terraform.lock.hcl"), join(folder, ".terraform.lock.hcl"));
    writeFileSync(join(folder, "more.tf"), more);
    return other;
  }

  async #run(words: readonly string[]): Promise<[code: number, said: string]> {
    const child = spawn("terraform", words, { cwd: this.#folder, env: this.#environment });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    return [code, said];
  }
}

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/** What is no JSON, such as a crash, is an event as well. */
function eventOf(line: string): TerraformEvent {
  return line.startsWith("{") ? (JSON.parse(line) as TerraformEvent) : { type: "text", "@message": line };
}

function faultsOf({ diagnostic }: TerraformEvent): string[] {
  return diagnostic?.severity === "error" ? [`${diagnostic.summary}\n${diagnostic.detail}`] : [];
}

/** Every resource by what is done to it. */
export function doneIn(events: readonly TerraformEvent[]): Record<string, string[]> {
  const done: Record<string, string[]> = {};
  for (const { type, change } of events)
    if (type === "planned_change" && change !== undefined && change.action !== "read")
      (done[change.action] ??= []).push(change.resource.addr);
  for (const addresses of Object.values(done)) addresses.sort();
  return done;
}

export function outputsOf(events: readonly TerraformEvent[]): Record<string, unknown> {
  const outputs = events.findLast(({ type }) => type === "outputs")?.outputs ?? {};
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}
