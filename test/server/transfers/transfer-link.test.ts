// A worker's end of the line to the thread that sends zones: pieces become messages on the stream that asked, and whatever ends
// early, line or client, is told to the other side once.

import { MessageChannel, type MessagePort } from "node:worker_threads";
import { expect, test } from "vitest";
import { MessageView } from "../../../src/dns/message-view.ts";
import { Name } from "../../../src/dns/name.ts";
import { createClient, type ReplyFlow, type ReturnPath } from "../../../src/net/client.ts";
import { Deferrals } from "../../../src/net/deferrals.ts";
import { TransferLink } from "../../../src/server/transfers/transfer-link.ts";
import type { TransferPiece, TransferWish } from "../../../src/server/transfers/transfer-messages.ts";
import { composeQuery } from "../../peers/wire.ts";

interface Stream {
  /** What went to the client, and how it ended. */
  readonly said: string[];
  close(): void;
  taken(): void;
}

function open(kind: "stream" | "datagram" | "gone" = "stream") {
  const deferrals = new Deferrals();
  const link = new TransferLink([{ zone: null, key: null, from: ["192.0.2.0/24"] }], deferrals);
  const said: string[] = [];
  const waiting: (() => void)[] = [];
  let closed: () => void = () => {};
  const flow: ReplyFlow = {
    write: (octets, taken) => (said.push(`more ${Buffer.from(octets).toString("hex")}`), void waiting.push(taken)),
    end: () => void said.push("end"),
    cut: () => void said.push("cut"),
  };
  const path: ReturnPath = {
    send: (octets) => (said.push(`first ${Buffer.from(octets).toString("hex")}`), kind !== "gone"),
    abandon: () => void said.push("abandoned"),
    ...(kind !== "datagram" && {
      openFlow: (call) => {
        closed = call;
        return kind === "gone" ? null : flow;
      },
    }),
  };
  deferrals.finishWith((pending, octets) => (octets === null ? said.push("failed") : pending.path.send(octets)));
  const stream: Stream = { said, close: () => closed(), taken: () => waiting.shift()?.() };
  const query = new MessageView();
  const packet = composeQuery("example.", "AXFR");
  query.parse(packet, 0, packet.length);
  const begin = (): boolean =>
    link.begin(
      query,
      createClient(1, 4, () => path),
      0,
    );
  return { link, stream, begin, deferrals };
}

/** The thread's end of a line, and what came by it. */
function thread(link: TransferLink) {
  const { port1, port2 } = new MessageChannel();
  const wishes: TransferWish[] = [];
  port2.on("message", (wish: TransferWish) => wishes.push(wish));
  link.connect(port1);
  return { port: port2, wishes };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function send(port: MessagePort, piece: TransferPiece): Promise<void> {
  port.postMessage(piece);
  await settled();
}

const framed = Uint8Array.of(0, 2, 0xaa, 0xbb, 0, 1, 0xcc);

test("without a line there are no transfers; addresses are looked at", () => {
  const { link, begin } = open();
  expect(begin()).toBe(false);
  const client = createClient(1, 4);
  client.address.set([192, 0, 2, 7]);
  expect(link.allows(client, null, Name.root)).toBe(true);
  client.address.set([198, 51, 100, 7]);
  expect(link.allows(client, null, Name.root)).toBe(false);
});

test("the first message is the query's reply, the rest flows; what is taken is told, and the last piece ends it", async () => {
  const { link, stream, begin, deferrals } = open();
  const { port, wishes } = thread(link);
  expect(begin()).toBe(true);
  const token = deferrals.newest;
  await settled();
  expect(wishes).toMatchObject([{ kind: "begin", token, view: 0, address: "0.0.0.0" }]);
  await send(port, { kind: "piece", token, octets: framed, end: "more" });
  expect(stream.said).toEqual(["first aabb", "more 0001cc"]);
  expect(deferrals.count).toBe(0);
  stream.taken();
  await settled();
  expect(wishes.at(-1)).toEqual({ kind: "taken", token });
  await send(port, { kind: "piece", token, octets: framed.slice(4), end: "last" });
  stream.close();
  stream.taken();
  await settled();
  expect(stream.said.slice(2)).toEqual(["more 0001cc", "end"]);
  expect(wishes).toHaveLength(2);
  port.close();
});

test("a client that goes is told to the thread, and later pieces are nobody's", async () => {
  const { link, stream, begin, deferrals } = open();
  const { port, wishes } = thread(link);
  begin();
  const token = deferrals.newest;
  await send(port, { kind: "piece", token, octets: framed, end: "more" });
  stream.close();
  await send(port, { kind: "piece", token, octets: framed, end: "more" });
  expect(wishes.slice(1)).toEqual([{ kind: "gone", token }]);
  expect(stream.said).toHaveLength(2);
  port.close();
});

test("who is not there any more, or has no stream, is given up before the first message", async () => {
  for (const kind of ["gone", "datagram"] as const) {
    const { link, stream, begin, deferrals } = open(kind);
    const { port, wishes } = thread(link);
    begin();
    const token = deferrals.newest;
    await send(port, { kind: "piece", token, octets: framed, end: "more" });
    expect(stream.said).toEqual(["failed"]);
    expect(wishes.slice(1)).toEqual([{ kind: "gone", token }]);
    expect(deferrals.count).toBe(0);
    port.close();
  }
});

test("what the thread cuts fails before its first message, and loses its connection after", async () => {
  for (const [begun, end] of [
    [false, ["failed"]],
    [true, ["first aabb", "more 0001cc", "cut"]],
  ] as const) {
    const { link, stream, begin, deferrals } = open();
    const { port } = thread(link);
    begin();
    const token = deferrals.newest;
    if (begun) await send(port, { kind: "piece", token, octets: framed, end: "more" });
    await send(port, { kind: "cut", token });
    expect(stream.said).toEqual(end);
    port.close();
  }
});

test("a line that ends cuts everything at once, and the next one serves again", async () => {
  const { link, stream, begin, deferrals } = open();
  const dying = thread(link);
  begin();
  const first = deferrals.newest;
  begin();
  await send(dying.port, { kind: "piece", token: first, octets: framed, end: "more" });
  dying.port.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(stream.said.slice(2).toSorted()).toEqual(["cut", "failed"]);
  expect(begin()).toBe(false);
  const next = thread(link);
  expect(begin()).toBe(true);
  await settled();
  expect(next.wishes).toHaveLength(1);
  next.port.close();
});
