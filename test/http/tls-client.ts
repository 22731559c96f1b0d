// TLS clients and plain ones as tests need them: what a handshake came to, and what is heard until the other side closes.

import { once } from "node:events";
import { connect as connectPlain } from "node:net";
import { type ConnectionOptions, type TLSSocket, connect as connectTls } from "node:tls";
import type { HttpEndpoint, Resource, Routes } from "../../src/http/listener.ts";

export const routes: Routes = new Map<string, Resource>([
  [
    "/2013-04-01/**",
    { ANY: ({ method, rest, body }) => ({ status: 200, type: "text/plain", body: `${method} ${rest} ${body}` }) },
  ],
]);

/** An established connection; rejects with the error that ended it. */
export async function shakeHands(options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connectTls({ host: "127.0.0.1", ...options });
  const failed = once(socket, "error").then(([error]) => Promise.reject(error as Error));
  const closed = once(socket, "close").then(() => Promise.reject(new Error("closed")));
  await Promise.race([once(socket, "secureConnect"), failed, closed]);
  failed.catch(() => {});
  closed.catch(() => {});
  return socket;
}

/** The code of the error that a handshake ends with. */
export async function handshakeFault(options: ConnectionOptions): Promise<string> {
  try {
    (await shakeHands(options)).destroy();
    return "none";
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}

/** All that is heard until the other side closes. */
export async function heard(socket: {
  on(event: string, listener: (chunk: Buffer) => void): unknown;
}): Promise<string> {
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString()));
  socket.on("error", () => {});
  await new Promise<void>((resolve) => void socket.on("close", () => resolve()));
  return text;
}

/** Says `text` over plain TCP, and hears what comes until the other side closes. */
export function sayPlainly({ port }: HttpEndpoint, text: string): Promise<string> {
  const socket = connectPlain(port, "127.0.0.1");
  socket.write(text);
  return heard(socket);
}

/** Asks a listener to CONNECT to `target`; the status, and the connection where it is 200. */
export async function connectThrough(
  { port }: HttpEndpoint,
  target: string,
): Promise<{ status: number; text: string; socket: ReturnType<typeof connectPlain> }> {
  const socket = connectPlain(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
  const [chunk] = (await once(socket, "data")) as [Buffer];
  const text = chunk.toString();
  return { status: Number(text.slice(9, 12)), text, socket };
}
