// COGNITO_USER_POOLS (AWS guide: apigateway-integrate-with-cognito): the token of a user pool, checked here with the keys
// that the pool publishes. A method without scopes wants an ID token, one with scopes an access token that has one of them.
// 401 for a token that is none, not of these pools, over, or of the other kind; 403 for an access token without a scope of the
// method; 500 where a pool's keys cannot be fetched.
// Invariant: no claim is looked at before the signature is found true, but the issuer, to know whose key it is.

import { RegexFault, compileJavaRegex } from "../../java-regex/regex.ts";
import { withinMatchTime } from "../../matching/match-time.ts";
import type { Authorizer } from "../../model/shapes.ts";
import type { Authorized, Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { compileParameter } from "../request-value.ts";
import type { Authorize } from "../seams.ts";
import { claimTexts } from "./claims.ts";
import { misconfigured } from "./faults.ts";
import { IssuerKeys } from "./issuer-keys.ts";
import { identitySources } from "./lambda-identity.ts";
import type { AuthorizerSite } from "./site.ts";
import { type Token, parseToken } from "./token.ts";

type Claims = Token["claims"];
type FitsAudience = (claims: Claims) => boolean;

export function compileCognitoAuthorizer(authorizer: Authorizer, { ports, method }: AuthorizerSite): Authorize {
  const keys = new IssuerKeys(ports);
  const issuers = new Set((authorizer.providerARNs ?? []).map(issuerOf));
  const read = compileParameter(identitySources(authorizer)[0]);
  const fitsAudience = compileAudience(authorizer.identityValidationExpression);
  const scopes = method.authorizationScopes ?? [];
  const check = async (text: string): Promise<Authorized | GatewayFault> => {
    const startedMs = ports.clock.nowMs();
    const token = parseToken(text);
    const issuer = token?.claims["iss"];
    if (token === null || typeof issuer !== "string" || !issuers.has(issuer)) return unauthorized();
    const key = await keys.find(issuer, token.kid);
    if (typeof key === "string") return misconfigured(`the keys of ${issuer} cannot be fetched: ${key}`);
    if (key === null || (key.alg !== undefined && key.alg !== token.algorithm)) return unauthorized();
    if (!(await ports.crypto.verify(token.algorithm, key, token.signed, token.signature))) return unauthorized();
    const fault = judge(token.claims, scopes, fitsAudience, ports.clock.wallSeconds());
    return fault ?? authorizedBy(token.claims, ports.clock.nowMs() - startedMs);
  };
  return (exchange: Exchange) => {
    const value = read?.(exchange) ?? "";
    const text = /^bearer /i.test(value) ? value.slice("bearer ".length).trim() : value;
    return text === "" ? unauthorized() : check(text);
  };
}

/** arn:aws:cognito-idp:{region}:{account}:userpool/{pool} */
function issuerOf(arn: string): string {
  const [, region, pool] = /^arn:aws[\w-]*:cognito-idp:([\w-]+):\d*:userpool\/(.+)$/.exec(arn) ?? [];
  return region === undefined ? arn : `https://cognito-idp.${region}.amazonaws.com/${pool}`;
}

/** For user pools the validation expression is matched with `aud` (AWS API: Authorizer). */
function compileAudience(expression = ""): FitsAudience {
  if (expression === "") return () => true;
  const pattern = compileJavaRegex(expression);
  if (pattern instanceof RegexFault) return () => false;
  return ({ aud }) => typeof aud === "string" && withinMatchTime(() => pattern.matches(aud)) === true;
}

/** null: the claims let it in. */
function judge(
  claims: Claims,
  scopes: readonly string[],
  fitsAudience: FitsAudience,
  nowSeconds: number,
): GatewayFault | null {
  const { exp, token_use: use, scope } = claims;
  if (typeof exp !== "number" || !fitsAudience(claims)) return unauthorized();
  if (exp <= nowSeconds) return new GatewayFault("UNAUTHORIZED", { message: "The incoming token has expired" });
  if (use !== (scopes.length === 0 ? "id" : "access")) return unauthorized();
  if (scopes.length === 0) return null;
  const granted = new Set(typeof scope === "string" ? scope.split(" ") : []);
  return scopes.some((wanted) => granted.has(wanted)) ? null : new GatewayFault("ACCESS_DENIED");
}

function authorizedBy(claims: Claims, latencyMs: number): Authorized {
  const { sub } = claims;
  return {
    principalId: typeof sub === "string" ? sub : null,
    context: {},
    claims: claimTexts(claims),
    usageIdentifierKey: null,
    identity: null,
    integrationLatencyMs: latencyMs,
  };
}

function unauthorized(): GatewayFault {
  return new GatewayFault("UNAUTHORIZED");
}
