// A resolver's thread for tests of its death: it answers every question NXDOMAIN at once, but "die." it dies of, and "hang." it
// never answers.

import { parentPort } from "node:worker_threads";
import { Rcode } from "../../src/dns/codes.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { composeReply, questionOf } from "../../src/resolver/reply.ts";
import { sharedSeconds } from "../../src/net/shared-time.ts";
import { AnswerBatch, eachQuestion } from "../../src/server/resolver-messages.ts";
import type { ResolverOrder } from "../../src/server/resolver-requests.ts";

parentPort!.on("message", (order: ResolverOrder) => {
  if (order.kind === "stop") process.exit(0);
  if (order.kind === "request") parentPort!.postMessage({ kind: "reply", number: order.number, reply: null });
  if (order.kind !== "line") return;
  const { port } = order;
  port.on("message", (batch: Uint8Array) => {
    const answers = new AnswerBatch();
    eachQuestion(batch, ({ token, key }) => {
      const question = questionOf(key.slice());
      const name = printName(question.name.wire);
      if (name === "die.") process.exit(3);
      if (name !== "hang.") answers.add(token, composeReply(key.slice(), resolution(question), sharedSeconds()));
    });
    const reply = answers.take();
    if (reply !== null) port.postMessage(reply);
  });
});
parentPort!.postMessage({ kind: "ready" });

function resolution(question: ReturnType<typeof questionOf>): Parameters<typeof composeReply>[1] {
  return {
    question, rcode: Rcode.NXDOMAIN, answer: [], authority: [], additional: [], security: "unchecked", extendedErrors: [],
    ttlSeconds: 0, stale: false, upstreamQueries: 0,
  }; // prettier-ignore
}
