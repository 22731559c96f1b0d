// What every operation on functions is given: who calls, when, and chance; what operations share: storage, code, what is
// declared in files. An operation is a function (work, input) -> output that throws a ServiceFault, and then nothing of it
// is left. Read next: ./function-store.ts.

import type { Random } from "../../base/random.ts";
import type { Tables } from "../../base/tables.ts";
import type { CodeTools } from "./code.ts";

/** Who calls, and when. */
export interface FunctionContext {
  /** The account's twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  readonly random: Random;
}

/** A function that the configuration names: it is there in every account and region, and the API cannot change it. */
export interface DeclaredFunction {
  readonly name: string;
  /** What it runs, for its description. */
  readonly source: string;
  readonly handler: string;
}

export interface FunctionSettings {
  readonly code: CodeTools;
  readonly declared: (name: string) => DeclaredFunction | null;
  readonly allDeclared: () => readonly DeclaredFunction[];
  /** Where the zip of a version can be fetched, for GetFunction; null where there is no such place. */
  readonly codeLocation: (codeSha256: string) => string | null;
}

export interface Work {
  readonly tables: Tables;
  readonly context: FunctionContext;
  readonly settings: FunctionSettings;
  /** SHA-256 of code that this operation may have left without a version. */
  readonly unused: Set<string>;
}
