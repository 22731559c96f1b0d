// Writes docs/configuration.md and docs/signpost.schema.json: what the table of keys looks like for people and for
// editors. Run it after changing src/server/config/; a test holds that both are what the table says.

import { writeFileSync } from "node:fs";
import { isSayable, variableOf } from "../src/server/config/leaves.ts";
import { type Key, type Keys, type Shape, expected } from "../src/server/config/shape.ts";
import { table } from "../src/server/config/table.ts";

const opening = `# Configuration

<!-- Written by scripts/configuration-page.ts from src/server/config/table.ts: change it there. -->

Signpost needs no configuration. What you want otherwise stands in \`signpost.yaml\`, which \`signpost serve\` reads from
the working directory, or from where \`-c\` says:

\`\`\`yaml
dns:
  listen: ["127.0.0.1:5300", "[::1]:5300"]
  workers: 2
zones: ./zones
\`\`\`

- What the call says wins over variables, variables win over the file, the file wins over the defaults.
- A variable's name is the key's: \`SIGNPOST_DNS_WORKERS=2\` says \`dns.workers\`; the items of a list stand between commas.
- A path in the file is relative to the file's directory, any other path to the working directory.
- \`null\` as a variable or a word is null where the key may be that; so is an empty variable, but not where a path is meant.
- A variable that is nearly a setting's name, or of a key with sections inside, is warned of.
- An unknown key is an error that names the key, its line and the nearest known key. So is a wrong value.
- Nothing listens beyond loopback unless \`dns.listen\` or \`api.listen\` says so.
`;

export function configurationPage(): string {
  const sections = (table.kind === "section" ? Object.entries(table.keys) : []).map(([name, key]) =>
    pageSection(name, key),
  );
  return `${opening}\n${sections.join("\n")}`;
}

/** JSON Schema, draft 2020-12, of a whole signpost.yaml. */
export function configurationSchema(): object {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title: "signpost.yaml", ...schemaOf(table) };
}

function pageSection(name: string, key: Key): string {
  const rows = rowsOf(name, key);
  const head = "| key | default | expected | meaning |\n|---|---|---|---|";
  return `## ${name}\n\n${key.doc}\n\n${head}\n${rows.join("\n")}\n`;
}

function rowsOf(path: string, key: Key): string[] {
  if (key.shape.kind === "section") return keyRows(path, key.shape.keys);
  const form =
    key.shape.kind === "list" && key.shape.of.kind === "section"
      ? "a list of sections, each with the keys below"
      : expected(key.shape);
  const standard = key.fallback === undefined ? "*must be said*" : `\`${JSON.stringify(key.fallback)}\``;
  const meaning = isSayable(key.shape) && !path.includes("[]") ? `${key.doc} \`${variableOf(path)}\`` : key.doc;
  const row = `| \`${path}\` | ${standard} | ${form.replaceAll("|", "\\|")} | ${meaning} |`;
  if (key.shape.kind !== "list" || key.shape.of.kind !== "section") return [row];
  return [row, ...keyRows(`${path}[]`, key.shape.of.keys)];
}

function keyRows(path: string, keys: Keys): string[] {
  return Object.entries(keys).flatMap(([name, key]) => rowsOf(`${path}.${name}`, key));
}

function schemaOf(shape: Shape): object {
  switch (shape.kind) {
    case "flag":
      return { type: "boolean" };
    case "integer":
      return { type: "integer", minimum: shape.least, maximum: shape.most };
    case "text":
      return { type: "string", description: shape.form.expected };
    case "choice":
      return { enum: shape.words };
    case "optional":
      return { anyOf: [schemaOf(shape.of), { type: "null" }] };
    case "list":
      return { type: "array", items: schemaOf(shape.of) };
    case "map":
      return { type: "object", additionalProperties: schemaOf(shape.of) };
    case "section": {
      const keys = Object.entries(shape.keys);
      const properties = Object.fromEntries(keys.map(([name, key]) => [name, schemaOfKey(key)]));
      const required = keys.filter(([, key]) => key.fallback === undefined).map(([name]) => name);
      return { type: "object", additionalProperties: false, properties, ...(required.length > 0 ? { required } : {}) };
    }
  }
}

function schemaOfKey(key: Key): object {
  const schema = schemaOf(key.shape);
  const standard = key.fallback === undefined || key.shape.kind === "section" ? {} : { default: key.fallback };
  return { ...schema, description: key.doc, ...standard };
}

if (import.meta.main) {
  const docs = new URL("../docs/", import.meta.url);
  writeFileSync(new URL("configuration.md", docs), configurationPage());
  writeFileSync(new URL("signpost.schema.json", docs), `${JSON.stringify(configurationSchema(), null, 2)}\n`);
}
