// The routes of a deployment: a trie over path parts, searched for a path and a verb together. A part in letters goes before
// {name}, {name} before {name+}; where the better place has neither the verb nor ANY, the search goes back and tries the
// next one, up the tree, as API Gateway does (AWS guide: api-gateway-method-settings-method-request; recorded answers of
// TestApigatewayRouting). Parts are compared as they came: nothing is decoded (percent signs, plus signs, case).
// Invariants: slashes ahead of the path count as one, those behind it as none; {name} takes a part of at least one octet,
// {name+} a rest of at least one part; a search visits a place of the trie at most once, so its cost is bounded by the trie.

/** What ANY stands for: HEAD is among them, and is never answered by GET. */
const anyVerbs: ReadonlySet<string> = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);

interface Leaf<Value> {
  readonly verbs: Map<string, Value>;
  any: Value | null;
  /** Of the path's variables, in order. */
  readonly names: readonly string[];
}

interface Place<Value> {
  readonly parts: Map<string, Place<Value>>;
  variable: Place<Value> | null;
  leaf: Leaf<Value> | null;
  greedy: Leaf<Value> | null;
}

export interface Route<Value> {
  readonly value: Value;
  /** Name by value, as it came; null for a path without variables. */
  readonly parameters: Readonly<Record<string, string>> | null;
}

export class Routes<Value> {
  readonly #root: Place<Value> = place();
  /** The values of variables on the way that is being tried. */
  readonly #values: string[] = [];

  /** `path` is a resource's: /users/{id}, /files/{proxy+}, or / alone. A verb, or ANY. */
  add(path: string, verb: string, value: Value): void {
    const names: string[] = [];
    let at = this.#root;
    let greedy = false;
    for (const part of path.split("/")) {
      if (part === "") continue;
      const variable = variablePattern.exec(part);
      if (variable === null) {
        at = childOf(at.parts, part);
        continue;
      }
      names.push(variable[1]);
      greedy = variable[2] === "+";
      if (!greedy) at = at.variable ??= place();
    }
    const leaf = greedy ? (at.greedy ??= leafOf(names)) : (at.leaf ??= leafOf(names));
    if (verb === "ANY") leaf.any = value;
    else leaf.verbs.set(verb, value);
  }

  find(verb: string, path: string): Route<Value> | null {
    let start = 0;
    let end = path.length;
    while (start < end && path.charCodeAt(start) === slash) start++;
    while (end > start && path.charCodeAt(end - 1) === slash) end--;
    this.#values.length = 0;
    return this.#search(this.#root, verb, path, start, end);
  }

  #search(at: Place<Value>, verb: string, path: string, start: number, end: number): Route<Value> | null {
    if (start >= end) return this.#taken(at.leaf, verb);
    const next = path.indexOf("/", start);
    const stop = next === -1 || next > end ? end : next;
    const part = path.slice(start, stop);
    const child = at.parts.get(part);
    if (child !== undefined) {
      const found = this.#search(child, verb, path, stop + 1, end);
      if (found !== null) return found;
    }
    if (at.variable !== null && stop > start) {
      this.#values.push(part);
      const found = this.#search(at.variable, verb, path, stop + 1, end);
      if (found !== null) return found;
      this.#values.pop();
    }
    if (at.greedy === null) return null;
    this.#values.push(path.slice(start, end));
    const found = this.#taken(at.greedy, verb);
    if (found === null) this.#values.pop();
    return found;
  }

  #taken(leaf: Leaf<Value> | null, verb: string): Route<Value> | null {
    if (leaf === null) return null;
    const value = leaf.verbs.get(verb) ?? (anyVerbs.has(verb) ? leaf.any : null);
    if (value === null) return null;
    if (leaf.names.length === 0) return { value, parameters: null };
    const parameters: Record<string, string> = {};
    for (let i = 0; i < leaf.names.length; i++) parameters[leaf.names[i]] = this.#values[i];
    return { value, parameters };
  }
}

const slash = 0x2f;
const variablePattern = /^\{([^}+]+)(\+?)\}$/;

function place<Value>(): Place<Value> {
  return { parts: new Map(), variable: null, leaf: null, greedy: null };
}

function leafOf<Value>(names: readonly string[]): Leaf<Value> {
  return { verbs: new Map(), any: null, names };
}

function childOf<Value>(parts: Map<string, Place<Value>>, part: string): Place<Value> {
  let child = parts.get(part);
  if (child === undefined) {
    child = place();
    parts.set(part, child);
  }
  return child;
}
