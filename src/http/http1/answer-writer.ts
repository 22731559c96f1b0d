// How an answer goes out on a connection: head and body in one write where both are there, and piece by piece in chunks
// (RFC 9112 §7.1), or as they come until the connection ends (§6.3), where the body is streamed, no faster than it is taken.
// Read next: ./answer-head.ts, ./connection.ts.

import type { Socket } from "node:net";
import { Writable } from "node:stream";
import type { Afterwards } from "./answer-head.ts";

/** Above this a copy costs more than a second buffer. */
const maxJoinedOctets = 16 * 1024;

/** Writes text of one octet a character. */
export function writeText(socket: Socket, text: string, afterwards: Afterwards): void {
  if (afterwards === "close") socket.end(text, "latin1");
  else socket.write(text, "latin1");
}

export function writeBoth(socket: Socket, head: string, content: string | Uint8Array, afterwards: Afterwards): void {
  const octets =
    typeof content === "string"
      ? Buffer.from(content)
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (octets.length <= maxJoinedOctets) {
    writeText(socket, head + octets.toString("latin1"), afterwards);
    return;
  }
  socket.cork();
  socket.write(head, "latin1");
  socket.write(octets);
  socket.uncork();
  if (afterwards === "close") socket.end();
}

/** How the pieces of a body are told apart; none: they are not sent, as the answer has no body. */
export type Coding = "chunked" | "identity" | "none";

export interface StreamEvents {
  /** The client is slow: calls `taken` once it has taken what there is. */
  readonly waits: (taken: () => void) => void;
  /** All is there but these octets, the last of the answer. */
  readonly ends: (last: string) => void;
  /** It never will be. */
  readonly breaks: () => void;
}

/** Takes a body; the head goes out with its first piece. */
export function bodyStream(
  socket: Socket,
  head: string,
  coding: Coding,
  { waits, ends, breaks }: StreamEvents,
): Writable {
  let unsaid = head;
  let isWhole = false;
  const stream = new Writable({
    write: (piece: Buffer, _, done) => {
      const isTaken = coding === "none" || writePiece(socket, unsaid, piece, coding);
      if (coding !== "none") unsaid = "";
      if (isTaken) done();
      else waits(done);
    },
    final: (done) => {
      isWhole = true;
      ends(coding === "chunked" ? `${unsaid}0\r\n\r\n` : unsaid);
      done();
    },
    destroy: (error, done) => {
      if (!isWhole) breaks();
      done(error);
    },
  });
  return stream.on("error", () => {});
}

/** Whether the client takes as much as is sent. */
function writePiece(socket: Socket, before: string, piece: Buffer, coding: "chunked" | "identity"): boolean {
  socket.cork();
  // An empty chunk would be the last one.
  if (coding === "chunked" && piece.length > 0) {
    socket.write(`${before}${piece.length.toString(16)}\r\n`, "latin1");
    socket.write(piece);
    socket.write("\r\n", "latin1");
  } else {
    socket.write(before, "latin1");
    socket.write(piece);
  }
  socket.uncork();
  return !socket.writableNeedDrain;
}
