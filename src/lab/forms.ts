// The texts with a meaning that a network file holds: names, addresses, numbers, types. A form says in words what it
// expects and reads the text; what it returns is what the lab works with.

import { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { typeNumber } from "../dns/types.ts";
import { parseAddress, printAddress } from "../net/address.ts";
import type { Transport } from "../resolver/port.ts";
import type { Passage } from "./link.ts";
import type { Form } from "./yaml-reader.ts";

export const anyText: Form<string> = { expected: "a text", read: (text) => (text === "" ? undefined : text) };

export const domainName: Form<Name> = {
  expected: "a domain name",
  read(text) {
    const name = nameFromText(text);
    return name instanceof Name ? name : undefined;
  },
};

/** In canonical text, as the resolver's endpoints have it. */
export const address: Form<string> = {
  expected: "an IP address",
  read(text) {
    const parsed = parseAddress(text);
    return parsed === null || parsed.zone !== "" ? undefined : printAddress(parsed.family, parsed.octets);
  },
};

export const recordType: Form<number> = {
  expected: "a record type",
  read: (text) => typeNumber(text),
};

export const transport: Form<Transport> = {
  expected: "udp or tcp",
  read: (text) => (text === "udp" || text === "tcp" ? text : undefined),
};

export const passage: Form<Passage> = {
  expected: "open, blocked or refused",
  read: (text) => (text === "open" || text === "blocked" || text === "refused" ? text : undefined),
};

export const yesOrNo: Form<boolean> = {
  expected: "true or false",
  read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
};

export const percent: Form<number> = {
  expected: "a percentage, from 0 to 100",
  read: (text) => (/^\d{1,3}(?:\.\d+)?$/.test(text) && Number(text) <= 100 ? Number(text) : undefined),
};

export function wholeNumber(most: number): Form<number> {
  return {
    expected: `a whole number from 0 to ${most}`,
    read: (text) => (/^\d{1,10}$/.test(text) && Number(text) <= most ? Number(text) : undefined),
  };
}
