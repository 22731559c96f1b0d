// Events of an operation that answers with a stream (application/vnd.amazon.eventstream; Smithy: Amazon Event Stream
// Specification). Each message:
//
//   whole length u32 | headers' length u32 | CRC-32 of these two u32 | headers | payload | CRC-32 of all before it u32
//
// A header is the length of its name u8, the name, 7 for a text, the text's length u16, and the text. Numbers are big-endian.

import { crc32 } from "node:zlib";

export const eventStreamType = "application/vnd.amazon.eventstream";

const preludeOctets = 12;
const textHeader = 7;

/** A member of the operation's output as an event: octets as they are, or a structure as JSON. */
export function printEvent(member: string, payload: Uint8Array | object): Uint8Array {
  const isOctets = payload instanceof Uint8Array;
  const headers = Buffer.concat([
    printHeader(":event-type", member),
    printHeader(":content-type", isOctets ? "application/octet-stream" : "application/json"),
    printHeader(":message-type", "event"),
  ]);
  const content = isOctets ? payload : Buffer.from(JSON.stringify(payload));
  const message = Buffer.alloc(preludeOctets + headers.length + content.length + 4);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  message.set(headers, preludeOctets);
  message.set(content, preludeOctets + headers.length);
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4);
  return message;
}

function printHeader(name: string, value: string): Uint8Array {
  const text = Buffer.from(value);
  return Buffer.concat([
    Uint8Array.of(name.length),
    Buffer.from(name),
    Uint8Array.of(textHeader, text.length >> 8, text.length),
    text,
  ]);
}
