// A desk of the thread that sends zones, told of every zone that is published, in one thread: for tests of what it sends.

import { nodeHmac } from "../../../src/crypto/hmac.ts";
import { ChangeTeller } from "../../../src/server/transfers/change-teller.ts";
import { TransferDesk } from "../../../src/server/transfers/transfer-desk.ts";
import type { TransferPiece, TransferReport } from "../../../src/server/transfers/transfer-messages.ts";
import type { Image } from "../../../src/zone/image.ts";
import { publicView } from "../../../src/zone/views.ts";
import type { Zone } from "../../../src/zone/zone.ts";
import { FakeTimers } from "../../disk/fake-timers.ts";
import { newImage, serve } from "../../authority/asking.ts";
import { ourKeys, unframed } from "../../authority/transfers.ts";
import { composeQuery, labelsOf, nameWire, type QueryOptions } from "../../peers/wire.ts";

export class TellingDesk {
  readonly image: Image = newImage();
  readonly reports: TransferReport[] = [];
  readonly desk: TransferDesk;
  readonly teller: ChangeTeller;
  readonly #timers = new FakeTimers();
  readonly #pieces: TransferPiece[] = [];
  readonly #line: ReturnType<TransferDesk["serve"]>;
  #token = 0;

  constructor(nowSeconds: () => number = () => 0) {
    this.desk = new TransferDesk({
      memory: this.image.memory,
      reader: 9,
      maxUdpOctets: 1232,
      tsig: { keys: ourKeys, hmac: nodeHmac, nowSeconds },
      nowMs: () => 0,
      report: (report) => void this.reports.push(report),
    });
    this.teller = new ChangeTeller(this.image, (order) => this.desk.changed(order), this.#timers);
    this.#line = this.desk.serve({ postMessage: (piece) => void this.#pieces.push(piece) });
    this.desk.watch();
    this.teller.arrived();
  }

  publish(zones: Readonly<Record<string, string>>): Zone[] {
    const served = serve(this.image, zones);
    this.teller.changed(served);
    this.flush();
    return served;
  }

  /** Every message that answers a query; the client takes each piece at once. */
  send(query: Uint8Array, view: number = publicView): Uint8Array[] {
    const token = ++this.#token;
    this.#pieces.length = 0;
    this.#line.take({ kind: "begin", token, view, address: "192.0.2.1", query });
    while (this.desk.counts.running > 0) this.#line.take({ kind: "taken", token });
    return this.#pieces.flatMap((piece) => (piece.kind === "piece" ? unframed(piece.octets) : []));
  }

  /** Tells what was published and not yet told. */
  flush(): void {
    this.teller.compared(0);
    this.#timers.advance(1);
  }
}

/** An IXFR query with the SOA of a copy that has this serial (RFC 1995 §3). */
export function ixfr(name: string, serial: number, options: QueryOptions = {}): Uint8Array {
  const rdata = [0, 0, ...[24, 16, 8, 0].map((shift) => (serial >>> shift) & 255), ...new Uint8Array(16)];
  const query = composeQuery(name, "IXFR", options);
  const end = 12 + nameWire(labelsOf(name)).length + 4;
  const soa = [...nameWire(labelsOf(name)), 0, 6, 0, 1, 0, 0, 0, 0, 0, rdata.length, ...rdata];
  const whole = Uint8Array.from([...query.subarray(0, end), ...soa, ...query.subarray(end)]);
  whole[9] = 1;
  return whole;
}
