// AWS_IAM: the request's own signature, Version 4 for the service execute-api, in its headers or its query (AWS guide:
// permissions). base/sigv4/ reads and judges it; here it becomes AWS's answers: Missing Authentication Token where there
// is none, and what is wrong with it, down to the text that should have been signed, where it is not true.
// Invariant: a key that is known may call its account's APIs; whom else an API lets in, its resource policy says.

import { SignatureFault, type SignedRequest, algorithm, readClaim } from "../../../base/sigv4/claim.ts";
import { judge } from "../../../base/sigv4/signature.ts";
import type { Authorized, Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import type { Authorize } from "../seams.ts";
import type { AuthorizerSite } from "./site.ts";

const noOctets = new Uint8Array(0);

export function compileIamAuthorizer({ snapshot, ports }: AuthorizerSite): Authorize {
  const verification = {
    service: "execute-api",
    secretOf: (key: string) => ports.secretOf(key)?.secret ?? null,
    hashes: ports.crypto,
  };
  const check = (exchange: Exchange, body: Uint8Array): Authorized | GatewayFault => {
    const request = signedRequest(exchange, body);
    const claim = readClaim(request);
    if (claim instanceof SignatureFault) return unreadable(claim, exchange.request.header("authorization"));
    const fault = judge(request, claim, verification, ports.clock.wallSeconds() * 1000);
    if (fault !== null) return untrue(fault);
    const signer = claim === null ? null : ports.secretOf(claim.accessKey);
    if (claim === null || signer === null) return new GatewayFault("MISSING_AUTHENTICATION_TOKEN");
    if (claim.region !== snapshot.region) return invalid("Credential should be scoped to a valid region.");
    return authorizedAs(claim.accessKey, signer.account);
  };
  return (exchange) => {
    const { request, queryText } = exchange;
    if (request.header("authorization") === undefined && !queryText.includes("X-Amz-Algorithm")) {
      return new GatewayFault("MISSING_AUTHENTICATION_TOKEN");
    }
    if (request.body === null) return check(exchange, noOctets);
    return exchange.readSentBody().then((body) => (body instanceof GatewayFault ? body : check(exchange, body)));
  };
}

function signedRequest({ request }: Exchange, body: Uint8Array): SignedRequest {
  const { rawHeaders, target, method, authority } = request;
  const headers = new Map<string, string[]>([["host", [authority]]]);
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i].toLowerCase();
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [rawHeaders[i + 1]]);
    else if (name !== "host") values.push(rawHeaders[i + 1]);
  }
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? "" : target.slice(mark + 1);
  return { method, path, query, headers: Object.fromEntries(headers), body };
}

/** A header of another scheme is told apart word by word, as AWS does. */
function unreadable({ message }: SignatureFault, authorization: string | undefined): GatewayFault {
  if (authorization === undefined || authorization.startsWith(algorithm)) return invalid(message);
  const word = authorization.split(/[ ,]+/).find((part) => part !== "" && !part.includes("="));
  if (word === undefined) return invalid(message);
  const where = `in Authorization header: '${authorization}'`;
  return invalid(`'${word}' not a valid key=value pair (missing equal-sign) ${where}.`);
}

function untrue({ code, message, wanted }: SignatureFault): GatewayFault {
  if (code === "MissingAuthenticationToken") return new GatewayFault("MISSING_AUTHENTICATION_TOKEN");
  if (wanted === null) return invalid(message);
  const canonical = `The Canonical String for this request should have been\n'${wanted.canonical}'`;
  return invalid(`${message}\n\n${canonical}\n\nThe String-to-Sign should have been\n'${wanted.toSign}'\n`);
}

function invalid(message: string): GatewayFault {
  return new GatewayFault("INVALID_SIGNATURE", { message });
}

function authorizedAs(accessKey: string, account: string): Authorized {
  const userArn = `arn:aws:iam::${account}:root`;
  const identity = { accessKey, accountId: account, userArn };
  return { principalId: null, context: {}, claims: null, usageIdentifierKey: null, identity, integrationLatencyMs: 0 };
}
