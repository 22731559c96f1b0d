// The simple substitution of gateway responses and access logs: `$context.a.b`, `$stageVariables.a` and, in a gateway
// response, `$method.request.header.a` in a text are replaced, and that is all; there is no VTL in it (API Gateway
// Developer Guide, "Gateway responses" and "Set up access logging"). Compiled once. What stands for a name without a value
// is the caller's: "-" in an access log.
//
//   compileSubstitution(`{"message":$context.error.messageString}`).run(name => values[name] ?? "")
//
// `$context.error.message` is the bare message, `$context.error.messageString` the same as a JSON string: both are the
// caller's values, under those names.

/** Gives the value of a variable by its whole name, without the `$`: `context.error.message`, `stageVariables.table`. */
export type VariableLookup = (name: string) => string;

export interface Substitution {
  /** The text where it names no variable, else null. */
  readonly constant: string | null;
  /** The variables it names, in their order. An access log must name one that identifies the request. */
  readonly names: readonly string[];
  run(lookup: VariableLookup): string;
}

/** `$context.identity.sourceIp`, also `${context.identity.sourceIp}`. A dot at the end belongs to the text. */
const variables =
  /\$(?:((?:context|stageVariables|method\.request)(?:\.[\w-]+)+)|\{((?:context|stageVariables|method\.request)(?:\.[\w-]+)+)\})/g;

export function compileSubstitution(text: string): Substitution {
  const texts: string[] = [];
  const names: string[] = [];
  let end = 0;
  for (const found of text.matchAll(variables)) {
    texts.push(text.slice(end, found.index));
    names.push(found[1] ?? found[2]);
    end = found.index + found[0].length;
  }
  const last = text.slice(end);
  if (names.length === 0) return { constant: text, names, run: () => text };
  return {
    constant: null,
    names,
    run(lookup) {
      let out = "";
      for (let i = 0; i < names.length; i++) out += texts[i] + lookup(names[i]);
      return out + last;
    },
  };
}
