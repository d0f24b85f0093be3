// Run by build.py in the folder that holds node_modules: node build.mjs <sources> <target>
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// Packages lie beside the working folder, not beside this file. sass's own command line asks for a newer Node.
const require = createRequire(join(process.cwd(), "package.json"));
const sass = require("sass");
const esbuild = require("esbuild");
const [sources, target] = process.argv.slice(2);

mkdirSync(join(target, "css"), { recursive: true });
for (const name of ["office", "public"]) {
  const { css } = sass.compile(join(sources, "styles", `${name}.scss`), {
    loadPaths: [process.cwd(), join(process.cwd(), "node_modules")],
    quietDeps: true,
    style: "compressed",
  });
  writeFileSync(join(target, "css", `${name}.css`), css);
}
esbuild.buildSync({
  entryPoints: [join(sources, "js/index.js")],
  outfile: join(target, "js/look.js"),
  nodePaths: [join(process.cwd(), "node_modules")],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
