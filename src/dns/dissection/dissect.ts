// Takes a message apart (RFC 1035 §4): the header, then each question and record in the order of the octets. A message that
// cannot be read to its end is told as far as it can, and what is left is one part that says why.
// It allocates as it likes: it shows messages to people, and no query waits for it.
// Read next: ./part.ts for what comes out.

import { u16At } from "../../base/octets.ts";
import { headerOctets } from "../message-view.ts";
import { headerPart, sectionNames } from "./header.ts";
import { leaf, type Part, wrong } from "./part.ts";
import { questionPart, recordPart } from "./records.ts";

/** The parts of a message, which together are all of its octets. */
export function dissect(message: Uint8Array): Part[] {
  if (message.length < headerOctets) return [wrong("rest", 0, message.length, "less than a header", "RFC 1035 §4.1.1")];
  const parts = [headerPart(message)];
  const { names, rfc } = sectionNames(message);
  let at = headerOctets;
  for (const [section, name] of names.entries()) {
    const count = u16At(message, 4 + 2 * section);
    for (let i = 1; i <= count; i++) {
      const title = count === 1 ? name : `${name} ${i}`;
      if (at === message.length) {
        parts.push(wrong(title, at, at, `the message ends before it`, rfc));
        return parts;
      }
      const part = section === 0 ? questionPart(title, message, at) : recordPart(title, message, at);
      parts.push(part);
      at = part.end;
      if (at === message.length && isCutOff(part)) return parts;
    }
  }
  if (at < message.length)
    parts.push(
      leaf("rest", at, message.length, `${message.length - at} octets that belong to no section`, "RFC 1035 §4.1"),
    );
  return parts;
}

/** Whether a part ends where nothing more could be read, and not where it should. */
function isCutOff({ parts }: Part): boolean {
  const last = parts[parts.length - 1];
  return last.name === "rest" || (last.state === "wrong" && last.name.endsWith("NAME"));
}
