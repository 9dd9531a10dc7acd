// Builds web/static from this folder: bundles with esbuild, lowers CSS to the office browsers with lightningcss,
// names every file by its content and writes manifest.json (plain name -> file name).
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleAsync, transform } from "lightningcss";
import { decimalsInFeel } from "./decimals.mjs";
import { withoutUnusedComponents } from "./pruning.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static");

// 信创 and 360 desktops: Chromium 100 is the oldest that must work.
const OLDEST_CHROMIUM = 100;
const BROWSERS = { chrome: OLDEST_CHROMIUM << 16 };

const SCRIPTS = ["app", "viewer", "form"];
const SHEETS = ["app", "viewer", "form"];
const COPIES = ["icons.svg", "favicon.svg"];

// Our own sheets; what is newer than the oldest browser and cannot be written in older CSS is refused in them. Third-party
// sheets may use it: Tabler only tints with it, and banjian.css sets every colour that carries a meaning.
const OWN_SHEETS = readdirSync(here).filter((name) => name.endsWith(".css"));
const NOT_LOWERABLE =
  /light-dark\(|(?:oklch|oklab|rgb|hsl|lab|lch)\(\s*from\b|color-mix\(|:has\(|\bsubgrid\b|\d[dsl]v[hwib]\b|@container\b|@scope\b|@starting-style\b/;

function refuseWhatCannotBeLowered(name) {
  const source = readFileSync(join(here, name));
  const lines = transform({ filename: name, code: source, targets: BROWSERS }).code.toString().split("\n");
  const offending = lines.find((line) => NOT_LOWERABLE.test(line));
  if (offending) {
    throw new Error(`${name}: Chromium ${OLDEST_CHROMIUM} does not know this and it cannot be lowered: ${offending.trim()}`);
  }
}

async function scripts() {
  const { outputFiles } = await build({
    entryPoints: SCRIPTS.map((name) => join(here, `${name}.js`)),
    outdir: target,
    bundle: true,
    format: "iife",
    minify: true,
    target: [`chrome${OLDEST_CHROMIUM}`],
    plugins: [decimalsInFeel],
    charset: "utf8",
    legalComments: "eof",
    logLevel: "warning",
    write: false,
  });
  return outputFiles.map((file, index) => [`${SCRIPTS[index]}.js`, Buffer.from(file.contents)]);
}

async function sheets() {
  OWN_SHEETS.forEach(refuseWhatCannotBeLowered);
  return Promise.all(SHEETS.map(async (name) => [`${name}.css`, await sheet(join(here, `${name}.css`))]));
}

async function sheet(filename) {
  const read = (path) => {
    const source = readFileSync(path, "utf8");
    return path.includes("@tabler") ? withoutUnusedComponents(path, source) : source;
  };
  const { code } = await bundleAsync({ filename, minify: true, targets: BROWSERS, resolver: { read } });
  return Buffer.from(code);
}

function hashedName(name, content) {
  const extension = extname(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  return `${name.slice(0, -extension.length)}-${hash}${extension}`;
}

function write(files) {
  mkdirSync(target, { recursive: true });
  const manifest = Object.fromEntries(files.map(([name, content]) => [name, hashedName(name, content)]));
  for (const [name, content] of files) writeFileSync(join(target, manifest[name]), content);
  // The manifest goes last: a server that starts meanwhile finds every file that it names.
  writeFileSync(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  const current = new Set([...Object.values(manifest), "manifest.json"]);
  for (const old of readdirSync(target)) if (!current.has(old)) rmSync(join(target, old), { recursive: true });
}

const copies = COPIES.map((name) => [name, readFileSync(join(here, name))]);
write([...(await scripts()), ...(await sheets()), ...copies]);
