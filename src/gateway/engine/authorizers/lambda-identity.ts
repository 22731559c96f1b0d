// What a Lambda authorizer knows a request by: its identity sources, in their order, which are also the key that its result is
// kept by (AWS API: Authorizer, identitySource and identityValidationExpression).
// Invariant: with a source missing, or a token that the expression does not match as a whole, nobody is asked: 401.

import { type JavaRegex, RegexFault, compileJavaRegex } from "../../java-regex/regex.ts";
import { MatchTimeout, withinMatchTime } from "../../matching/match-time.ts";
import type { Authorizer } from "../../model/shapes.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { compileParameter } from "../request-value.ts";
import { misconfigured } from "./faults.ts";

export type Identify = (exchange: Exchange) => readonly string[] | GatewayFault;

export function compileIdentity(authorizer: Authorizer): Identify {
  const { type, identityValidationExpression: expression = "" } = authorizer;
  const names = identitySources(authorizer);
  const sources = names.map((name) => compileParameter(name));
  const unknown = sources.indexOf(null);
  if (unknown !== -1) return always(misconfigured(`the identity source ${names[unknown]} means nothing`));
  const pattern = type === "TOKEN" && expression !== "" ? compileJavaRegex(expression) : null;
  if (pattern instanceof RegexFault) {
    return always(misconfigured(`the identity validation expression cannot be read: ${pattern.message}`));
  }
  const unauthorized = new GatewayFault("UNAUTHORIZED");
  return (exchange) => {
    const values: string[] = [];
    for (const read of sources) {
      const value = read?.(exchange) ?? "";
      if (value === "") return unauthorized;
      values.push(value);
    }
    return pattern === null || fits(pattern, values[0], exchange) ? values : unauthorized;
  };
}

function fits(pattern: JavaRegex, token: string, exchange: Exchange): boolean {
  const found = withinMatchTime(() => pattern.matches(token));
  if (!(found instanceof MatchTimeout)) return found;
  exchange.complain(
    `An identity validation expression counts as one that does not match: ${found.message} with a token.`,
  );
  return false;
}

/** A TOKEN authorizer has one, whether it says so or not. */
export function identitySources({ type, identitySource = "" }: Authorizer): readonly string[] {
  const given = identitySource
    .split(",")
    .map((source) => source.trim())
    .filter((source) => source !== "");
  return given.length === 0 && type !== "REQUEST" ? ["method.request.header.Authorization"] : given;
}

function always(fault: GatewayFault): Identify {
  return () => fault;
}
