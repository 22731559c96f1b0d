// Runtimes elsewhere: a function whose code runs in a program of its own (a container with AWS's runtime interface emulator,
// another language, another machine) and is invoked by HTTP as the Invoke API is. Connections are kept and reused; the
// function's timeout holds, and everything that goes wrong is the answer of the call. AWS API: Invoke.

import { Agent, type IncomingMessage, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { maxResultOctets } from "../../base/limits.ts";
import type { Call } from "./call.ts";
import { type Failure, failureOf, responseTooLarge, timedOut } from "./failure.ts";

export class RemoteRuntimes {
  readonly #plain = new Agent({ keepAlive: true });
  readonly #tls = new TlsAgent({ keepAlive: true });

  run(url: string, call: Call): void {
    const startedMs = performance.now();
    const took = (): number => performance.now() - startedMs;
    const body = Buffer.from(call.invocation.payload);
    const isTls = url.startsWith("https:");
    const options = {
      method: "POST",
      agent: isTls ? this.#tls : this.#plain,
      headers: headersOf(call, body.length),
    };
    const sent = isTls ? tlsRequest(url, options) : request(url, options);
    let isSettled = false;
    const settle = (tell: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(late);
      tell();
    };
    const fail = (failure: Failure): void => settle(() => call.fail(JSON.stringify(failure), took()));
    const late = setTimeout(() => {
      fail(timedOut(call.requestId, call.plan.timeoutMs));
      sent.destroy();
    }, call.plan.timeoutMs);
    sent.on("error", (error) => fail(failureOf(error, "Runtime.Unavailable")));
    sent.on("response", (response) => {
      const hear = async (): Promise<void> => {
        const text = await read(response);
        const failed = response.headers["x-amz-function-error"] !== undefined;
        if (text === null) fail(responseTooLarge(maxResultOctets));
        else if (response.statusCode !== 200) fail(badStatus(response.statusCode ?? 0, text));
        else if (failed || isFailure(text)) settle(() => call.fail(text, took()));
        else settle(() => call.complete(text, took()));
      };
      hear().catch((error: unknown) => fail(failureOf(error, "Runtime.Unavailable")));
    });
    sent.end(body);
  }

  close(): void {
    this.#plain.destroy();
    this.#tls.destroy();
  }
}

function headersOf({ requestId, invocation }: Call, length: number): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "Content-Length": String(length),
    "X-Amzn-RequestId": requestId,
    "X-Amz-Invocation-Type": "RequestResponse",
    ...(invocation.clientContext !== undefined && { "X-Amz-Client-Context": invocation.clientContext }),
    ...(invocation.traceId !== undefined && { "X-Amzn-Trace-Id": invocation.traceId }),
  };
}

/** The body as text; null when it is longer than an answer may be. */
async function read(response: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets > maxResultOctets) {
      response.destroy();
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** AWS's emulator says a failure without the header: an object that has an errorType, and no status. */
function isFailure(text: string): boolean {
  if (!text.startsWith("{") || !text.includes('"errorType"')) return false;
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    return typeof said["errorType"] === "string" && "errorMessage" in said && !("statusCode" in said);
  } catch {
    return false;
  }
}

function badStatus(status: number, text: string): Failure {
  return {
    errorType: "Runtime.Unavailable",
    errorMessage: `The runtime answered with status ${status}: ${text.slice(0, 200)}`,
  };
}
