// Records in full, one behind the other, as lines that tests compare: "www.example. 3600 A c0000201".

import { labelsAt } from "../differential/render.ts";
import { nameText, nameWire, typeText } from "../peers/wire.ts";

export function linesOfRecords(octets: Uint8Array): string[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const lines: string[] = [];
  for (let at = 0; at < octets.length;) {
    const owner = labelsAt(octets, at);
    const head = at + nameWire(owner).length;
    at = head + 10 + view.getUint16(head + 8);
    const data = Buffer.from(octets.subarray(head + 10, at)).toString("hex");
    lines.push(`${nameText(owner)} ${view.getUint32(head + 4)} ${typeText(view.getUint16(head))} ${data}`);
  }
  return lines;
}
