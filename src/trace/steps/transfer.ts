// What is decided about a query for a whole zone. All ids begin with `transfer.`.
// Who notes them: src/authority/transferring.ts.

import { ExtendedError } from "../../dns/codes.ts";
import { steps } from "../step.ts";

export const transferSteps = steps({
  "transfer.not-ours": {
    rfc: "RFC 5936 §2.2.1",
    sentence: "A transfer of {name} is asked for, which is no zone of ours: NOTAUTH.",
    operands: { name: "name" },
    act: "fail",
  },
  "transfer.datagram": {
    rfc: "RFC 5936 §4.2",
    sentence: "A transfer of {name} is asked for over UDP, which carries none: NOTIMP.",
    operands: { name: "name" },
    act: "fail",
  },
  "transfer.prohibited": {
    rfc: "RFC 5936 §5",
    sentence: "A transfer of {name} is asked for, and neither the client's address nor its key may have it: REFUSED.",
    operands: { name: "name" },
    act: "fail",
    extendedError: ExtendedError.Prohibited,
  },
  "transfer.policies": {
    rfc: "RFC 5936 §3",
    sentence:
      "{name} chooses among {policies|set|sets} by policy or alias, which no record says: its transfer is REFUSED.",
    operands: { name: "name", policies: "count" },
    act: "fail",
    extendedError: ExtendedError["Not Supported"],
  },
  "transfer.signed-online": {
    rfc: "RFC 5936 §3",
    sentence: "{name} is signed as it is answered, so its signatures stand nowhere: its transfer is REFUSED.",
    operands: { name: "name" },
    act: "fail",
    extendedError: ExtendedError["Not Supported"],
  },
  "transfer.https": {
    rfc: "RFC 8484 §6",
    sentence: "A transfer of {name} is asked for over HTTPS, which has room for one message: REFUSED.",
    operands: { name: "name" },
    act: "fail",
    extendedError: ExtendedError["Not Supported"],
  },
  "transfer.current": {
    rfc: "RFC 1995 §2",
    sentence:
      "The client has {name} with serial {theirs}, and ours is {ours}: the SOA alone says that it is up to date.",
    operands: { name: "name", theirs: "count", ours: "count" },
    act: "answer",
  },
  "transfer.soa-alone": {
    rfc: "RFC 1995 §2",
    sentence: "{name} has changed, and UDP has no room for it: the SOA alone makes the client come over TCP.",
    operands: { name: "name" },
    act: "answer",
  },
  "transfer.begins": {
    rfc: "RFC 5936 §2.2",
    sentence: "{name} is sent whole, as it is now.",
    operands: { name: "name" },
    act: "answer",
  },
  "transfer.increments": {
    rfc: "RFC 1995 §4",
    sentence:
      "What has changed in {name} between serial {theirs} and ours, {ours}, is sent; where that is not known, the whole zone.",
    operands: { name: "name", theirs: "count", ours: "count" },
    act: "answer",
  },
  "transfer.too-many": {
    rfc: "RFC 5936 §5",
    sentence: "Too many transfers wait already, or the thread that sends them is away: SERVFAIL for {name}.",
    operands: { name: "name" },
    act: "fail",
    extendedError: ExtendedError["Not Ready"],
  },
});
