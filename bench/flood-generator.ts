// `node bench/flood-generator.ts PORT QUESTIONS SECONDS`: asks as fast as answers come, many questions a system call, so that the
// server ends first and not the load (dnsperf sends and receives one at a time). Sixteen connected sockets, 64 questions out on
// each; what is not answered for a tenth of a second is lost and asked no more. Prints one line of JSON (./flood.ts reads it).

import { readFileSync } from "node:fs";
import koffi from "koffi";

const [port, file, seconds] = process.argv.slice(2);

const socketCount = 16;
const outstanding = 64;
const lostAfterMs = 100;
/** Messages a call. */
const batch = 64;
const headerOctets = 64;
const vectorOctets = 16;
const answerRoom = 2_048;
const questionRoom = 320;
const AF_INET = 2;
const SOCK_DGRAM_NONBLOCK = 2 | 0o4000;
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const MSG_DONTWAIT = 0x40;
const bufferOctets = 4 * 2 ** 20;

const libc = koffi.load("libc.so.6");
const socket = libc.func("int socket(int, int, int)") as (...args: number[]) => number;
const connect = libc.func("int connect(int, void *, uint32_t)") as (
  fd: number,
  name: Uint8Array,
  size: number,
) => number;
const setsockopt = libc.func("int setsockopt(int, int, int, void *, uint32_t)") as (...args: unknown[]) => number;
const recvmmsg = libc.func("int recvmmsg(int, void *, unsigned int, int, void *)") as (...args: unknown[]) => number;
const sendmmsg = libc.func("int sendmmsg(int, void *, unsigned int, int)") as (...args: unknown[]) => number;

interface Line {
  readonly fd: number;
  out: number;
  heardMs: number;
}

/** Messages in one slab, each with its header, vector and octets, as the calls want them. */
const offsets = {
  received: 0,
  sent: batch * headerOctets,
  receivedVectors: 2 * batch * headerOctets,
  sentVectors: 2 * batch * headerOctets + batch * vectorOctets,
  answers: 2 * batch * (headerOctets + vectorOctets),
  questions: 2 * batch * (headerOctets + vectorOctets) + batch * answerRoom,
};
const slab = new Uint8Array(offsets.questions + batch * questionRoom);
const view = new DataView(slab.buffer);
const base = koffi.address(slab);

for (let i = 0; i < batch; i++) {
  const message = (header: number, vector: number, data: number, room: number): void => {
    view.setBigUint64(header + 16, base + BigInt(vector), true);
    view.setUint32(header + 24, 1, true);
    view.setBigUint64(vector, base + BigInt(data), true);
    view.setBigUint64(vector + 8, BigInt(room), true);
  };
  const [head, vector] = [i * headerOctets, i * vectorOctets];
  message(offsets.received + head, offsets.receivedVectors + vector, offsets.answers + i * answerRoom, answerRoom);
  message(offsets.sent + head, offsets.sentVectors + vector, offsets.questions + i * questionRoom, 0);
}

const questions = readFileSync(file, "latin1").trim().split("\n").map(queryOf);
const lines = Array.from({ length: socketCount }, () => newLine(Number(port)));
const rcodes = new Map<number, number>();
const sentAt = base + BigInt(offsets.sent);
let asked = 0;
let completed = 0;
let lost = 0;

const before = process.cpuUsage();
const startedMs = performance.now();
const endMs = startedMs + Number(seconds) * 1_000;
let nowMs = startedMs;
while (nowMs < endMs) {
  for (const line of lines) {
    hear(line);
    if (line.out > 0 && nowMs - line.heardMs > lostAfterMs) {
      lost += line.out;
      line.out = 0;
    }
    ask(line);
  }
  nowMs = performance.now();
}
const spent = process.cpuUsage(before);
const elapsed = (nowMs - startedMs) / 1_000;
const queriesPerSecond = completed / elapsed;
const busy = (spent.user + spent.system) / 1e6 / elapsed;
process.stdout.write(`${JSON.stringify({ completed, lost, queriesPerSecond, busy, rcodes: [...rcodes] })}\n`);

function hear(line: Line): void {
  const received = recvmmsg(line.fd, base, batch, MSG_DONTWAIT, null);
  if (received <= 0) return;
  line.out = Math.max(0, line.out - received);
  line.heardMs = nowMs;
  completed += received;
  for (let i = 0; i < received; i++) {
    const rcode = slab[offsets.answers + i * answerRoom + 3] & 15;
    rcodes.set(rcode, (rcodes.get(rcode) ?? 0) + 1);
  }
}

function ask(line: Line): void {
  const count = Math.min(batch, outstanding - line.out);
  if (count === 0) return;
  for (let i = 0; i < count; i++) {
    const question = questions[asked % questions.length];
    const at = offsets.questions + i * questionRoom;
    slab.set(question, at);
    slab[at] = asked >> 8;
    slab[at + 1] = asked;
    view.setUint32(offsets.sentVectors + i * vectorOctets + 8, question.length, true);
    asked += 1;
  }
  if (line.out === 0) line.heardMs = nowMs;
  const sent = sendmmsg(line.fd, sentAt, count, MSG_DONTWAIT);
  if (sent > 0) line.out += sent;
}

function newLine(port: number): Line {
  const fd = socket(AF_INET, SOCK_DGRAM_NONBLOCK, 0);
  for (const option of [SO_SNDBUF, SO_RCVBUF]) setsockopt(fd, SOL_SOCKET, option, Int32Array.of(bufferOctets), 4);
  const name = Uint8Array.of(AF_INET, 0, port >> 8, port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  if (fd < 0 || connect(fd, name, name.length) < 0) throw new Error(`no socket to 127.0.0.1:${port}`);
  return { fd, out: 0, heardMs: 0 };
}

/** `host-1.bench.test A`, as dnsperf reads it: addresses are asked for and nothing else. */
function queryOf(line: string): Uint8Array {
  const [name, type] = line.split(" ");
  if (type !== "A") throw new Error(`only addresses are asked for here: ${line}`);
  const labels = name.split(".").filter((label) => label !== "");
  const question = labels.flatMap((label) => [label.length, ...Buffer.from(label, "latin1")]);
  return Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question, 0, 0, 1, 0, 1]);
}
