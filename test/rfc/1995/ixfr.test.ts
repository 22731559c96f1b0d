// Incremental transfers, answered without increments: the SOA alone, or the whole zone.

import { expect, test } from "vitest";
import { typeRow } from "../../../src/dns/types.ts";
import { head, newImage, serve } from "../../authority/asking.ts";
import { Transfers } from "../../authority/transfers.ts";
import { renderReply } from "../../differential/render.ts";
import { composeQuery, nameWire, labelsOf, parseMessage } from "../../peers/wire.ts";

test("RFC 1995 §2: IXFR is a type of questions, 251", () => {
  expect(typeRow(251)).toMatchObject({ mnemonic: "IXFR", meta: true });
});

function transfers(serial: number): Transfers {
  const image = newImage();
  serve(image, { "example.": head.replace("host 1", `host ${serial}`) });
  return new Transfers(image);
}

/** An IXFR query with the SOA of a copy that has this serial. */
function withSerial(serial: number): Uint8Array {
  const name = nameWire(labelsOf("example."));
  const rdata = [0, 0, ...[24, 16, 8, 0].map((shift) => (serial >>> shift) & 255), ...new Uint8Array(16)];
  const query = Uint8Array.from([
    ...composeQuery("example.", "IXFR"), ...name, 0, 6, 0, 1, 0, 0, 0, 0, 0, rdata.length, ...rdata,
  ]); // prettier-ignore
  query[9] = 1;
  return query;
}

const soa = "NOERROR aa an[example. 3600 SOA";

test("RFC 1995 §2: who is up to date, or newer, gets the SOA alone, over either transport", () => {
  for (const [ours, theirs] of [
    [5, 5],
    [5, 6],
    [0xffff_fff0, 3],
    [0, 0],
  ])
    for (const protocol of [0, 1] as const) {
      const [reply, ...others] = transfers(ours).send(withSerial(theirs), { protocol });
      expect(renderReply(reply).slice(0, soa.length), `${ours} ${theirs}`).toBe(soa);
      expect(parseMessage(reply).answer).toHaveLength(1);
      expect(others).toEqual([]);
    }
});

test("RFC 1995 §2: who is behind gets the SOA alone over UDP, to come over TCP for more", () => {
  const [reply] = transfers(5).send(withSerial(4), { protocol: 0 });
  expect(parseMessage(reply).answer).toHaveLength(1);
  expect(renderReply(reply)).toContain("NOERROR aa an[example. 3600 SOA");
});

test("RFC 1995 §4: who is behind gets the whole zone over TCP, serials compared as RFC 1982 §3.2 has it", () => {
  for (const [ours, theirs] of [
    [5, 4],
    [3, 0xffff_fff0],
  ]) {
    const messages = transfers(ours).send(withSerial(theirs));
    expect(parseMessage(messages[0]).answer, `${ours} ${theirs}`).toHaveLength(4);
  }
});

test("RFC 1995 §3: without the SOA of a copy it is no query", () => {
  expect(renderReply(transfers(5).ask("example.", "IXFR")[0])).toBe("FORMERR");
  const query = withSerial(4);
  for (const [at, octet] of [
    [query.length - 23, 21],
    [query.length - 31, 0xc1],
    [query.length - 31, 16],
  ])
    expect(renderReply(transfers(5).send(query.with(at, octet))[0])).toMatch(/^FORMERR/);
});
