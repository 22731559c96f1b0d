// Documents that were sound once: a few characters changed, left out or put in.

import fc from "fast-check";

/** Mutations of `sample`, with `characters` to put in, in UTF-8. */
export function mutationsOf(sample: string, characters: string): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const edit = fc.tuple(fc.nat(sample.length), fc.nat(3), fc.constantFrom(...characters.split("")));
  return fc.array(edit, { maxLength: 4 }).map((edits) => {
    let text = sample;
    for (const [at, cut, put] of edits) text = text.slice(0, at) + put + text.slice(at + cut);
    return new TextEncoder().encode(text);
  });
}
