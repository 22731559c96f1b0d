// Writing messages: names compressed against what stands there, and nothing written in part.

import fc from "fast-check";
import { Memory } from "../../src/base/memory.ts";
import { expect, test } from "vitest";
import { OctetWriter } from "../../src/base/octets.ts";
import { MessageWriter } from "../../src/dns/message-writer.ts";
import { parseName } from "../../src/dns/name-wire.ts";
import { digitsOf, octets, wireName } from "../rfc/support.ts";

function written(names: readonly string[], limit = 512): { writer: MessageWriter; fits: boolean[] } {
  const writer = new MessageWriter();
  writer.begin(new Uint8Array(600), 7, 7 + limit);
  return { writer, fits: names.map((name) => writer.name(wireName(name), 0)) };
}

const body = ({ writer }: { writer: MessageWriter }): string =>
  digitsOf(writer.bytes.slice(writer.start + 12, writer.at));

test("RFC 1035 §4.1.4: the longest suffix that stands in the message becomes a pointer", () => {
  expect(body(written(["f.isi.arpa.", "foo.f.isi.arpa.", "arpa.", "."]))).toBe(
    digitsOf(octets("0166 03697369 0461727061 00  03666f6f c00c  c012  00")),
  );
});

test("RFC 4343 §3: case is no difference, and the first spelling stays", () => {
  expect(body(written(["A.Example.", "b.eXAMPLE."]))).toBe(digitsOf(octets("0141 074578616d706c65 00 0162 c00e")));
});

test("a name that does not fit leaves nothing, not even a target", () => {
  const { writer, fits } = written(["abc.def.", "ghi.jkl."], 12 + 9 + 8);
  expect(fits).toEqual([true, false]);
  expect(writer.at - writer.start).toBe(12 + 9);
  writer.limit += 1;
  expect(writer.name(wireName("ghi.jkl."), 0)).toBe(true);
  expect(writer.bytes[writer.at - 1]).toBe(0);
});

test("what was taken back is no target any more", () => {
  const { writer } = written(["a.example."]);
  const mark = writer.at;
  writer.name(wireName("b.test."), 0);
  writer.rewind(mark);
  writer.name(wireName("c.test."), 0);
  expect(body({ writer })).toBe(digitsOf(octets("0161 076578616d706c65 00 0163 0474657374 00")));
});

test("names beyond a pointer's reach are written whole (RFC 1035 §4.1.4)", () => {
  const writer = new MessageWriter();
  writer.begin(new Uint8Array(20_000), 0, 20_000);
  writer.at = 0x4000;
  writer.name(wireName("far.test."), 0);
  const at = writer.at;
  writer.name(wireName("far.test."), 0);
  expect(writer.at - at).toBe(10);
});

test("whatever names: each reads back as it was written", () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 4 });
  const name = fc
    .array(label, { maxLength: 4 })
    .map((labels) => Uint8Array.of(...labels.flatMap((l) => [l.length, ...l]), 0));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 80 }), (names) => {
      const writer = new MessageWriter();
      writer.begin(new Uint8Array(4000), 3, 4000);
      let at = writer.at;
      const message = (): Uint8Array => writer.bytes.subarray(3);
      for (const wire of names) {
        expect(writer.name(wire, 0)).toBe(true);
        const out = new OctetWriter();
        expect(parseName(message(), at - 3, writer.at - 3, out)).toBe(writer.at - 3);
        expect(digitsOf(lower(out.copy()))).toBe(digitsOf(lower(wire)));
        at = writer.at;
      }
    }),
  );
});

const lower = (bytes: Uint8Array): Uint8Array =>
  bytes.map((octet) => (octet >= 0x41 && octet <= 0x5a ? octet + 32 : octet));

test("octets of shared memory are copied from any octet on, however many", () => {
  const memory = new Memory(new SharedArrayBuffer(256));
  for (let i = 0; i < 256; i++) memory.bytes[i] = i;
  const writer = new MessageWriter();
  const octets = new Uint8Array(300);
  for (let skip = 0; skip < 9; skip++) {
    for (let count = 0; count < 40; count++) {
      octets.fill(0xee);
      writer.begin(octets.subarray(3), 2, 290);
      writer.copy(memory.view, 20 + skip, count);
      const start = 3 + 2 + 12;
      expect(writer.at).toBe(2 + 12 + count);
      expect([...octets.subarray(start, start + count)]).toEqual(
        Array.from({ length: count }, (_, i) => 20 + skip + i),
      );
      expect(octets[start + count], "nothing behind it is touched").toBe(0xee);
    }
  }
});
