// Mutated packets over TLS and over HTTPS, framed wrongly, under odd methods and types, and broken off: the listeners stay up,
// keep no connection, and answer the next good question. A few hundred in `npm test`, more with FUZZ_PACKETS.

import { randomBytes } from "node:crypto";
import type { ClientHttp2Session } from "node:http2";
import { expect, test } from "vitest";
import { Cell } from "../../src/net/counters.ts";
import {
  dialHttp2,
  dialTls,
  mediaType,
  nextMessage,
  overHttp2,
  type SecureServers,
  serveSecure,
} from "../net/secure-servers.ts";
import { framed, message, reply, until } from "../net/stream-client.ts";
import { Draw, keptPackets, mutate, seedPackets } from "./packets.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const rounds = Math.ceil(Number(process.env["FUZZ_PACKETS"] ?? 8_000) / 800);
const burst = 40;
const packets = [...seedPackets(() => null), ...keptPackets()];
const methods = ["POST", "POST", "POST", "GET", "HEAD", "PUT", "OPTIONS"];
const types = [mediaType, mediaType, mediaType, "application/json", ""];

test(`${rounds} rounds of ${2 * burst} mutated messages, seed ${seed}`, { timeout: 900_000 }, async () => {
  const draw = new Draw(seed);
  const servers = await serveSecure();
  for (let round = 0; round < rounds; round++) {
    await overTls(servers, draw);
    const session = dialHttp2(servers.httpsPort);
    await Promise.all(Array.from({ length: burst }, () => overHttps(session, draw)));
    if (draw.below(2) === 0) session.destroy();
    else session.close();
    await garbage(servers, draw);
    await expectGoodAnswers(servers);
  }
  await until(() => servers.counters[Cell.tcpConnections] === 0);
  expect(servers.counters[Cell.deferred]).toBe(0);
});

/** Messages down one connection, some behind a wrong length; the server may end it at any of them. */
async function overTls({ tlsPort }: SecureServers, draw: Draw): Promise<void> {
  const socket = await dialTls(tlsPort);
  socket.resume();
  for (let i = 0; i < burst; i++) {
    const frame = framed(Buffer.from(mutate(packets, draw)));
    if (draw.below(20) === 0) frame.writeUInt16BE(draw.below(65_536));
    socket.write(frame);
  }
  await new Promise((resolve) => setTimeout(resolve, draw.below(10)));
  socket.destroy();
}

function overHttps(session: ClientHttp2Session, draw: Draw): Promise<void> {
  const packet = mutate(packets, draw);
  const query = draw.below(3) === 0 ? `?dns=${Buffer.from(packet).toString("base64url").slice(draw.below(3))}` : "";
  const headers = {
    ":method": methods[draw.below(methods.length)],
    ":path": draw.below(20) === 0 ? "/elsewhere" : `/dns-query${query}`,
    "content-type": types[draw.below(types.length)],
  };
  return new Promise((resolve) => {
    if (session.destroyed || session.closed) {
      resolve();
      return;
    }
    const stream = session.request(headers);
    stream.on("error", () => {});
    stream.on("close", resolve);
    stream.resume();
    stream.end(packet);
    if (draw.below(8) === 0) stream.close(draw.below(14));
  });
}

/** Octets that are neither version of HTTP, inside TLS. */
async function garbage({ httpsPort }: SecureServers, draw: Draw): Promise<void> {
  const ALPNProtocols = [["h2"], ["http/1.1"], []][draw.below(3)];
  const socket = await dialTls(httpsPort, { ALPNProtocols });
  socket.resume();
  socket.write(randomBytes(1 + draw.below(4_000)));
  await new Promise((resolve) => setTimeout(resolve, 5));
  socket.destroy();
}

async function expectGoodAnswers({ tlsPort, httpsPort }: SecureServers): Promise<void> {
  const session = dialHttp2(httpsPort);
  const { status, body } = await overHttp2(session, { body: message("good", 7) });
  expect({ status, body }).toEqual({ status: 200, body: reply(message("good", 7)) });
  session.destroy();
  const socket = await dialTls(tlsPort);
  socket.write(framed(message("good", 8)));
  expect(await nextMessage(socket)).toEqual(reply(message("good", 8)));
  socket.destroy();
}
