// A streamed answer of a function (AWS guide: response-transfer-mode-lambda): metadata as JSON, eight octets of zero, and then
// the body as it comes. The runtime's `HttpResponseStream.from` says the metadata by itself; a handler that writes them into
// the stream is read here. An answer without metadata is malformed, as at AWS, where nothing is passed on before they are there.
// Invariants: no more is held than the metadata may have; a stream that the function broke off never looks like one that ended.

import { maxStreamMetadataOctets } from "../../../base/limits.ts";
import type { ResponseMetadata, Streaming } from "../../functions/port.ts";
import { type ProxyAnswer, flatHeaders, parseObject, statusOf } from "./proxy-answer.ts";

const delimiterOctets = 8;

export async function readStream({ metadata, chunks, contentType, ending }: Streaming): Promise<ProxyAnswer> {
  const whole = toItsEnd(chunks, ending);
  if (metadata !== null) return toReply(metadata, contentType, whole);
  const iterator = whole[Symbol.asyncIterator]();
  const opening = await readOpening(iterator);
  if (opening === null) return "the stream does not begin with metadata and eight octets of zero";
  return toReply(opening.metadata, "application/json", rest(opening.body, iterator));
}

function toReply(metadata: ResponseMetadata, contentType: string, body: AsyncIterable<Uint8Array>): ProxyAnswer {
  const status = statusOf(metadata.statusCode);
  if (status === null) return `statusCode is no status of an answer: ${metadata.statusCode}`;
  const singles = metadata.headers ?? {};
  const isTyped = [...Object.keys(singles), ...Object.keys(metadata.multiValueHeaders ?? {})].some(
    (name) => name.toLowerCase() === "content-type",
  );
  const headers = flatHeaders(
    isTyped ? singles : { ...singles, "Content-Type": contentType },
    metadata.multiValueHeaders,
    metadata.cookies,
  );
  return typeof headers === "string" ? headers : { status, headers, body };
}

/** The same chunks, and an error at their end where that is not the body's. */
async function* toItsEnd(chunks: AsyncIterable<Uint8Array>, ending: Streaming["ending"]): AsyncGenerator<Uint8Array> {
  yield* chunks;
  const { errorCode } = await ending;
  if (errorCode !== null) throw new Error(`The function broke its stream off with ${errorCode}.`);
}

interface Opening {
  readonly metadata: ResponseMetadata;
  /** What of the body came with it. */
  readonly body: Uint8Array;
}

async function readOpening(iterator: AsyncIterator<Uint8Array>): Promise<Opening | null> {
  let held = new Uint8Array(0);
  for (;;) {
    // Broken off before there was an answer: none, as when it just ends.
    const next = await iterator.next().catch(() => null);
    if (next === null || next.done === true) return null;
    held = joined(held, next.value);
    const end = delimiterAt(held);
    if (end !== -1) {
      const metadata = parseObject(new TextDecoder().decode(held.subarray(0, end)));
      return metadata === null ? null : { metadata, body: held.subarray(end + delimiterOctets) };
    }
    if (held.length > maxStreamMetadataOctets + delimiterOctets) {
      await iterator.return?.();
      return null;
    }
  }
}

function delimiterAt(octets: Uint8Array): number {
  let zeros = 0;
  const end = Math.min(octets.length, maxStreamMetadataOctets + delimiterOctets);
  for (let i = 0; i < end; i++) {
    zeros = octets[i] === 0 ? zeros + 1 : 0;
    if (zeros === delimiterOctets) return i + 1 - delimiterOctets;
  }
  return -1;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(one.length + other.length);
  whole.set(one);
  whole.set(other, one.length);
  return whole;
}

async function* rest(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
