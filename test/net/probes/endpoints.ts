// Endpoints on loopback, good and hostile, and one probe of them.

import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { onTestFinished } from "vitest";
import type { ProbeOutcome, ProbeTarget } from "../../../src/health/definition.ts";
import { type LookUp, Prober } from "../../../src/net/probes/prober.ts";

export interface Endpoint {
  readonly port: number;
  /** Every request as it came, one text a connection. */
  readonly requests: string[];
  readonly sockets: Set<Socket>;
}

/** How a test is told to clean up. Tests that run side by side have each their own. */
export type Finished = (clean: () => void) => void;

/** Serves connections with `serve`, which may write what it likes. */
export async function endpoint(
  serve: (socket: Socket, request: string) => void,
  finished: Finished = onTestFinished,
): Promise<Endpoint> {
  const endpoint: Omit<Endpoint, "port"> = { requests: [], sockets: new Set() };
  const server = createServer((socket) => accept(endpoint, socket, serve));
  return { ...endpoint, port: await listen(server, endpoint, finished) };
}

export interface TlsEndpoint extends Endpoint {
  /** The name that each handshake said, whether or not anything came after it; false for none. */
  readonly names: (string | false)[];
}

export async function tlsEndpoint(
  options: { readonly key: string; readonly cert: string },
  serve: (socket: Socket, request: string) => void,
): Promise<TlsEndpoint> {
  const endpoint: Omit<TlsEndpoint, "port"> = { requests: [], sockets: new Set(), names: [] };
  const said = (name: string, done: (error: Error | null) => void): void => {
    endpoint.names.push(name);
    done(null);
  };
  const server = createTlsServer({ ...options, SNICallback: said }, (socket) => {
    if (socket.servername === false) endpoint.names.push(false);
    accept(endpoint, socket, serve);
  });
  return { ...endpoint, port: await listen(server, endpoint, onTestFinished) };
}

function accept(
  { requests, sockets }: Omit<Endpoint, "port">,
  socket: Socket,
  serve: (socket: Socket, request: string) => void,
): void {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("error", () => socket.destroy());
  let request = "";
  socket.on("data", (chunk: Buffer) => {
    request += chunk.toString("latin1");
    if (!request.endsWith("\r\n\r\n")) return;
    requests.push(request);
    serve(socket, request);
  });
}

async function listen(server: Server, { sockets }: Pick<Endpoint, "sockets">, finished: Finished): Promise<number> {
  finished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

export function targetOf(port: number, changes: Partial<ProbeTarget> = {}): ProbeTarget {
  return {
    type: "HTTP",
    address: "127.0.0.1",
    name: null,
    port,
    path: "/",
    searchString: null,
    sni: false,
    ...changes,
  };
}

export const nobody: LookUp = () => Promise.resolve({ problem: "NXDOMAIN" });

/** One probe and what it found. */
export async function probe(
  target: ProbeTarget,
  settings: {
    readonly lookUp?: LookUp;
    readonly privateTargets?: "refused" | "allowed";
    readonly finished?: Finished;
  } = {},
): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const prober = new Prober({
      lookUp: settings.lookUp ?? nobody,
      privateTargets: settings.privateTargets ?? "allowed",
      wallMs: () => 0,
      probed: ({ outcome }) => resolve(outcome),
    });
    (settings.finished ?? onTestFinished)(() => prober.close());
    prober.probe({ check: "check-1", edition: 1, prober: 0, target });
  });
}

export function answer(body: string | Buffer, head = "HTTP/1.1 200 OK\r\n"): Buffer {
  const octets = typeof body === "string" ? Buffer.from(body) : body;
  return Buffer.concat([Buffer.from(`${head}Content-Length: ${octets.length}\r\n\r\n`), octets]);
}
