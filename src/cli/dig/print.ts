// A reply as dig prints it, and as JSON. Comments begin with a semicolon, so that the text is also zone text.
// Colour (dim comments) only on a terminal, and not when NO_COLOR says no: styleText looks at both.

import { styleText } from "node:util";
import { encodeDigits, hex } from "../../base/encodings.ts";
import { dissect } from "../../dns/dissection/dissect.ts";
import type { Part } from "../../dns/dissection/part.ts";
import { printOctets } from "../octets.ts";
import { version } from "../program.ts";
import type { Exchange } from "./exchange.ts";
import type { Reply, ShownRecord } from "./reply.ts";
import { type Server, printServer } from "./server.ts";
import type { Transfer } from "./transfer.ts";

export interface Shown extends Omit<Exchange, "octets"> {
  /** null where they are not to be shown. */
  readonly octets: Exchange["octets"] | null;
  readonly server: Server;
  readonly words: string;
}

export function printText(shown: Shown): string {
  const { reply } = shown;
  const counts = `QUERY: ${reply.question.length}, ANSWER: ${reply.answer.length}, AUTHORITY: ${reply.authority.length}`;
  const additional = reply.additional.length + (reply.edns === null ? 0 : 1);
  const lines = [
    `; signpost dig ${version()}: ${shown.words}`,
    ...shown.notes.map((note) => `;; ${note}`),
    ...(reply.warning === null ? [] : [`;; WARNING: ${reply.warning}`]),
    `;; ->>HEADER<<- opcode: ${reply.opcode}, status: ${reply.status}, id: ${reply.id}`,
    `;; flags: ${reply.flags.join(" ")}; ${counts}, ADDITIONAL: ${additional}`,
    "",
    ...ednsLines(reply),
    ...section(
      "QUESTION",
      reply.question.map((asked) => `;${asked.name}\t\t\t${asked.class}\t${asked.type}`),
    ),
    ...section("ANSWER", recordLines(reply.answer)),
    ...section("AUTHORITY", recordLines(reply.authority)),
    ...section("ADDITIONAL", recordLines(reply.additional)),
    `;; Query time: ${Math.round(shown.milliseconds)} msec`,
    `;; SERVER: ${printServer(shown.server)} (${shown.transport})`,
    `;; MSG SIZE  rcvd: ${reply.sizeOctets}`,
    ...octetLines(shown),
  ];
  return lines.map((line) => (line.startsWith(";") ? styleText("dim", line) : line)).join("\n");
}

/** What stands above everything: the words of the call. */
export function printWords(words: string): string {
  return styleText("dim", `; signpost dig ${version()}: ${words}`);
}

/** A line for each record of the answer, with nothing but its data. */
export function printShort({ answer }: Reply): string {
  return answer.map(({ data }) => `${data}\n`).join("");
}

/** The records of one message of a transfer. */
export function printRecords({ answer }: Reply): string {
  return recordLines(answer).join("\n");
}

/** What dig says below a zone that it was given. */
export function printTransfer(transfer: Transfer, server: Server, transport: string): string {
  const { records, messages, octets, milliseconds } = transfer;
  const lines = [
    `;; Query time: ${Math.round(milliseconds)} msec`,
    `;; SERVER: ${printServer(server)} (${transport})`,
    `;; XFR size: ${records} records (messages ${messages}, bytes ${octets})`,
  ];
  return lines.map((line) => styleText("dim", line)).join("\n");
}

/** One JSON object a reply; keys may be added, never changed. */
export function printJson(shown: Shown): string {
  const { reply, octets } = shown;
  const { warning, edns, ...rest } = reply;
  const { cookie: _, ...shownEdns } = edns ?? { cookie: null };
  return JSON.stringify({
    ...rest,
    edns: edns === null ? null : shownEdns,
    server: printServer(shown.server),
    transport: shown.transport.toLowerCase(),
    queryTimeMs: Math.round(shown.milliseconds * 1000) / 1000,
    notes: warning === null ? shown.notes : [...shown.notes, warning],
    ...(octets !== null && { octets: { query: jsonOctets(octets.query), reply: jsonOctets(octets.reply) } }),
  });
}

function jsonOctets(message: Uint8Array): { hex: string; parts: Part[] } {
  return { hex: encodeDigits(hex, message, 0, message.length), parts: dissect(message) };
}

function octetLines({ octets }: Shown): string[] {
  if (octets === null) return [];
  return (["query", "reply"] as const).flatMap((which) => [
    "",
    `;; OCTETS OF THE ${which.toUpperCase()}: ${octets[which].length}`,
    ...printOctets(octets[which]).map((line) => `; ${line}`),
  ]);
}

function ednsLines(reply: Reply): string[] {
  if (reply.edns === null) return [];
  const { version: ednsVersion, dnssecOk, udpSizeOctets, options } = reply.edns;
  return [
    ";; OPT PSEUDOSECTION:",
    `; EDNS: version: ${ednsVersion}, flags:${dnssecOk ? " do" : ""}; udp: ${udpSizeOctets}`,
    ...options.map(({ name, text }) => `; ${name}: ${text}`),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`;; ${title} SECTION:`, ...lines, ""];
}

/** Columns as wide as the widest owner, so that long names do not tear the table. */
function recordLines(records: readonly ShownRecord[]): string[] {
  const width = Math.min(Math.max(...records.map(({ name }) => name.length), 0), 40);
  return records.map((record) => {
    const columns = [
      record.name.padEnd(width),
      String(record.ttlSeconds).padEnd(6),
      record.class.padEnd(3),
      record.type.padEnd(6),
    ];
    return `${columns.join(" ")} ${record.data}`.trimEnd();
  });
}
