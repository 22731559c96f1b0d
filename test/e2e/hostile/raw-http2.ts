// HTTP/2 frames written by hand over TLS (RFC 9113 §4.1), for what no well-made client can be brought to say: header fields
// with line ends in them, floods of frames that cost the sender nothing, headers that never end.

import type { TLSSocket } from "node:tls";
import { shakeHands } from "../../http/tls-client.ts";

export const frame = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const endStream = 1;
export const endHeaders = 4;

export function frameOf(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Header fields as literals that no table remembers (RFC 7541 §6.2.2), neither packed. */
export function literals(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([name, value]) => [Buffer.of(0), sized(Buffer.from(name)), sized(Buffer.from(value, "latin1"))]),
  );
}

function sized(octets: Buffer): Buffer {
  if (octets.length < 127) return Buffer.concat([Buffer.of(octets.length), octets]);
  const rest: number[] = [];
  let left = octets.length - 127;
  for (; left >= 128; left = Math.floor(left / 128)) rest.push((left % 128) + 128);
  return Buffer.concat([Buffer.of(127, ...rest, left), octets]);
}

export class RawHttp2 {
  readonly socket: TLSSocket;
  /** Frames that came, by type. */
  readonly heard = new Map<number, number>();
  isClosed = false;
  readonly closed: Promise<void>;

  private constructor(socket: TLSSocket) {
    this.socket = socket;
    let unread = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length >= 9 && unread.length >= 9 + unread.readUIntBE(0, 3)) {
        this.heard.set(unread[3], (this.heard.get(unread[3]) ?? 0) + 1);
        unread = unread.subarray(9 + unread.readUIntBE(0, 3));
      }
    });
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        this.isClosed = true;
        resolve();
      });
    });
    socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    socket.write(frameOf(frame.settings, 0, 0, Buffer.alloc(0)));
  }

  static async connect(port: number, ca: string): Promise<RawHttp2> {
    return new RawHttp2(await shakeHands({ port, servername: "localhost", ca, ALPNProtocols: ["h2"] }));
  }

  /** Sends a frame; resolves once the connection takes more. */
  async send(type: number, flags: number, stream: number, payload: Uint8Array): Promise<void> {
    if (!this.socket.writable || this.socket.write(frameOf(type, flags, stream, payload))) return;
    await Promise.race([new Promise((resolve) => this.socket.once("drain", resolve)), this.closed]);
  }

  /** Waits until frames of a type have come, or the connection has ended. */
  async until(type: number, forMs = 5_000): Promise<void> {
    for (const end = performance.now() + forMs; performance.now() < end && !this.isClosed;) {
      if (this.heard.has(type)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
