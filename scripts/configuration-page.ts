// Writes docs/configuration.md and docs/signpost.schema.json from the table of keys.
// Run it after changing src/server/config/: node scripts/configuration-page.ts

import { writeFileSync } from "node:fs";
import { configurationPage, configurationSchema } from "../src/server/config/page.ts";

const docs = new URL("../docs/", import.meta.url);
writeFileSync(new URL("configuration.md", docs), configurationPage());
writeFileSync(new URL("signpost.schema.json", docs), `${JSON.stringify(configurationSchema(), null, 2)}\n`);
