// Fetching a zone from another server (RFC 5936 §4): one question over TCP, or over TLS to whoever proves to be it (RFC 9103 §7), and the messages that answer it as they come, each
// behind its length (RFC 1035 §4.2.2). What they mean is the taker's business, and when there are enough of them.
// Invariant: the connection is closed when the promise settles, however it does.

import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type Endpoint, printEndpoint } from "../address.ts";
import { plainOctets } from "../plain-octets.ts";

/** Why no zone came: a sentence without its end. */
export class PullFault extends Error {
  override readonly name = "PullFault";
}

/** Whom to ask. */
export interface PullServer {
  readonly endpoint: Endpoint;
  readonly tls: PullTls | null;
}

/** RFC 9103 §9.3: strict, a server that cannot prove who it is gets no question. */
export interface PullTls {
  /** What its certificate must name; null: its address. */
  readonly name: string | null;
  /** Who must have signed that, as PEM text; null: whom this machine trusts. */
  readonly ca: string | null;
}

export interface PullPatience {
  /** How long the server may be silent. */
  readonly silenceMs: number;
  readonly allMs: number;
  /** Ends it from outside. */
  readonly signal: AbortSignal;
}

/** Asks `server`, and hands messages to `take` until it has enough. Throws PullFault. */
export async function pullZone(
  server: PullServer,
  query: Uint8Array,
  take: (message: Uint8Array) => "more" | "enough",
  { silenceMs, allMs, signal }: PullPatience,
): Promise<void> {
  const place = printEndpoint(server.endpoint);
  const socket = connectTo(server);
  const late = setTimeout(() => socket.destroy(new PullFault(`it took longer than ${allMs / 1000} seconds`)), allMs);
  const aborted = (): void => void socket.destroy(new PullFault("it was called off"));
  signal.addEventListener("abort", aborted, { once: true });
  if (signal.aborted) aborted();
  socket.write(framed(query));
  try {
    for await (const message of messagesOf(socket, silenceMs)) if (take(message) === "enough") return;
  } catch (error) {
    if (error instanceof PullFault) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error; // the taker's
    throw new PullFault(
      code === "ECONNREFUSED" ? `nobody listens at ${place}` : `${place} cannot be reached: ${message}`,
    );
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", aborted);
    socket.destroy();
  }
  throw new PullFault(`${place} closed the connection`);
}

function connectTo({ endpoint: { address, port }, tls }: PullServer): Socket {
  if (tls === null) return connect(port, address);
  return connectTls({
    host: address,
    port,
    ...(tls.name !== null && { servername: tls.name }),
    ...(tls.ca !== null && { ca: tls.ca }),
    ALPNProtocols: ["dot"], // RFC 9103 §7.1
    minVersion: "TLSv1.3", // RFC 9103 §7.1
  });
}

/** A message behind its length. */
export function framed(message: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(message.length >>> 8, message.length & 255), message]);
}

/** The messages that a stream brings; throws PullFault when nothing comes for so long. */
export async function* messagesOf(socket: Socket, silenceMs: number): AsyncGenerator<Uint8Array> {
  socket.setTimeout(silenceMs, () => {
    socket.destroy(new PullFault(`nothing came for ${silenceMs / 1000} seconds`));
  });
  let unread: Buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    unread = unread.length === 0 ? (chunk as Buffer) : Buffer.concat([unread, chunk as Buffer]);
    let at = 0;
    for (let end = endOf(unread, at); end <= unread.length; end = endOf(unread, at)) {
      yield plainOctets(unread.subarray(at + 2, end));
      at = end;
    }
    unread = unread.subarray(at);
  }
}

/** Where the message at `at` ends, were it all there. */
function endOf(unread: Buffer, at: number): number {
  return unread.length < at + 2 ? Infinity : at + 2 + unread.readUInt16BE(at);
}
