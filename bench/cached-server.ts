// `node bench/cached-server.ts PORT ZONEFILE`: one worker of the data plane whose shared answer table holds an answer for
// every address record of the zone file, which no zone of ours does: every reply comes from the table. Prints "ready" with
// the octets an entry takes.

import { readFileSync } from "node:fs";
import { Memory } from "../src/base/memory.ts";
import { Name } from "../src/dns/name.ts";
import { NameCursor } from "../src/dns/name-cursor.ts";
import { QuestionKey } from "../src/dns/ready-reply.ts";
import { createCounters } from "../src/net/counters.ts";
import { defaultDatagramOptions } from "../src/net/datagram.ts";
import { WorkerPool } from "../src/net/pool.ts";
import { sharedSeconds } from "../src/net/shared-time.ts";
import { defaultStreamLimits } from "../src/net/stream-server.ts";
import { AnswerTable, createAnswerMemory } from "../src/resolver/answer-table.ts";
import type { Resolution } from "../src/resolver/question.ts";
import { composeReply } from "../src/resolver/reply.ts";
import { responderModule, type ResponderData } from "../src/server/worker-responder.ts";
import { Image } from "../src/zone/image.ts";
import { labelsOf, nameWire, types } from "../test/peers/wire.ts";

const tableOctets = 256 << 20;
const ttlSeconds = 86_400;

/** Answers for the lines `NAME A ADDRESS` below the file's $ORIGIN, and one without records for the origin's SOA. */
function fill(table: AnswerTable, file: string): void {
  const text = readFileSync(file, "latin1");
  const origin = /^\$ORIGIN (\S+)/.exec(text)?.[1] ?? ".";
  for (const [, label, address] of text.matchAll(/^(\S+) A (\S+)$/gm)) {
    store(table, `${label}.${origin}`, types["A"], [Uint8Array.from(address.split("."), Number)]);
  }
  store(table, origin, types["SOA"], []);
}

const cursor = new NameCursor();
const key = new QuestionKey();

function store(table: AnswerTable, text: string, type: number, rdatas: readonly Uint8Array[]): void {
  const name = new Name(nameWire(labelsOf(text)));
  cursor.set(name.wire, 0);
  key.set(cursor, type, 0);
  const octets = key.bytes.slice(0, key.length);
  const answer = { owner: name, type, class: 1, ttlSeconds, rdatas, signatures: [] };
  const resolution: Resolution = {
    question: { name, type },
    rcode: 0,
    answer: rdatas.length === 0 ? [] : [answer],
    authority: [],
    additional: [],
    security: "unchecked",
    extendedErrors: [],
    ttlSeconds,
    stale: false,
    upstreamQueries: 0,
  };
  table.store(octets, composeReply(octets, resolution, sharedSeconds()));
}

async function serve([port, file]: readonly string[]): Promise<void> {
  const answers = createAnswerMemory(tableOctets, [1, 2]);
  const table = new AnswerTable(answers);
  fill(table, file);
  const counters = createCounters(1);
  const image = new Image(Memory.create(), 1);
  const responderData: ResponderData = {
    memory: image.memory.buffer,
    version: null,
    identity: null,
    maxUdpOctets: 1232,
    cookieSecret: null,
    keepaliveDeciseconds: 100,
    counters,
    recursion: { answers, allow: ["127.0.0.0/8", "::1/128"], allowTrace: [], prefetch: true },
  };
  const pool = new WorkerPool({
    workers: 1,
    counters,
    listen: [{ address: "127.0.0.1", port: Number(port) }],
    transport: "auto",
    datagrams: defaultDatagramOptions,
    streams: defaultStreamLimits,
    responderModule,
    responderData: () => responderData,
    allowQuery: null,
    rateLimit: null,
    queryLog: null,
    onFact: (fact) => console.error(fact),
  });
  await pool.start();
  console.log(`ready: ${table.entryCount} answers, ${(table.octets / table.entryCount).toFixed(1)} octets each`);
  process.once("SIGTERM", () => void pool.stop().then(() => process.exit(0)));
}

if (import.meta.main) await serve(process.argv.slice(2));
