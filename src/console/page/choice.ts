// Why a policy chose what it chose, and what else it could have: the tree of GET /_signpost/explain (docs/routing.md), for
// names of our own zones that have one. Health and chances are the server's, of this moment.

import { type Child, element, paragraph } from "./elements.ts";
import { jsonOf, Refusal } from "./server.ts";

interface Explained {
  readonly zone: string | null;
  readonly client: string;
  readonly choice: Group | string;
  readonly answers: readonly {
    readonly values: readonly string[];
    readonly ttlSeconds: number;
    readonly chance: number;
  }[];
  readonly noAnswer: number;
}

interface Group {
  readonly policy: string;
  readonly sets: readonly SetInGroup[];
}

interface SetInGroup {
  readonly identifier: string;
  readonly health: string;
  readonly healthCheck: string | null;
  readonly regard: string;
  readonly chance: number;
  readonly target: { readonly name: string; readonly group: Group | string } | null;
}

/** null where nothing was there to choose from. */
export async function choicePanel(asked: URLSearchParams): Promise<HTMLElement | null> {
  const explained = await jsonOf<Explained>(`/_signpost/explain?${asked.toString()}`).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (explained === null || typeof explained.choice === "string") return null;
  const { choice, answers, noAnswer, client } = explained;
  return element(
    "section",
    { class: "choice" },
    element("h2", {}, `How it is chosen for ${client}`),
    groupList(choice),
    paragraph("What can be answered:"),
    element(
      "ul",
      {},
      ...answers.map(({ values, ttlSeconds, chance }) =>
        element("li", {}, percent(chance), " ", element("code", {}, values.join(", ")), ` for ${ttlSeconds} s`),
      ),
      noAnswer > 0 ? element("li", {}, percent(noAnswer), " no data") : null,
    ),
  );
}

function groupList({ policy, sets }: Group): HTMLElement {
  return element(
    "div",
    { class: "group" },
    element("span", { class: "policy" }, policy),
    element("ul", {}, ...sets.map(setItem)),
  );
}

function setItem({ identifier, health, healthCheck, regard, chance, target }: SetInGroup): HTMLElement {
  const isWell = health === "healthy";
  const facts: Child[] = [
    percent(chance),
    " ",
    element("strong", {}, identifier === "" ? "the only one" : identifier),
    regard === "" ? null : ` ${regard}`,
    isWell && healthCheck === null ? null : element("span", { class: isWell ? "well" : "ill" }, ` ${health}`),
  ];
  if (target === null) return element("li", { class: chance > 0 ? "" : "unused" }, ...facts);
  const below = typeof target.group === "string" ? ` (${target.group})` : groupList(target.group);
  return element("li", { class: chance > 0 ? "" : "unused" }, ...facts, ` → ${target.name}`, below);
}

function percent(chance: number): string {
  const hundredths = chance * 100;
  return `${hundredths > 0 && hundredths < 1 ? hundredths.toFixed(1) : Math.round(hundredths)} %`;
}
