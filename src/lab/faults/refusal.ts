// Servers that answer with a response code and nothing else (RFC 1035 §4.1.1), whatever they know, and servers that do
// so, or worse, when they meet EDNS (RFC 6891 §7 says what to answer instead).

import { Rcode } from "../../dns/codes.ts";
import { readMessage } from "../scenario/message.ts";
import type { Asked, Handler } from "../simulated-network.ts";
import { askedWith, changing, fault, replyWith } from "./kind.ts";

function always(rcode: number): () => Handler {
  return () => (asked) => replyWith(asked, { rcode });
}

function hasEdns(asked: Asked): boolean {
  const query = readMessage(asked.octets);
  return query !== null && query.edns !== null;
}

function onEdns(act: (asked: Asked) => ReturnType<Handler>): (inner: Handler) => Handler {
  return (inner) => (asked) => (hasEdns(asked) ? act(asked) : inner(asked));
}

export const refusals = {
  refused: fault("answers REFUSED: it was never told of the zone, or not of this client", {}, always(Rcode.REFUSED)),
  servfail: fault("answers SERVFAIL: its zone expired or does not load", {}, always(Rcode.SERVFAIL)),
  notimp: fault("answers NOTIMP: some middlebox that knows only types of its own time", {}, always(Rcode.NOTIMP)),
  "formerr-on-edns": fault(
    "answers FORMERR to queries with EDNS, without EDNS, as servers from before 1999 do",
    {},
    onEdns((asked) => replyWith(asked, { rcode: Rcode.FORMERR })),
  ),
  "drops-edns": fault(
    "does not answer queries with EDNS: a firewall that takes them for an attack",
    {},
    onEdns(() => []),
  ),
  "strips-edns": fault("takes no notice of EDNS: answers as if the query had none", {}, (inner) => {
    const plain = changing(inner, (message) => ({ ...message, edns: null }));
    return (asked) => {
      const query = readMessage(asked.octets);
      return query === null ? plain(asked) : plain(askedWith(asked, { ...query, edns: null }));
    };
  }),
  badvers: fault(
    "answers BADVERS to every EDNS version, the one that exists included",
    {},
    onEdns((asked) =>
      replyWith(asked, { rcode: Rcode.BADVERS, edns: { dnssecOk: false, options: new Uint8Array(0) } }),
    ),
  ),
};
