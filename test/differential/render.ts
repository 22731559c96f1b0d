// Answers as one line of text: what the matrix and the tables of differences print.

import {
  flags,
  latin1,
  nameText,
  parseMessage,
  rcodeText,
  typeText,
  type Message,
  type WireRecord,
} from "../peers/wire.ts";

/** A reply, or null for silence, as one line: rcode, flags, sections, EDNS. */
export function renderReply(reply: Uint8Array | null): string {
  if (reply === null) return "silence";
  if (reply.length < 12) return `${reply.length} octets`;
  try {
    return renderMessage(parseMessage(reply));
  } catch (error) {
    return `unreadable: ${String(error)}`;
  }
}

export function renderMessage(message: Message): string {
  const set = (["aa", "tc", "rd", "ra", "z", "ad", "cd"] as const).filter(
    (flag) => (message.flags & flags[flag]) !== 0,
  );
  const parts = [rcodeText(message.rcode), set.join(" ")];
  if ((message.flags & flags.qr) === 0) parts.push("NOT-QR");
  if (message.opcode !== 0) parts.push(`op${message.opcode}`);
  if (message.questions.length !== 1) parts.push(`qd${message.questions.length}`);
  for (const [title, section] of [
    ["an", message.answer],
    ["au", message.authority],
    ["ad", message.additional],
  ] as const)
    if (section.length > 0) parts.push(`${title}[${renderSection(section)}]`);
  if (message.opt !== null) parts.push(renderOpt(message.opt));
  return parts.filter((part) => part !== "").join(" ");
}

function renderOpt(opt: NonNullable<Message["opt"]>): string {
  const options = opt.options.map((o) => ` ${o.code}:${Buffer.from(o.data).toString("hex")}`).join("");
  return `opt{${opt.size} v${opt.version}${opt.flags === 0 ? "" : ` f${opt.flags.toString(16)}`}${options}}`;
}

/** Records sorted, since order within a section says nothing; those of one RRset folded: `mail 3600 A*3`. */
export function renderSection(section: readonly WireRecord[]): string {
  const sets = new Map<string, { head: string; data: string[] }>();
  for (const record of section) {
    const head = `${shortName(record.owner)} ${record.ttl} ${typeText(record.type)}`;
    const set = sets.get(head) ?? { head, data: [] };
    set.data.push(renderRdata(record));
    sets.set(head, set);
  }
  const fold = (data: string[]): string => (data.length > 3 ? `*${data.length}` : ` ${data.toSorted().join("+")}`);
  return [...sets.values()]
    .map((set) => set.head + fold(set.data))
    .toSorted()
    .join(", ");
}

export function renderRdata(record: WireRecord): string {
  const { rdata } = record;
  switch (record.type) {
    case 1:
      return rdata.join(".");
    case 2:
    case 5:
    case 12:
    case 39: // prettier-ignore
      return shortName(labelsAt(rdata, 0));
    case 6:
      return "soa";
    case 15:
    case 18: // prettier-ignore
      return shortName(labelsAt(rdata, 2));
    case 33:
      return shortName(labelsAt(rdata, 6));
    case 13:
    case 16: // prettier-ignore
      return JSON.stringify(latin1(rdata).slice(0, 16));
    default:
      return Buffer.from(rdata).toString("hex").slice(0, 40);
  }
}

/** The labels of the uncompressed name at `offset`. */
export function labelsAt(rdata: Uint8Array, offset: number): string[] {
  const labels: string[] = [];
  for (let at = offset; rdata[at] > 0; at += rdata[at] + 1)
    labels.push(latin1(rdata.subarray(at + 1, at + 1 + rdata[at])));
  return labels;
}

/** Long labels are shortened to their length. */
function shortName(labels: readonly string[]): string {
  return nameText(labels.map((label) => (label.length > 20 ? `${label.slice(0, 3)}_${label.length}` : label)));
}
