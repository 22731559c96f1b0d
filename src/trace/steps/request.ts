// What is decided about a query as a message, before and after its question is answered: header, EDNS, cookies, class,
// the reply's size. All ids begin with `request.`. Who notes them: src/authority/responder.ts.

import { ExtendedError } from "../../dns/codes.ts";
import { steps } from "../step.ts";

export const requestSteps = steps({
  "request.received": {
    rfc: "RFC 1035 §4.1.2",
    sentence: "A query of {octets} comes, for {name} {type}.",
    operands: { octets: "octets", name: "name", type: "type" },
    act: "hear",
  },
  "request.unreadable": {
    rfc: "RFC 1035 §4.1",
    sentence: "The query is malformed: it is answered {rcode}, with as much of it as could be read.",
    operands: { rcode: "rcode" },
    act: "fail",
  },
  "request.silence": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "A message of {octets} that is no query is not answered, or two servers might talk for ever.",
    operands: { octets: "octets" },
    act: "fail",
  },
  "request.opcode-unknown": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "Opcode {opcode} is not implemented: NOTIMP.",
    operands: { opcode: "text" },
    act: "fail",
  },
  "request.opcode-refused": {
    rfc: "RFC 1996 §3.10, RFC 2136 §3.3",
    sentence: "{opcode} is nothing that this server does for anybody: REFUSED.",
    operands: { opcode: "text" },
    act: "fail",
    extendedError: ExtendedError["Not Supported"],
  },
  "request.opcode-prohibited": {
    rfc: "RFC 1996 §3.10, RFC 2136 §3.3",
    sentence: "{opcode} is not taken from this client: REFUSED.",
    operands: { opcode: "text" },
    act: "fail",
    extendedError: ExtendedError.Prohibited,
  },
  "request.opcode-taken": {
    rfc: "RFC 1996 §3.7, RFC 2136 §3.5",
    sentence: "{opcode} is handed to whoever knows the zones; its answer comes later.",
    operands: { opcode: "text" },
    act: "answer",
  },
  "request.opcode-too-many": {
    rfc: "RFC 2136 §3.5",
    sentence: "Too many messages of the kind of {opcode} wait already: SERVFAIL.",
    operands: { opcode: "text" },
    act: "fail",
    extendedError: ExtendedError["Not Ready"],
  },
  "request.nxname": {
    rfc: "RFC 9824 §3.5",
    sentence: "NXNAME stands in denials and is no type to ask for: FORMERR.",
    operands: {},
    act: "fail",
    extendedError: ExtendedError["Invalid Query Type"],
  },
  "request.options-malformed": {
    rfc: "RFC 7873 §5.2.2",
    sentence: "The COOKIE option has a length that no cookie has: FORMERR.",
    operands: {},
    act: "fail",
  },
  "request.cookie-new": {
    rfc: "RFC 7873 §5.2.3",
    sentence: "The client brings a cookie of its own and none of ours yet: it gets one to prove its address with.",
    operands: {},
  },
  "request.cookie-invalid": {
    rfc: "RFC 7873 §5.2.4, RFC 9018 §4.3",
    sentence: "The client's server cookie is not ours, or too old: it proves nothing, and a new one is given.",
    operands: {},
    act: "reject",
  },
  "request.cookie-valid": {
    rfc: "RFC 7873 §5.2.5",
    sentence: "The client's server cookie is ours: the client receives at the address that it asks from.",
    operands: {},
  },
  "request.subnet": {
    rfc: "RFC 7871 §7.2.1",
    sentence: "The query is asked for clients in {subnet}: policies that go by place go by that.",
    operands: { subnet: "text" },
  },
  "request.subnet-unused": {
    rfc: "RFC 7871 §7.2.1",
    sentence: "The query's client subnet is malformed (FORMERR), or not asked about here: it says nothing.",
    operands: {},
    act: "reject",
  },
  "request.edns-version": {
    rfc: "RFC 6891 §6.1.3",
    sentence: "EDNS version {version} is unknown: BADVERS tells that 0 is the highest here.",
    operands: { version: "count" },
    act: "fail",
  },
  "request.no-question": {
    rfc: "RFC 7873 §5.4",
    sentence: "There is no question: {rcode}, as only a query that fetches a cookie may do without.",
    operands: { rcode: "rcode" },
    act: "fail",
  },
  "request.key-unknown": {
    rfc: "RFC 8945 §5.2.1",
    sentence: "The query is signed with a key that this server does not hold: NOTAUTH, BADKEY.",
    operands: {},
    act: "fail",
  },
  "request.signature-bad": {
    rfc: "RFC 8945 §5.2.2",
    sentence: "The query's signature is not one of the key that it names: NOTAUTH, BADSIG.",
    operands: {},
    act: "fail",
  },
  "request.signature-untimely": {
    rfc: "RFC 8945 §5.2.3",
    sentence: "The query was signed with {key} at another time than now: NOTAUTH, BADTIME.",
    operands: { key: "text" },
    act: "fail",
  },
  "request.signature-short": {
    rfc: "RFC 8945 §5.2.4",
    sentence: "The query's signature with {key} was cut short, and whole ones are wanted: NOTAUTH, BADTRUNC.",
    operands: { key: "text" },
    act: "fail",
  },
  "request.signed": {
    rfc: "RFC 8945 §5.2",
    sentence: "The query is signed with {key}: the reply will be, too.",
    operands: { key: "text" },
  },
  "request.class-refused": {
    rfc: "RFC 1035 §3.2.4",
    sentence: "Nothing is held in class {class}: REFUSED.",
    operands: { class: "text" },
    act: "fail",
    extendedError: ExtendedError["Not Authoritative"],
  },
  "request.chaos": {
    rfc: "RFC 4892 §2",
    sentence: "{name} in class CH asks who answers here, and is told.",
    operands: { name: "name" },
    act: "answer",
  },
  "request.recurses": {
    rfc: "RFC 1034 §4.3.1",
    sentence: "Recursion is wanted and allowed: the resolver takes {name} {type}.",
    operands: { name: "name", type: "type" },
  },
  "request.not-ours": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "The question is not ours to answer, nor is it resolved: REFUSED.",
    operands: {},
    act: "fail",
    extendedError: ExtendedError["Not Authoritative"],
  },
  "request.prohibited": {
    rfc: "RFC 8914 §4.19",
    sentence: "The question is not ours to answer, and this client may not have questions resolved: REFUSED.",
    operands: {},
    act: "fail",
    extendedError: ExtendedError.Prohibited,
  },
  "request.left-out": {
    rfc: "RFC 2181 §9",
    sentence:
      "{records|additional record does|additional records do} not fit into {room}: left out, as one can go on without.",
    operands: { records: "count", room: "octets" },
  },
  "request.truncated": {
    rfc: "RFC 2181 §9, RFC 7766 §5",
    sentence: "The answer does not fit into {room}: the TC bit asks the client to come again over TCP.",
    operands: { room: "octets" },
  },
  "request.answered": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "The reply is {rcode} with {answers}/{authorities}/{additionals} records, {size}.",
    operands: {
      rcode: "rcode",
      answers: "count",
      authorities: "count",
      additionals: "count",
      size: "octets",
    },
    act: "answer",
  },
});
