// All sockets of one worker: for each endpoint a datagram socket and a stream listener on the same port; and the listeners of
// DNS over TLS and over HTTPS. Connections of all of them count together (./connections.ts).
// Opening is all or nothing; closing lets what came already be answered.

import type { Endpoint } from "./address.ts";
import { Connections } from "./connections.ts";
import { type DatagramHandler, type DatagramTransport, openDatagram } from "./datagram.ts";
import { HttpsServer } from "./https-server.ts";
import { ListenFault } from "./listen-fault.ts";
import type { SecureBound, SecureProtocol } from "./secure.ts";
import { StreamServer } from "./stream-server.ts";
import type { Bound, WorkerSettings } from "./worker-messages.ts";

const portAttempts = 16;

export interface Listeners {
  readonly bound: readonly Bound[];
  readonly secure: SecureBound;
  readonly streams: StreamServer;
  readonly https: HttpsServer;
  close(): Promise<void>;
}

export async function openListeners(
  settings: Pick<WorkerSettings, "listen" | "transport" | "datagrams" | "streams" | "secure">,
  handler: DatagramHandler,
  counters: Float64Array,
): Promise<Listeners> {
  const connections = new Connections(settings.streams, counters);
  const streams = new StreamServer(handler, settings.streams, connections);
  const https = new HttpsServer(handler, settings.streams, connections);
  const datagrams: DatagramTransport[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([streams.close(), https.close(), ...datagrams.map((transport) => transport.close())]);
  };
  const bound: Bound[] = [];
  const secure: Record<SecureProtocol, Endpoint[]> = { tls: [], https: [] };
  try {
    for (const endpoint of settings.listen) {
      const transport = await openPair(endpoint, streams, (at) =>
        openDatagram(settings.transport, at, handler, settings.datagrams),
      );
      datagrams.push(transport);
      bound.push({ ...transport.endpoint, transport: transport.kind });
    }
    const { tls, https: overHttps } = settings.secure;
    for (const endpoint of tls?.listen ?? []) secure.tls.push(await streams.listenTls(endpoint, tls!));
    for (const endpoint of overHttps?.listen ?? []) secure.https.push(await https.listen(endpoint, overHttps!));
  } catch (error) {
    await close();
    throw error;
  }
  return { bound, secure, streams, https, close };
}

/** The datagram socket first; with port 0, another port is tried when the stream side of it is taken. */
async function openPair(
  endpoint: Endpoint,
  streams: StreamServer,
  openDatagrams: (at: Endpoint) => Promise<DatagramTransport>,
): Promise<DatagramTransport> {
  for (let attempt = 1; ; attempt++) {
    const transport = await openDatagrams(endpoint);
    try {
      await streams.listen(transport.endpoint);
      return transport;
    } catch (error) {
      await transport.close();
      const taken = error instanceof ListenFault && error.code === "EADDRINUSE";
      if (endpoint.port !== 0 || !taken || attempt === portAttempts) throw error;
    }
  }
}
