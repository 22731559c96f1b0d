// The configuration of a call: signpost.yaml, or the file that the call names, under the variables and the call's own words. What is wrong
// ends the call with a sentence for each fault: with 2 where only its words are wrong, else with 1 (./program.ts).

import { type Config, loadConfig, type Override } from "../server/config.ts";
import { Failure } from "./program.ts";

/** `file`: undefined where the call names none. */
export function configuration(file: string | undefined, words: readonly Override[] = []): Config {
  const { config, faults } = loadConfig(file ?? null, words, process.env);
  if (faults.length === 0) return config;
  const isMisspoken = faults.every(({ place }) => words.some((word) => word.place === place));
  const sentences = faults.map(({ place, message }) => `${place}: ${message}.`);
  throw new Failure(isMisspoken ? 2 : 1, sentences.join("\nsignpost: "));
}

/** A word of the call for a key; none where it was not said. */
export function wordFor(option: string, path: string, said: string | readonly string[] | undefined): Override[] {
  return said === undefined ? [] : [{ place: option, path, words: [said].flat() }];
}
