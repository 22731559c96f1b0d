// `node test/differential/matrix.ts > matrix.md`: what every installed peer, and we where asked for with an address
// (`--also NAME=PORT`), says to every oddity: one block a question, one line for every different answer.

import { askAll, matrixZones, startedTargets } from "./targets.ts";
import { headerOddities, sectionOddities } from "./oddities.ts";
import { renderReply } from "./render.ts";

const targets = await startedTargets(matrixZones(), process.argv.slice(2));
try {
  console.log(`# ${targets.map((target) => `${target.name} ${target.version}`).join(", ")}\n`);
  for (const [title, oddities] of [
    ["Sections", sectionOddities()],
    ["Headers and EDNS", headerOddities()],
  ] as const) {
    console.log(`## ${title}\n`);
    for (const oddity of oddities) {
      const replies = await askAll(targets, oddity.message, oddity.transport);
      const byReply = new Map<string, string[]>();
      for (const [i, reply] of replies.entries()) {
        const text = renderReply(reply);
        byReply.set(text, [...(byReply.get(text) ?? []), targets[i].name]);
      }
      console.log(`### ${oddity.title}`);
      for (const [text, names] of byReply)
        console.log(`- ${names.length === targets.length ? "ALL" : names.join(" ")}: ${text}`);
      console.log();
    }
  }
} finally {
  await Promise.all(targets.map((target) => target.stop()));
}
