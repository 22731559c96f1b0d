// All sockets of one worker: for each endpoint a datagram socket and a stream listener on the same port.
// Opening is all or nothing; closing lets what came already be answered.

import type { Endpoint } from "./address.ts";
import { type DatagramHandler, type DatagramTransport, openDatagram } from "./datagram.ts";
import { ListenFault } from "./listen-fault.ts";
import { StreamServer } from "./stream-server.ts";
import type { Bound, WorkerSettings } from "./worker-messages.ts";

const portAttempts = 16;

export interface Listeners {
  readonly bound: readonly Bound[];
  readonly streams: StreamServer;
  close(): Promise<void>;
}

export async function openListeners(
  settings: Pick<WorkerSettings, "listen" | "transport" | "datagrams" | "streams">,
  handler: DatagramHandler,
  counters: Float64Array,
): Promise<Listeners> {
  const streams = new StreamServer(handler, settings.streams, counters);
  const datagrams: DatagramTransport[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([streams.close(), ...datagrams.map((transport) => transport.close())]);
  };
  const bound: Bound[] = [];
  try {
    for (const endpoint of settings.listen) {
      const transport = await openPair(endpoint, streams, (at) =>
        openDatagram(settings.transport, at, handler, settings.datagrams),
      );
      datagrams.push(transport);
      bound.push({ ...transport.endpoint, transport: transport.kind });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { bound, streams, close };
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
