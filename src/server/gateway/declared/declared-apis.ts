// The apis directory: each OpenAPI file in it is an API that is served, with its handlers beside it. A file that is new or
// changed is imported in the place of what it said before and deployed to its stage, so every state that was served is a
// deployment that one can go back to; a file that goes takes its API with it. They are APIs like others: AWS clients see them.
// Invariants: a file with faults is told of and changes nothing; what is unchanged since the last start is not deployed again.
// Read next: ./declaration.ts, ./declared-domain.ts.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { YAMLParseError, parse as parseYaml } from "yaml";
import { isObject } from "../../../base/json-object.ts";
import { cryptoRandom } from "../../../net/upstream/crypto-random.ts";
import { ServiceFault } from "../../../base/service-fault.ts";
import { DirectoryWatch } from "../../../disk/directory-watch.ts";
import type { ControlContext } from "../../../gateway/control/context.ts";
import type { GatewayStore } from "../../../gateway/control/gateway-store.ts";
import type { ApiDraft } from "../../../gateway/openapi/draft.ts";
import { readOpenApi } from "../../../gateway/openapi/read.ts";
import { otherAccount } from "../../accounts.ts";
import type { FunctionText } from "../../config/forms.ts";
import type { DeclaredFunctions } from "../../declared-functions.ts";
import type { Log } from "../../log.ts";
import { withCors } from "./cors-draft.ts";
import { type Declaration, readDeclaration } from "./declaration.ts";
import type { DeclaredDomains } from "./declared-domain.ts";

export interface DeclaredApisParts {
  readonly folder: string;
  readonly store: GatewayStore;
  readonly functions: DeclaredFunctions;
  readonly domains: DeclaredDomains;
  readonly nowMs: () => number;
  readonly log: Log;
}

/** Declared APIs belong to nobody in particular, in the region that AWS's tools mean when none is said. */
const region = "us-east-1";
/** Tags of a declared API: the file's name, and what it said. */
const fileTag = "signpost:file";
const contentTag = "signpost:content";
const endings: ReadonlySet<string> = new Set([".yaml", ".yml", ".json"]);

export class DeclaredApis {
  readonly #parts: DeclaredApisParts;
  readonly #watch: DirectoryWatch;
  /** File name -> the hash of what it said when it was last looked at. */
  readonly #seen = new Map<string, string>();
  /** File name -> handlers that were not there when it was last looked at. */
  readonly #awaited = new Map<string, readonly string[]>();

  constructor(parts: DeclaredApisParts) {
    this.#parts = parts;
    this.#watch = new DirectoryWatch(
      () => this.look(),
      (sentence) => parts.log.warn({}, sentence),
    );
  }

  /** Serves what is there, and from now on what changes. */
  start(): void {
    this.look();
  }

  /** The same for a store that has forgotten everything. */
  again(): void {
    this.#seen.clear();
    this.look();
  }

  close(): void {
    this.#watch.close();
  }

  /** Looks at every file. */
  look(): void {
    const { folder, log } = this.#parts;
    this.#follow();
    const files = namesIn(folder);
    if (typeof files === "string") return log.error({ key: "apis", folder }, `apis: ${folder} ${files}`);
    // First, for a file with a new name is one that went and one that came, and both want the same domain.
    this.#forget(files);
    for (const file of files) this.#guard(file, () => this.#lookAt(file));
    this.#follow();
  }

  /** The folder is watched, and where handlers are to come. */
  #follow(): void {
    const { folder } = this.#parts;
    if (!existsSync(folder)) return;
    const awaited = Array.from(this.#awaited.values()).flatMap((paths) => paths.map((path) => dirname(path)));
    this.#watch.follow([...new Set([folder, ...awaited])]);
  }

  #lookAt(file: string): void {
    const { folder } = this.#parts;
    const octets = readFileSync(join(folder, file));
    const hash = createHash("sha256").update(octets).digest("hex");
    const isAwaited = this.#awaited.get(file)?.some((path) => existsSync(path)) === true;
    if (this.#seen.get(file) === hash && !isAwaited) return;
    this.#seen.set(file, hash);
    this.#awaited.delete(file);
    const document = parsed(octets.toString("utf8"));
    if (document instanceof YAMLParseError) return this.#complain(file, [document.message.split("\n", 1)[0]]);
    if (!isObject(document)) return this.#complain(file, ["it holds no OpenAPI document"]);
    const declaration = readDeclaration(document, basename(file, extname(file)), region);
    if (Array.isArray(declaration)) return this.#complain(file, declaration);
    const draft = readDraft(declaration);
    if (typeof draft === "string") return this.#complain(file, [draft]);
    this.#serve(file, hash, declaration, draft);
  }

  #serve(file: string, hash: string, declaration: Declaration, draft: ApiDraft): void {
    const { store, log, folder, domains, functions } = this.#parts;
    const path = join(folder, file);
    const known = this.#apiOf(file);
    const { stage, domain } = declaration;
    const handlers = placed(declaration.functions, folder);
    let apiId = known?.id;
    if (apiId === undefined || known?.content !== hash || store.stage(apiId, stage) === null) {
      // All that can be refused is asked before anything is changed.
      const asked = [...this.#missing(file, handlers), this.#domainFault(apiId, declaration)];
      const faults = asked.filter((fault) => fault !== null);
      if (faults.length > 0) return this.#complain(file, faults);
      apiId = this.#deploy(file, hash, declaration, draft, apiId);
      log.info({ file: path, api: apiId, stage }, "an API is deployed");
    }
    functions.put(file, handlers);
    if (domain === null) domains.leave(apiId, null);
    else domains.put(file, { ...declaration, domain, apiId });
  }

  /** Handlers that are not there, a fault each. The file is looked at again when one of them comes. */
  #missing(file: string, handlers: ReadonlyMap<string, FunctionText>): readonly string[] {
    const paths = Array.from(handlers.values()).flatMap((one) => (one.kind === "file" ? [one.path] : []));
    const missing = [...new Set(paths)].filter((path) => !existsSync(path));
    if (missing.length > 0) this.#awaited.set(file, missing);
    return missing.map((path) => `x-signpost-handler: ${path} is not there`);
  }

  #domainFault(apiId: string | undefined, { domain, ...declaration }: Declaration): string | null {
    return domain === null ? null : this.#parts.domains.refusal(apiId, { ...declaration, domain });
  }

  /** Imports and deploys; returns the API's id. */
  #deploy(file: string, hash: string, declaration: Declaration, draft: ApiDraft, known: string | undefined): string {
    const { store } = this.#parts;
    const { stage: stageName, variables, endpoint } = declaration;
    const context = this.#context();
    const input = { restApiId: known, mode: "overwrite", draft, endpointTypes: [endpoint] } as const;
    const { id, warnings = [] } = store.importApi(input, context);
    for (const warning of warnings) this.#parts.log.warn({ file: join(this.#parts.folder, file) }, warning);
    const resourceArn = arnOf(id);
    store.tagResource({ resourceArn, tags: { [fileTag]: file } }, context);
    this.#setEndpoint(id, endpoint);
    store.createDeployment(
      {
        restApiId: id,
        stageName,
        description: `${file} ${hash.slice(0, 12)}`,
        ...(Object.keys(variables).length > 0 && { variables }),
      },
      context,
    );
    this.#dropVariables(id, stageName, variables);
    // Last: a file is tried again at the next start unless all of this was done.
    store.tagResource({ resourceArn, tags: { [contentTag]: hash } }, context);
    return id;
  }

  /** An import leaves an API's endpoint as it is. */
  #setEndpoint(restApiId: string, endpoint: Declaration["endpoint"]): void {
    const { store } = this.#parts;
    const { endpointConfiguration } = store.getRestApi({ restApiId }, this.#context());
    const [before] = endpointConfiguration.types;
    if (before === endpoint) return;
    const change = { op: "replace", path: `/endpointConfiguration/types/${before}`, value: endpoint } as const;
    store.updateRestApi({ restApiId, patchOperations: [change] }, this.#context());
  }

  /** A deployment adds variables to its stage; those that the file no longer names are taken away. */
  #dropVariables(restApiId: string, stageName: string, wanted: Declaration["variables"]): void {
    const { store } = this.#parts;
    const held = Object.keys(store.stage(restApiId, stageName)?.stage.variables ?? {});
    const patchOperations = held
      .filter((name) => !Object.hasOwn(wanted, name))
      .map((name) => ({ op: "remove" as const, path: `/variables/${name}` }));
    if (patchOperations.length > 0) store.updateStage({ restApiId, stageName, patchOperations }, this.#context());
  }

  /** APIs whose files have gone go, too. */
  #forget(files: readonly string[]): void {
    const { store, functions, domains, log, folder } = this.#parts;
    for (const file of this.#seen.keys()) {
      if (files.includes(file)) continue;
      this.#seen.delete(file);
      this.#awaited.delete(file);
    }
    for (const { file, id } of this.#declared()) {
      if (files.includes(file)) continue;
      this.#guard(file, () => {
        domains.forget(id);
        store.deleteRestApi({ restApiId: id }, this.#context());
        functions.put(file, new Map());
        log.info({ file: join(folder, file), api: id }, "an API is gone with its file");
      });
    }
  }

  /** What is refused, or cannot be read, is told of and harms no other file. */
  #guard(file: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof ServiceFault) return this.#complain(file, [error.message]);
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
      this.#complain(file, [`it cannot be read: ${code}`]);
    }
  }

  #complain(file: string, faults: readonly string[]): void {
    const { folder, log } = this.#parts;
    for (const fault of faults) log.error({ file: join(folder, file) }, fault);
  }

  #apiOf(file: string): { readonly id: string; readonly content: string } | undefined {
    return this.#declared().find((one) => one.file === file);
  }

  #declared(): { readonly file: string; readonly id: string; readonly content: string }[] {
    return Array.from(this.#parts.store.apis()).flatMap(({ account, api: { id, tags = {} } }) => {
      const isDeclared = account === otherAccount && Object.hasOwn(tags, fileTag);
      return isDeclared ? [{ file: tags[fileTag], id, content: tags[contentTag] ?? "" }] : [];
    });
  }

  #context(): ControlContext {
    return { account: otherAccount, region, accessKey: null, nowMs: this.#parts.nowMs(), random: cryptoRandom };
  }
}

/** What is to be imported, or what keeps it from being deployed. */
function readDraft({ document, cors }: Declaration): ApiDraft | string {
  const read = readOpenApi(document, "ignore");
  if ("fault" in read) return read.fault;
  for (const { path, methods } of read.resources)
    for (const { httpMethod, methodIntegration } of methods)
      if (methodIntegration === undefined)
        return `paths.${path}.${httpMethod.toLowerCase()}: there is neither an integration nor an x-signpost-handler`;
  if (read.resources.every(({ methods }) => methods.length === 0)) return "paths: there is no operation to serve";
  const draft = cors === null ? read : withCors(read, cors);
  return typeof draft === "string" ? `x-signpost.cors: ${draft}` : draft;
}

/** The files of a folder, none where it is not there; or why they cannot be known. */
function namesIn(folder: string): string[] | string {
  try {
    const files = readdirSync(folder, { withFileTypes: true });
    return files
      .filter((one) => one.isFile() && endings.has(extname(one.name)) && !one.name.startsWith("."))
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    return code === "ENOTDIR" ? "is no directory" : `cannot be read: ${message}`;
  }
}

/** The document, or what is wrong with it, with the line. JSON is YAML, too. */
function parsed(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 100 }) as unknown;
  } catch (error) {
    if (error instanceof YAMLParseError) return error;
    // Too many aliases, which is how small documents become large ones.
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

/** Paths are meant from the file's folder. */
function placed(functions: ReadonlyMap<string, FunctionText>, folder: string): ReadonlyMap<string, FunctionText> {
  return new Map(
    Array.from(functions, ([name, source]) => [
      name,
      source.kind === "file" ? { ...source, path: resolve(folder, source.path) } : source,
    ]),
  );
}

function arnOf(apiId: string): string {
  return `arn:aws:apigateway:${region}::/restapis/${apiId}`;
}
