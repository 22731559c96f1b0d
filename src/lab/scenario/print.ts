// Questions, records and messages as one line of text, for what a play tells: of differences, and of queries upstream.
// Read next: ./match.ts, which finds the differences.

import { className, codeName, Rcode } from "../../dns/codes.ts";
import { printRdata } from "../../dns/rdata.ts";
import { printName } from "../../dns/text/name-text.ts";
import { typeName } from "../../dns/types.ts";
import type { Message, MessageQuestion, MessageRecord } from "./message.ts";

/** `www.example.test. 3600 IN A 192.0.2.1` */
export function printRecord({ owner, ttlSeconds, class: recordClass, type, rdata }: MessageRecord): string {
  const data = printRdata(type, rdata);
  return `${printName(owner.wire)} ${ttlSeconds} ${className(recordClass)} ${typeName(type)} ${data}`;
}

/** `www.example.test. A`, with the class where it is not IN. */
export function printQuestion(question: MessageQuestion | null): string {
  if (question === null) return "no question";
  const words = question.class === 1 ? "" : `${className(question.class)} `;
  return `${printName(question.name.wire)} ${words}${typeName(question.type)}`;
}

/** The response code and how many records each section has. */
export function printOutline({ rcode, answer, authority, additional }: Message): string {
  const counts = `${answer.length} answer, ${authority.length} authority, ${additional.length} additional`;
  return `${codeName(Rcode, rcode, "RCODE")} with ${counts}`;
}
