// Zip files for tests, sound ones and broken ones: each field of an entry can be said, so that it lies.

import { crc32, deflateRawSync } from "node:zlib";

export interface Entry {
  readonly name: string;
  readonly contents?: string | Uint8Array;
  readonly method?: "stored" | "deflated" | number;
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
  /** The Unix mode, in the upper half of the external attributes. */
  readonly mode?: number;
  readonly offset?: number;
}

/** A zip of text files. */
export function zipOf(files: Readonly<Record<string, string>>): Uint8Array {
  return zip(Object.entries(files).map(([name, contents]) => ({ name, contents, method: "deflated" })));
}

export function zip(entries: readonly Entry[], comment = ""): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { header, data, name } = packed(entry);
    const local = Buffer.concat([Buffer.from("PK\x03\x04\x14\0", "latin1"), header, lengths(name, 0), name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(entry.offset ?? offset, 10);
    central.push(
      Buffer.concat([Buffer.from("PK\x01\x02\x14\x03\x14\0", "latin1"), header, lengths(name, 0), tail, name]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}

function packed(entry: Entry): { header: Buffer; data: Uint8Array; name: Buffer } {
  const contents = Buffer.from(entry.contents ?? "");
  const { method = "stored" } = entry;
  const data = method === "deflated" ? deflateRawSync(contents) : contents;
  const header = Buffer.alloc(20);
  header.writeUInt16LE(entry.flags ?? 0, 0);
  header.writeUInt16LE(method === "deflated" ? 8 : method === "stored" ? 0 : method, 2);
  header.writeUInt32LE(entry.crc ?? crc32(contents), 8);
  header.writeUInt32LE(data.length, 12);
  header.writeUInt32LE(entry.size ?? contents.length, 16);
  return { header, data, name: Buffer.from(entry.name) };
}

function lengths(name: Buffer, extra: number): Buffer {
  const both = Buffer.alloc(4);
  both.writeUInt16LE(name.length, 0);
  both.writeUInt16LE(extra, 2);
  return both;
}
