// A zone by AXFR (RFC 5936), or what has changed in it by IXFR (RFC 1995), over TCP or TLS: messages are read until the SOA says that
// this is all, each checked by TSIG where a key was given, and its records printed as they come. A refusal is one message and
// printed as any other reply.
// Invariant: what breaks off, or is not believed, ends the command with a sentence; it never looks like a whole zone.

import { randomBytes, randomInt } from "node:crypto";
import { connect, type Socket } from "node:net";
import { TsigClient } from "../../authority/tsig-client.ts";
import { macOctets, type TsigAlgorithm, type TsigKey, tsigKey } from "../../authority/tsig-keys.ts";
import { nodeHmac } from "../../crypto/hmac.ts";
import { Rcode } from "../../dns/codes.ts";
import { serialDistance } from "../../dns/serial.ts";
import { framed, messagesOf } from "../../net/upstream/zone-pull.ts";
import { Failure } from "../program.ts";
import { nameOf } from "../question-words.ts";
import { connectTls } from "./encrypted.ts";
import type { Asked } from "./exchange.ts";
import { composeQuery, type Query } from "./query.ts";
import { type Reply, readReply } from "./reply.ts";
import { printServer } from "./server.ts";

export interface Transfer {
  readonly records: number;
  readonly messages: number;
  readonly octets: number;
  readonly milliseconds: number;
  /** The reply where the zone was refused. */
  readonly refusal: Reply | null;
}

const waitMilliseconds = 5000;

/** NAME:ALGORITHM:SECRET, as the words of --key have it. */
export function keyOf(words: string): TsigKey {
  const [name, algorithm, secret, surplus] = words.split(":");
  const octets = Buffer.from(secret ?? "", "base64");
  if (surplus !== undefined || octets.length === 0 || !Object.hasOwn(macOctets, algorithm))
    throw new Failure(
      2,
      `--key expects NAME:ALGORITHM:SECRET: one of ${Object.keys(macOctets).join(", ")}, and base64.`,
    );
  return tsigKey(nameOf(name), algorithm as TsigAlgorithm, octets, "transfers");
}

/** Asks for the zone; `take` is called with each message of it. */
export async function transfer(
  server: Asked,
  query: Omit<Query, "cookie">,
  { transport, key }: { readonly transport: "TCP" | "TLS"; readonly key: TsigKey | null },
  take: (reply: Reply) => void,
): Promise<Transfer> {
  const started = performance.now();
  const plain = composeQuery({ ...query, cookie: randomBytes(8) }, randomInt(65_536));
  const nowSeconds = (): number => Math.floor(Date.now() / 1000);
  const tsig = key === null ? null : new TsigClient(key, { hmac: nodeHmac, nowSeconds });
  const message = tsig === null ? plain : tsig.sign(plain);
  const socket = transport === "TCP" ? connect(server.port, server.address) : connectTls(server, server.trust);
  let [records, messages, octets] = [0, 0, 0];
  const whole = new WholeZone(query.since);
  const end = (refusal: Reply | null): Transfer => {
    socket.destroy();
    return { records, messages, octets, milliseconds: performance.now() - started, refusal };
  };
  const place = printServer(server);
  socket.write(framed(message));
  for await (const one of heard(socket, place)) {
    const reply = readReply(one);
    if (typeof reply === "string") throw new Failure(1, `A message of ${place} cannot be read: ${reply}.`);
    if (messages === 0 && reply.rcode !== Rcode.NOERROR) return end(reply);
    const complaint = tsig?.complaint(one) ?? null;
    if (complaint !== null) throw new Failure(1, `A message of ${place} is not to be believed: ${complaint}.`);
    messages++;
    octets += one.length;
    records += reply.answer.length;
    if (reply.answer.length === 0) return end(reply);
    take(reply);
    if (!whole.take(reply)) continue;
    if (tsig?.isSettled === false) throw new Failure(1, `The last message of ${place} is not signed.`);
    return end(null);
  }
  throw new Failure(1, `${place} broke off after ${records} records.`);
}

/** Knows by the SOAs when all has come. */
class WholeZone {
  readonly #since: number | null;
  #records = 0;
  #serial: string | null = null;
  #isDifference = false;
  #soas = 0;

  constructor(since: number | null) {
    this.#since = since;
  }

  /** Whether these records are the last ones. */
  take({ answer }: Reply): boolean {
    for (const { type, data } of answer) {
      const serial = type === "SOA" ? data.split(" ")[2] : null;
      this.#serial ??= serial;
      // RFC 1995 §4: what is a difference has an SOA in the second place as well, of the version that it begins with.
      if (++this.#records === 2 && this.#since !== null && serial !== null)
        this.#isDifference = serial !== this.#serial;
      if (serial !== null && serial === this.#serial) this.#soas++;
    }
    const isCurrent = this.#since !== null && serialDistance(this.#since, Number(this.#serial)) <= 0;
    // A difference says the new version's SOA twice, before what was added and at its end.
    return isCurrent || this.#soas === (this.#isDifference ? 3 : 2);
  }
}

/** The messages of `place`. Throws Failure. */
async function* heard(socket: Socket, place: string): AsyncGenerator<Uint8Array> {
  try {
    yield* messagesOf(socket, waitMilliseconds);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof Failure) throw error;
    throw new Failure(1, `${place} gives no zone: ${code ?? message}.`);
  }
}
