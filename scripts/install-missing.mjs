// Installs what package-lock.json names and node_modules lacks, then says nothing: `npm start` on a fresh clone works.
// Runs before Node 26 is there (Node 26 is one of the things it installs), so it is plain JavaScript for old Nodes.
// Compares contents, not times: a switched branch with the same lock installs nothing.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

if (isMissing()) {
  console.log("signpost: installing what is missing, once (about half a minute)");
  const outcome = install();
  if (outcome.status !== 0) {
    process.stderr.write(`${outcome.stdout || ""}${outcome.stderr || ""}`);
    console.error("signpost: could not install; is the npm registry reachable? `npm ci` tells more");
    process.exit(1);
  }
}

/** Whether a package of the lock is not in node_modules, or in another version. Optional ones may be absent. */
function isMissing() {
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  const wanted = packagesOf(join(root, "package-lock.json"));
  if (wanted === null) return false;
  if (installed === null || !existsSync(join(root, "node_modules", ".bin", "node"))) return true;
  return Object.keys(wanted).some((path) => {
    if (path === "") return false;
    const found = installed[path];
    if (found === undefined) return wanted[path].optional !== true;
    return found.version !== wanted[path].version || !existsSync(join(root, path));
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}

/** Runs npm with the Node that npm itself came with: the one in node_modules goes away while npm replaces it. */
function install() {
  const npm = process.env.npm_execpath;
  const node = process.env.npm_node_execpath;
  const words = ["ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const path = (process.env.PATH || "")
    .split(delimiter)
    .filter((folder) => !folder.endsWith(join("node_modules", ".bin")));
  const options = {
    cwd: root,
    encoding: "utf8",
    env: Object.assign({}, process.env, { PATH: path.join(delimiter) }),
    stdio: ["ignore", "pipe", "pipe"],
  };
  if (npm && node && !node.startsWith(join(root, "node_modules"))) return spawnSync(node, [npm].concat(words), options);
  return spawnSync("npm", words, Object.assign({ shell: process.platform === "win32" }, options));
}
