// One query to one server and its reply: over UDP, again over TCP when the reply is truncated (RFC 7766 §5), over TLS or HTTPS
// (./encrypted.ts); again with the server's cookie when it wants one (RFC 7873 §5.3).
// Invariant: a datagram with another id or another question is not our reply and is passed over (RFC 5452 §9.1).

import { randomBytes, randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, type Socket } from "node:net";
import { Rcode } from "../../dns/codes.ts";
import { nameLength, sameName } from "../../dns/name.ts";
import { Failure } from "../program.ts";
import { connectTls, overHttps, type Trust } from "./encrypted.ts";
import { type Query, composeQuery } from "./query.ts";
import { type Reply, readReply } from "./reply.ts";
import { type Server, printServer } from "./server.ts";

export type Transport = "UDP" | "TCP" | "TLS" | "HTTPS";

/** The server, and which CA it has to be known to where it is asked over TLS. */
export interface Asked extends Server {
  readonly trust: Trust;
}

export interface Exchange {
  readonly reply: Reply;
  /** The two messages as they went over the wire. */
  readonly octets: { readonly query: Uint8Array; readonly reply: Uint8Array };
  readonly transport: Transport;
  readonly milliseconds: number;
  /** Why the question was asked again, in words. */
  readonly notes: readonly string[];
}

const tries = 2;
const waitMilliseconds = 2500;
const headerOctets = 12;

export async function exchange(server: Asked, query: Omit<Query, "cookie">, transport: Transport): Promise<Exchange> {
  const cookie = randomBytes(8);
  const first = await ask(server, { ...query, cookie }, transport, []);
  const serverCookie = first.reply.edns?.cookie ?? null;
  if (first.reply.rcode !== Rcode.BADCOOKIE || serverCookie === null) return first;
  return ask(server, { ...query, cookie: serverCookie }, transport, ["The server wanted its cookie: asked again."]);
}

async function ask(server: Asked, query: Query, transport: Transport, notes: readonly string[]): Promise<Exchange> {
  const started = performance.now();
  const message = composeQuery(query, randomInt(65536));
  const octets = await send(server, message, transport);
  const milliseconds = performance.now() - started;
  const reply = readReply(octets);
  if (typeof reply === "string") throw new Failure(1, `The reply of ${printServer(server)} cannot be read: ${reply}.`);
  if (reply.flags.includes("tc") && transport === "UDP") {
    return ask(server, query, "TCP", [...notes, "Truncated, asked again over TCP."]);
  }
  return { reply, octets: { query: message, reply: octets }, transport, milliseconds, notes };
}

function send(server: Asked, message: Uint8Array, transport: Transport): Promise<Uint8Array> {
  switch (transport) {
    case "UDP":
      return overUdp(server, message);
    case "TCP":
      return overStream(server, message, "TCP", connect(server.port, server.address));
    case "TLS":
      return overStream(server, message, "TLS", connectTls(server, server.trust));
    case "HTTPS":
      return overHttps(server, message, server.trust, tries * waitMilliseconds).catch((error: unknown) => {
        throw error instanceof Failure ? error : refusal(server, error as NodeJS.ErrnoException);
      });
  }
}

async function overUdp(server: Server, query: Uint8Array): Promise<Uint8Array> {
  for (let i = 0; i < tries; i++) {
    const reply = await oneDatagram(server, query);
    if (reply !== null) return reply;
  }
  throw new Failure(
    1,
    `${printServer(server)} gave no answer over UDP within ${(tries * waitMilliseconds) / 1000} seconds.`,
  );
}

function oneDatagram(server: Server, query: Uint8Array): Promise<Uint8Array | null> {
  const socket = createSocket(server.family === 6 ? "udp6" : "udp4");
  return new Promise<Uint8Array | null>((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), waitMilliseconds);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(refusal(server, error));
    });
    socket.on("message", (reply) => {
      if (!answers(query, reply)) return;
      clearTimeout(timer);
      resolve(reply);
    });
    // A connected socket hears that the port is closed; an unconnected one only waits.
    socket.connect(server.port, server.address, () => socket.send(query));
  }).finally(() => socket.close());
}

function overStream(server: Server, query: Uint8Array, transport: "TCP" | "TLS", socket: Socket): Promise<Uint8Array> {
  return new Promise<Uint8Array>((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.setTimeout(tries * waitMilliseconds, () => {
      socket.destroy();
      reject(
        new Failure(
          1,
          `${printServer(server)} gave no answer over ${transport} within ${(tries * waitMilliseconds) / 1000} seconds.`,
        ),
      );
    });
    socket.on("error", (error: NodeJS.ErrnoException) => reject(refusal(server, error)));
    socket.on("close", () =>
      reject(new Failure(1, `${printServer(server)} closed the ${transport} connection without an answer.`)),
    );
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      resolve(received.subarray(2, 2 + received.readUInt16BE(0)));
      socket.destroy();
    });
    // The length and the message in one write, hence in one segment (RFC 7766 §8).
    socket.write(Buffer.concat([Uint8Array.of(query.length >>> 8, query.length & 255), query]));
  });
}

/** Whether a message replies to the query: its id, the response bit, and our question where one stands in it. */
function answers(query: Uint8Array, reply: Uint8Array): boolean {
  if (reply.length < headerOctets || reply[0] !== query[0] || reply[1] !== query[1] || reply[2] < 0x80) return false;
  if (((reply[4] << 8) | reply[5]) !== 1) return true;
  const length = nameLength(reply, headerOctets, reply.length);
  if (length < 0 || !sameName(reply, headerOctets, query, headerOctets)) return false;
  for (let i = headerOctets + length; i < headerOctets + length + 4; i++) if (reply[i] !== query[i]) return false;
  return true;
}

function refusal(server: Server, error: NodeJS.ErrnoException): Failure {
  const place = printServer(server);
  if (/^(UNABLE_|SELF_|DEPTH_|CERT_|ERR_TLS_CERT)/.test(error.code ?? ""))
    return new Failure(1, `${place} is not who it should be: ${error.message.split(";", 1)[0]}.`);
  if (error.code !== "ECONNREFUSED")
    return new Failure(1, `${place} cannot be reached: ${error.code ?? error.message}.`);
  return new Failure(1, `no server answers at ${place}: ${hintFor(server)}`);
}

/** What may have been meant. */
function hintFor(server: Server): string {
  switch (server.port) {
    case 53:
      return `Signpost listens on port 5300 unless told otherwise, try @${printServer({ ...server, port: 5300 })}.`;
    case 443:
      return "Signpost answers DNS over HTTPS where dns.https.listen says.";
    case 853:
      return "Signpost answers DNS over TLS where dns.tls.listen says.";
    default:
      return "is `signpost serve` running?";
  }
}
