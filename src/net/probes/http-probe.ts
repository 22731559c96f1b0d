// An HTTP or HTTPS probe (DG:dns-failover-determining-health-of-endpoints): a TCP connection within four seconds, a status
// code within two more, the searched part of the body within two more. Redirects are successes and are not followed; the
// certificate may be anybody's. Node's parser is strict about RFC 7230 §3.2, and what it refuses is no answer.
// Once the status is known nothing more is read, unless a string is to be found.

import { type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { checkServerIdentity, connect as connectTls, type TLSSocket } from "node:tls";
import { maxProbeHeadOctets } from "../../base/limits.ts";
import { isSuccess, type ProbeOutcome } from "../../health/definition.ts";
import { BodySearch } from "./body-search.ts";
import { isTls, requestHeaders, requestPath } from "./http-request.ts";
import {
  bodyTimeoutMs,
  connectTimeoutMs,
  Ending,
  errorWords,
  type ProbeAim,
  type RunningProbe,
  statusTimeoutMs,
} from "./probe.ts";

export function probeHttp(aim: ProbeAim, tell: (outcome: ProbeOutcome) => void): RunningProbe {
  const ending = new Ending(tell);
  open(aim, ending);
  return ending;
}

function open(aim: ProbeAim, ending: Ending): void {
  const { target, address, resolved } = aim;
  const socket = connect({ host: address, port: target.port, noDelay: true });
  ending.onOver(() => socket.destroy());
  ending.within(connectTimeoutMs, { kind: "connect-timeout", resolved });
  socket.on("error", (error) => ending.end({ kind: "refused", resolved, detail: errorWords(error) }));
  socket.once("connect", () => {
    ending.within(statusTimeoutMs, { kind: "status-timeout", resolved });
    if (isTls(target)) shakeHands(aim, socket, ending);
    else ask(aim, socket, ending);
  });
}

/**
 * Anybody's certificate will do, and old versions of TLS as well: AWS asks for 1.0 at least. Where the name was said and
 * the certificate is not of that name, the handshake is tried once more without it (API:HealthCheckConfig, EnableSNI).
 */
function shakeHands(aim: ProbeAim, socket: Socket, ending: Ending): void {
  const { target, resolved } = aim;
  const name = target.sni ? target.name : null;
  const options = { socket, rejectUnauthorized: false, minVersion: "TLSv1" } as const;
  const tls = connectTls(name === null ? options : { ...options, servername: name });
  ending.onOver(() => tls.destroy());
  let isSecure = false;
  tls.on("error", (error) => {
    if (!isSecure) ending.end({ kind: "tls", resolved, detail: alertWords(error) });
  });
  tls.once("close", () => {
    if (!isSecure) ending.end({ kind: "tls", resolved, detail: "handshake_failure" });
  });
  tls.once("secureConnect", () => {
    isSecure = true;
    if (name === null || isOfName(tls, name)) return ask(aim, tls, ending);
    tls.destroy();
    open({ ...aim, target: { ...target, sni: false } }, ending);
  });
}

function isOfName(tls: TLSSocket, name: string): boolean {
  return checkServerIdentity(name.replace(/\.$/, ""), tls.getPeerCertificate()) === undefined;
}

function ask(aim: ProbeAim, socket: Socket | TLSSocket, ending: Ending): void {
  const { check, target, address, resolved } = aim;
  const fail = (error: unknown): void => ending.end({ kind: "malformed", resolved, detail: parseWords(error) });
  const asked = request({
    createConnection: () => socket,
    method: "GET",
    path: requestPath(target.path),
    headers: requestHeaders(check, target, address),
    setHost: false,
    maxHeaderSize: maxProbeHeadOctets,
  });
  ending.onOver(() => asked.destroy());
  asked.on("error", fail);
  asked.on("response", (response) => judge(aim, response, ending));
  // 101 is no success, whatever comes after it.
  asked.on("upgrade", (response) => judge(aim, response, ending));
  asked.end();
}

function judge(aim: ProbeAim, response: IncomingMessage, ending: Ending): void {
  const { target, resolved } = aim;
  const answered: ProbeOutcome = {
    kind: "response",
    status: response.statusCode ?? 0,
    reason: response.statusMessage ?? "",
    resolved,
  };
  if (target.searchString === null || !isSuccess(answered)) return ending.end(answered);
  ending.within(bodyTimeoutMs, { kind: "body-timeout", resolved });
  const search = new BodySearch(target.searchString, response.headers["content-encoding"] ?? "", (end) => {
    if (end === "found") ending.end(answered);
    else if (end === "missing") ending.end({ kind: "string-missing", resolved });
    else ending.end({ kind: "malformed", resolved, detail: "the body does not inflate" });
  });
  ending.onOver(() => search.close());
  response.on("data", (chunk: Buffer) => search.take(chunk));
  response.on("end", () => search.finish());
  response.on("error", () => search.finish());
}

/** The name of the alert, as AWS shows it: "handshake_failure". */
function alertWords(error: Error & { readonly code?: string }): string {
  const alert = /^ERR_SSL_(?:TLSV1|SSLV3|TLSV13)?_?ALERT_(\w+)$/.exec(error.code ?? "")?.[1];
  return alert === undefined ? errorWords(error) : alert.toLowerCase();
}

function parseWords(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "HPE_HEADER_OVERFLOW") return "the headers are too long";
  if (code.startsWith("HPE_") && error instanceof Error && "reason" in error) return String(error.reason);
  return code === "ECONNRESET" ? "the endpoint closed the connection before it answered" : errorWords(error);
}
