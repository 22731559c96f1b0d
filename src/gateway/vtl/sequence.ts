// Pieces of a template to one statement: neighbouring texts become one, and a block of one piece is that piece. What runs
// most in a template runs here, so it allocates nothing.

import type { Ending, Frame, Statement } from "./frame.ts";

export function sequence(pieces: readonly (string | Statement)[]): Statement {
  const statements: Statement[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") statements.push(textStatement(text));
    text = "";
  };
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
    } else {
      flush();
      statements.push(piece);
    }
  }
  flush();
  if (statements.length === 1) return statements[0];
  return (frame: Frame): Ending => {
    for (let i = 0; i < statements.length; i++) {
      const ending = statements[i](frame);
      if (ending !== "next") return ending;
    }
    return "next";
  };
}

function textStatement(text: string): Statement {
  return (frame) => {
    frame.put(text);
    return "next";
  };
}
