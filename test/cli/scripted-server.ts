// A name server on loopback that says what a test tells it to say, over UDP and TCP of one port.

import { createSocket } from "node:dgram";
import { type Socket, createServer } from "node:net";

export type Script = (query: Uint8Array, over: "udp" | "tcp") => readonly Uint8Array[];

export interface ScriptedServer {
  readonly port: number;
  readonly queries: { over: "udp" | "tcp"; octets: Uint8Array }[];
  close(): Promise<void>;
}

export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const queries: ScriptedServer["queries"] = [];
  const streams = createServer((stream: Socket) => {
    stream.on("data", (octets: Buffer) => {
      const query = octets.subarray(2);
      queries.push({ over: "tcp", octets: query });
      for (const reply of script(query, "tcp")) stream.write(Buffer.concat([u16(reply.length), reply]));
      stream.end();
    });
  });
  await new Promise<void>((resolve) => streams.listen(0, "127.0.0.1", resolve));
  const { port } = streams.address() as { port: number };
  const datagrams = createSocket("udp4");
  datagrams.on("message", (query, client) => {
    queries.push({ over: "udp", octets: query });
    for (const reply of script(query, "udp")) datagrams.send(reply, client.port, client.address);
  });
  await new Promise<void>((resolve) => datagrams.bind(port, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => datagrams.close(resolve));
    await new Promise<void>((resolve) => streams.close(() => resolve()));
  };
  return { port, queries, close };
}

/** A reply to `query`: its id and question, these flags, and records as octets, one array a section. */
export function reply(query: Uint8Array, flags: number, sections: readonly (readonly Uint8Array[])[] = []): Uint8Array {
  const question = query.subarray(12, questionEnd(query));
  const counts = [0, 1, 2].map((i) => u16(sections[i]?.length ?? 0));
  return Buffer.concat([query.subarray(0, 2), u16(flags), u16(1), ...counts, question, ...sections.flat()]);
}

/** A record owned by the question's name. */
export function record(type: number, ttlSeconds: number, rdata: Uint8Array): Uint8Array {
  return Buffer.concat([u16(0xc00c), u16(type), u16(1), u16(0), u16(ttlSeconds), u16(rdata.length), rdata]);
}

/** An OPT record: UDP size, the upper octet of the response code, options as code and data. */
export function opt(
  udpSize: number,
  extendedRcode: number,
  options: readonly (readonly [number, Uint8Array])[],
): Uint8Array {
  const rdata = Buffer.concat(options.flatMap(([code, data]) => [u16(code), u16(data.length), data]));
  return Buffer.concat([
    Uint8Array.of(0),
    u16(41),
    u16(udpSize),
    Uint8Array.of(extendedRcode, 0, 0, 0),
    u16(rdata.length),
    rdata,
  ]);
}

export function questionEnd(query: Uint8Array): number {
  let at = 12;
  while (query[at] !== 0) at += query[at] + 1;
  return at + 5;
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 255);
}
