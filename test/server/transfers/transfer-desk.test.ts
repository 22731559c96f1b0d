// The desk of the thread that sends zones: pieces ahead of the client, one version however long it takes, limits in all and a
// client, and a pin that is given back however a transfer ends.

import { expect, test } from "vitest";
import {
  maxTransferMs,
  maxTransferPiecesAhead,
  maxTransfers,
  maxTransfersPerClient,
  maxWaitingTransfersPerClient,
} from "../../../src/base/limits.ts";
import { nodeHmac } from "../../../src/crypto/hmac.ts";
import { TransferDesk } from "../../../src/server/transfers/transfer-desk.ts";
import type { TransferPiece, TransferReport } from "../../../src/server/transfers/transfer-messages.ts";
import { publicView } from "../../../src/zone/views.ts";
import { head, nameOf, newImage, serve } from "../../authority/asking.ts";
import { host, policy } from "../../authority/hosting.ts";
import { recordsOf, unframed } from "../../authority/transfers.ts";
import { composeQuery } from "../../peers/wire.ts";

const many = (text: string): string => Array.from({ length: 20_000 }, (_, i) => `host${i} TXT "${text}"\n`).join("");

function open(zone: string = head + many("first")) {
  const image = newImage();
  serve(image, { "example.": zone });
  const reports: TransferReport[] = [];
  const clock = { ms: 0 };
  const desk = new TransferDesk({
    memory: image.memory,
    reader: 9,
    maxUdpOctets: 1232,
    tsig: { keys: [], hmac: nodeHmac, nowSeconds: () => 0 },
    nowMs: () => clock.ms,
    report: (report) => reports.push(report),
  });
  const pieces: TransferPiece[] = [];
  const line = desk.serve({ postMessage: (piece) => void pieces.push(piece) });
  const begin = (token: number, address = "192.0.2.1", name = "example."): void =>
    line.take({ kind: "begin", token, view: publicView, address, query: composeQuery(name, "AXFR") });
  return { image, desk, line, pieces, reports, clock, begin };
}

function recordsIn(pieces: readonly TransferPiece[]): string[] {
  return recordsOf(pieces.flatMap((piece) => (piece.kind === "piece" ? unframed(piece.octets) : [])));
}

test("only so many pieces are ahead of a client, and each that it takes brings the next", () => {
  const { line, pieces, begin, desk, image, reports } = open();
  begin(1);
  expect(pieces).toHaveLength(maxTransferPiecesAhead);
  expect(image.seenByAll(image.version + 1)).toBe(false);
  for (let taken = 0; taken < pieces.length; taken++) {
    line.take({ kind: "taken", token: 1 });
    expect(pieces.length - taken).toBeLessThanOrEqual(maxTransferPiecesAhead + 1);
  }
  expect(pieces.at(-1)).toMatchObject({ kind: "piece", end: "last" });
  expect(recordsIn(pieces)).toHaveLength(20_004);
  expect(desk.counts).toEqual({ running: 0, waiting: 0 });
  expect(image.seenByAll(image.version + 1)).toBe(true);
  expect(reports).toMatchObject([{ kind: "sent", zone: "example.", client: "192.0.2.1", records: 20_004 }]);
});

test("a transfer tells one version, whatever becomes of the zone meanwhile", () => {
  const { line, pieces, begin, image } = open();
  begin(1);
  for (let round = 0; round < 4; round++) {
    serve(image, { "example.": head + many(`later${round}`) });
    serve(image, { "other.": head + many("others") });
  }
  begin(2);
  for (let taken = 0; taken < 60; taken++) for (const token of [1, 2]) line.take({ kind: "taken", token });
  const of = (token: number): string[] => recordsIn(pieces.filter((piece) => piece.token === token));
  for (const [token, text] of [
    [1, "first"],
    [2, "later3"],
  ] as const) {
    const data = Buffer.from(`${String.fromCharCode(text.length)}${text}`).toString("hex");
    expect(of(token).filter((record) => record.endsWith(`TXT ${data}`))).toHaveLength(20_000);
    expect(of(token)).toHaveLength(20_004);
  }
});

test("so many at a time in all and for one client; the next one begins when one ends", () => {
  const { line, begin, desk } = open();
  for (let token = 1; token <= maxTransfersPerClient + 2; token++) begin(token);
  expect(desk.counts).toEqual({ running: maxTransfersPerClient, waiting: 2 });
  for (let token = 101; token <= 100 + maxTransfers; token++) begin(token, `198.51.100.${token}`);
  expect(desk.counts).toEqual({ running: maxTransfers, waiting: 2 + maxTransfersPerClient });
  line.take({ kind: "gone", token: 1 });
  expect(desk.counts).toEqual({ running: maxTransfers, waiting: 1 + maxTransfersPerClient });
  line.closed();
  expect(desk.counts).toEqual({ running: 0, waiting: 0 });
});

test("small zones do not wait for each other, however many are asked for", () => {
  const { begin, desk, pieces, line } = open(head);
  for (let token = 1; token <= maxTransfers; token++) begin(token, `192.0.2.${token}`);
  expect(pieces).toHaveLength(maxTransfers);
  const slow = open();
  for (let token = 1; token <= maxTransfersPerClient; token++) slow.begin(token);
  for (let token = 10; token < 200; token++) slow.begin(token, "192.0.2.1", "nobody.");
  slow.line.take({ kind: "gone", token: 1 });
  expect(slow.desk.counts).toEqual({ running: maxTransfersPerClient - 1, waiting: 0 });
  expect(slow.pieces.filter(({ kind }) => kind === "cut")).toHaveLength(190);
  line.closed();
  expect(desk.counts).toEqual({ running: 0, waiting: 0 });
});

test("a flood of one client is turned away beyond what may wait, and holds up nobody else", () => {
  const { begin, desk, pieces, reports } = open();
  for (let token = 1; token <= 1000; token++) begin(token);
  expect(desk.counts).toEqual({ running: maxTransfersPerClient, waiting: maxWaitingTransfersPerClient });
  const cut = pieces.filter(({ kind }) => kind === "cut");
  expect(cut).toHaveLength(1000 - maxTransfersPerClient - maxWaitingTransfersPerClient);
  expect(reports).toMatchObject([{ kind: "failed", reason: "too many wait already" }]);
  begin(2000, "198.51.100.1");
  expect(pieces.at(-1)).toMatchObject({ kind: "piece", token: 2000 });
});

test("who takes too long is cut off, and what was pinned for it is given back", () => {
  const { begin, desk, pieces, clock, image, line } = open();
  begin(1);
  clock.ms = maxTransferMs;
  desk.sweep();
  expect(desk.counts.running).toBe(1);
  clock.ms++;
  desk.sweep();
  expect(pieces.at(-1)).toEqual({ kind: "cut", token: 1 });
  expect(image.seenByAll(image.version + 1)).toBe(true);
  line.take({ kind: "taken", token: 1 });
  expect(pieces.at(-1)).toEqual({ kind: "cut", token: 1 });
});

test("a zone that went while the query waited is cut, as is one that cannot be told any more", () => {
  const { begin, pieces, image } = open();
  image.publish([], [nameOf("example.")]);
  begin(1);
  expect(pieces).toEqual([{ kind: "cut", token: 1 }]);
});

test("a zone that came to be signed as it is answered, or to choose, while the query waited is cut", () => {
  for (const change of ["signer", "policy"] as const) {
    const { begin, pieces, image } = open();
    const hosted = host(image, "hosted.", ["www 60 A 192.0.2.1"]);
    begin(1, "192.0.2.1", "hosted.");
    expect(recordsIn(pieces)).toHaveLength(4);
    if (change === "signer") image.apply([{ zone: hosted.zone, signer: 7 }]);
    else image.apply([policy(hosted, "app.hosted.", "A", [{ alias: "www.hosted." }])]);
    begin(2, "192.0.2.1", "hosted.");
    expect(pieces.slice(1), change).toEqual([{ kind: "cut", token: 2 }]);
    expect(image.seenByAll(image.version + 1)).toBe(true);
  }
});
