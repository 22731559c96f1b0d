// Texts of an API that name stage variables, `${stageVariables.NAME}`: URIs of integrations and authorizers, connections and
// roles (AWS guide: aws-api-gateway-stage-variables-reference). Compiled once; a text without any costs nothing.
// A variable that the stage has not is empty, as at AWS.

import type { Exchange } from "./exchange.ts";

export interface StageText {
  /** The text where it names no variable, else null. */
  readonly constant: string | null;
  readonly of: (exchange: Exchange) => string;
}

const variable = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g;

export function compileStageText(text: string): StageText {
  const names = [...text.matchAll(variable)].map(([, name]) => name);
  if (names.length === 0) return { constant: text, of: () => text };
  const texts = text.split(/\$\{stageVariables\.[A-Za-z0-9_]+\}/);
  return {
    constant: null,
    of({ stageVariables }) {
      let whole = texts[0];
      for (let i = 0; i < names.length; i++) whole += (stageVariables[names[i]] ?? "") + texts[i + 1];
      return whole;
    },
  };
}
