// The gateway's way to servers behind it (../../gateway/engine/ports.ts), over undici: connections are kept and used again,
// HTTP/1.1 (AWS guide: api-gateway-known-issues), header names and duplicates pass as they are. Whole answers are bounded;
// streamed ones come no faster than they are read.
// A request to change the protocol goes its own way (./upgrade-request.ts).
// Invariants: `send` never rejects; the time it was given ends it, whatever the other side does; a request is sent once.

import type { LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import { Agent, type Dispatcher, type buildConnector } from "undici";
import { maxBufferedAnswerOctets, maxConnectionsPerUpstream, maxGatewayBodyOctets } from "../../base/limits.ts";
import type { UpstreamFault, UpstreamPort, UpstreamReply, UpstreamRequest } from "../../gateway/engine/ports.ts";
import { sendUpgrade, type UpgradeConnection } from "./upgrade-request.ts";

export interface UpstreamClientOptions {
  /** How names of servers become addresses; node's own way when it is left out. */
  readonly lookup?: LookupFunction;
  /** Certificates of authorities that are believed beside the machine's own, as PEM text. */
  readonly authorities?: readonly string[];
  /** Where a VPC link leads, as http://HOST:PORT; null: where the URL says. */
  readonly linkTarget?: (vpcLink: string) => string | null;
  /** What is shown to servers that ask for a client's certificate, as PEM text; nothing when it is left out. */
  readonly shown?: { readonly cert: string; readonly key: string };
}

type Answer = UpstreamReply | UpstreamFault;

export class UpstreamClient implements UpstreamPort {
  readonly #verifying: Agent;
  readonly #trusting: Agent;
  readonly #connect: Pick<UpgradeConnection, "lookup" | "ca">;
  readonly #linkTarget: (vpcLink: string) => string | null;

  constructor({ lookup, authorities = [], linkTarget = () => null, shown }: UpstreamClientOptions = {}) {
    this.#linkTarget = linkTarget;
    const own = { ...(lookup !== undefined && { lookup }), ...shown };
    const ca = authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] };
    this.#connect = { ...ca, ...own };
    this.#verifying = newAgent({ rejectUnauthorized: true, ...ca, ...own });
    this.#trusting = newAgent({ rejectUnauthorized: false, ...own });
  }

  send(request: UpstreamRequest): Promise<Answer> {
    if ((request.upgrade ?? null) !== null) return this.#sendUpgrade(request);
    const agent = request.certificate === "verified" ? this.#verifying : this.#trusting;
    return new Promise((settle) => {
      const exchange = new Exchange(request, settle);
      try {
        agent.dispatch(dispatchOptions(request, this.#linkOf(request)), exchange);
      } catch (error) {
        exchange.onResponseError(null, error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  #sendUpgrade(request: UpstreamRequest): Promise<Answer> {
    const rejectUnauthorized = request.certificate === "verified";
    return sendUpgrade(request, { ...this.#connect, origin: this.#linkOf(request), rejectUnauthorized }).catch(
      (error: unknown) => ({ fault: "unreachable", why: error instanceof Error ? error.message : String(error) }),
    );
  }

  #linkOf({ vpcLink = null }: UpstreamRequest): string | null {
    return vpcLink === null ? null : this.#linkTarget(vpcLink);
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await Promise.all([this.#verifying.destroy(), this.#trusting.destroy()]);
  }
}

function newAgent(connect: buildConnector.BuildOptions): Agent {
  return new Agent({
    connect: { ...connect, allowH2: false },
    connections: maxConnectionsPerUpstream,
    pipelining: 1,
    // An exchange has a timer of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 65_536,
  });
}

function dispatchOptions(
  { method, url, headers, body }: UpstreamRequest,
  link: string | null,
): Dispatcher.DispatchOptions {
  const pathAt = pathStart(url);
  return {
    origin: link ?? url.slice(0, pathAt),
    path: pathAt === url.length ? "/" : url[pathAt] === "?" ? `/${url.slice(pathAt)}` : url.slice(pathAt),
    method,
    headers: headers as string[],
    body,
  };
}

/** Where the path of an http or https URL begins: no parser rewrites what a client sent. */
function pathStart(url: string): number {
  for (let i = url.indexOf("://") + 3; i < url.length; i++) if (url[i] === "/" || url[i] === "?") return i;
  return url.length;
}

/** One request under way. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: UpstreamRequest;
  readonly #settle: (answer: Answer) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Uint8Array[] = [];
  #octets = 0;
  #status = 0;
  #headers: readonly string[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #stream: AnswerStream | null = null;
  #isSettled = false;

  constructor(request: UpstreamRequest, settle: (answer: Answer) => void) {
    this.#request = request;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#end({ fault: "timeout", why: "no answer in time" }), request.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(new Error("nobody waits any more"));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // An interim answer: the one that counts follows (RFC 9110 §15.2).
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatHeaders(controller.rawHeaders);
    if (this.#request.answer !== "streamed") return;
    clearTimeout(this.#timer);
    this.#stream = new AnswerStream(controller);
    this.#isSettled = true;
    this.#settle({ status, headers: this.#headers, body: this.#stream });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stream !== null) {
      this.#stream.push(chunk);
      return;
    }
    this.#octets += chunk.length;
    this.#chunks.push(chunk);
    if (this.#octets <= maxGatewayBodyOctets) return;
    this.#end({ fault: "too large", why: `the answer has more than ${maxGatewayBodyOctets} octets` });
    controller.abort(new Error("too large"));
  }

  onResponseEnd(): void {
    if (this.#stream !== null) this.#stream.end(null);
    else {
      const body = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
      this.#finish({ status: this.#status, headers: this.#headers, body });
    }
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#stream !== null) this.#stream.end(error);
    else this.#finish({ fault: "unreachable", why: error.message });
  }

  #end(fault: UpstreamFault): void {
    this.#finish(fault);
    this.#controller?.abort(new Error(fault.why));
  }

  #finish(answer: Answer): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#settle(answer);
  }
}

function flatHeaders(raw: Dispatcher.DispatchController["rawHeaders"]): readonly string[] {
  if (!Array.isArray(raw)) return [];
  return raw.map((part) => (typeof part === "string" ? part : part.toString("latin1")));
}

/** An answer's body as it comes: the server is stopped while more than the limit waits for its reader. */
class AnswerStream implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #controller: Dispatcher.DispatchController;
  readonly #waiting: Uint8Array[] = [];
  #octets = 0;
  #ending: { readonly error: Error | null } | null = null;
  #wake: (() => void) | null = null;

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller;
  }

  push(chunk: Uint8Array): void {
    this.#waiting.push(chunk);
    this.#octets += chunk.length;
    if (this.#octets > maxBufferedAnswerOctets) this.#controller.pause();
    this.#wake?.();
  }

  end(error: Error | null): void {
    this.#ending ??= { error };
    this.#wake?.();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) {
        this.#octets -= chunk.length;
        if (this.#controller.paused && this.#octets <= maxBufferedAnswerOctets / 2) this.#controller.resume();
        return { done: false, value: chunk };
      }
      if (this.#ending !== null) {
        if (this.#ending.error !== null) throw this.#ending.error;
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Who reads has had enough. */
  async return(): Promise<IteratorResult<Uint8Array>> {
    if (this.#ending === null) this.#controller.abort(new Error("nobody reads any more"));
    this.end(null);
    return { done: true, value: undefined };
  }
}
