// $input: the payload and the parameters (API Gateway Developer Guide, "$input variables"). The payload is parsed when a
// path first asks for it, once a run, as json-smart does: what is no JSON is one text. As recorded from AWS: an empty
// payload is `{}`; a path that leads nowhere is "" to $input.path, and `""` to $input.json.

import { JsonFault, parseJson } from "../json/parse.ts";
import { printJson } from "../json/print.ts";
import type { JsonValue } from "../json/value.ts";
import { compileJsonPath, JsonPath, JsonPathFault } from "../json-path/path.ts";
import { RunFault } from "./fault.ts";
import type { ParameterKind, TemplateScope } from "./scope.ts";
import { type CallSite, HostObject, type Value } from "./values.ts";

/** Where `$input.params(name)` looks, one after the other. */
const parameterKinds: readonly ParameterKind[] = ["path", "querystring", "header"];

export class InputObject extends HostObject {
  readonly #scope: TemplateScope;
  readonly #parameters = new Map<ParameterKind, Map<string, Value>>();
  #document: JsonValue | undefined;

  constructor(scope: TemplateScope) {
    super();
    this.#scope = scope;
  }

  override property(name: string): Value {
    return name === "body" ? this.#body() : null;
  }

  override call(name: string, args: readonly Value[], site: CallSite): Value | undefined {
    const [first] = args;
    if (name === "params") return this.#params(first);
    if ((name !== "json" && name !== "path") || typeof first !== "string") return undefined;
    const found = this.#read(first, site);
    if (name === "path") return (found as Value | undefined) ?? null;
    return found === undefined ? '""' : printJson(found, "plain");
  }

  override toString(): string {
    return "$input";
  }

  #body(): string {
    const body = this.#scope.body();
    return body === "" ? "{}" : body;
  }

  #read(text: string, site: CallSite): JsonValue | undefined {
    const path = site.text === text && site.made instanceof JsonPath ? site.made : compileJsonPath(text);
    if (path instanceof JsonPathFault)
      throw new RunFault(`the path ${text}, column ${path.offset + 1}: ${path.message}`);
    site.text = text;
    site.made = path;
    const found = path.read((this.#document ??= this.#parse()));
    if (found instanceof JsonPathFault) throw new RunFault(`the path ${text}: ${found.message}`);
    return found;
  }

  #parse(): JsonValue {
    const document = parseJson(this.#body(), "permissive");
    if (document instanceof JsonFault) throw new RunFault(`the body, offset ${document.offset}: ${document.message}`);
    return document;
  }

  #params(name: Value | undefined): Value {
    if (name === undefined)
      return new Map<string, Value>(parameterKinds.map((kind) => [kind, this.#parametersOf(kind)]));
    if (typeof name !== "string") return null;
    for (const kind of parameterKinds) {
      const value = this.#parametersOf(kind).get(name);
      if (value !== undefined) return value;
    }
    // The names of headers have no case, and a client may have sent any.
    const folded = name.toLowerCase();
    for (const [header, value] of this.#parametersOf("header")) if (header.toLowerCase() === folded) return value;
    return null;
  }

  #parametersOf(kind: ParameterKind): Map<string, Value> {
    let parameters = this.#parameters.get(kind);
    if (parameters === undefined) {
      parameters = new Map(Object.entries(this.#scope.parameters(kind)));
      this.#parameters.set(kind, parameters);
    }
    return parameters;
  }
}
