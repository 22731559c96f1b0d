// Random signed internets, and what unbound and knot-resolver make of them: the same as we do. SEEDS=1,2,3 chooses others.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeRandomWorld } from "./random-world.ts";
import { openLabAt } from "./support.ts";
import { disagreements, hasValidators, whyNot } from "./validators.ts";

const seeds = (process.env["SEEDS"] ?? "1,9").split(",").map(Number);

test.skipIf(!hasValidators).each(seeds)(
  `a random internet of seed %i is judged by us as by unbound and knot-resolver${whyNot}`,
  (seed) => {
    const folder = mkdtempSync(join(tmpdir(), "signpost-world-"));
    // Knot-resolver finds no DS above the root, which has none, and fails.
    // Unbound looks for a signature at the CNAME that a DNAME implies when that is what is asked for (RFC 6672 §5.3.1 has none).
    const questions = writeRandomWorld(folder, seed, 80).filter(
      (question) => !/^q\.old\b.* CNAME$|^\. DS$/.test(question),
    );
    const found = disagreements(openLabAt(folder), questions);
    if (process.env["KEEP"] === undefined) rmSync(folder, { recursive: true });
    expect(found, `SEEDS=${seed}, ${folder}`).toEqual([]);
  },
  120_000,
);
