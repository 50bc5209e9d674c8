/**
 * A folder with the page of `deno task serve`, which runs the model in the
 * browser. It is made of the files of that page; one of them, which asks the
 * server, gives way to another of its name that asks the model.
 *
 * @module
 */
import { noPageFor } from "../../base/errors/export.ts";
import { packageFile } from "../data/package_file.ts";
import type { Files } from "./ask_files.ts";
import { clientFiles, PAGE_FOLDER, pageFile, script } from "./client_files.ts";
import type { StoredModel } from "../../engine/model/read_model.ts";
import type { Facts } from "./facts.ts";
import { familiarFiles } from "./familiar_files.ts";

const SERVED = "src/app/serve/page";

/** What computes in the browser, in the order in which it is loaded. */
const SCRIPTS = [
  { file: "@tensorflow/tfjs-core/dist/tf-core.es2017.min.js" },
  { file: "@tensorflow/tfjs-converter/dist/tf-converter.es2017.min.js" },
  {
    file:
      "@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.es2017.min.js",
  },
  { file: "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js" },
] as const;

/** What one of them loads: which one depends on the processor. */
const MODULES = [
  { file: "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm" },
  { file: "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm" },
  {
    file:
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm",
  },
] as const;

/** tfjs says its licence in each file; its text comes with another package. */
const LICENCE = { file: "sharp/LICENSE" } as const;

/** Where they stand. */
const TFJS = "tfjs";

/** Nothing comes from elsewhere; what is asked goes nowhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const WAITING = "One moment: the page asks what this model knows.";
const LOADING = "One moment: the model is loaded.";

const basename = (file: string) => file.slice(file.lastIndexOf("/") + 1);

/**
 * A file of a package that Leat itself does not load: where packages are
 * fetched when they are first needed, this is when.
 */
async function fileOf({ file }: { readonly file: string }) {
  const [, name] = /^((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  const path = await packageFile(file).catch(async () => {
    await import(`${name}/package.json`, { with: { type: "json" } })
      .catch(() => {});
    return await packageFile(file);
  });
  return await Deno.readFile(path);
}

/** Puts something into the place of what must be there. */
function replaced(text: string, before: string | RegExp, after: string) {
  const changed = text.replace(before, () => after);
  if (changed !== text) return changed;
  throw new TypeError(`Cannot make a page of page.html: it has no ${before}`);
}

/** The page without what only a server has. */
function indexPage(page: string): string {
  const scripts = SCRIPTS.map(({ file }) =>
    `<script defer src="${TFJS}/${basename(file)}"></script>`
  );
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<script defer src="from_file.js"></script>',
    ...scripts,
    '<script type="module" src="page.mjs"></script>',
  ].join("\n    ");
  const own = replaced(
    page,
    /<!-- served -->[^]*?<!-- \/served -->/g,
    "",
  );
  return replaced(
    replaced(own, WAITING, LOADING),
    '<script type="module" src="page.mjs"></script>',
    head,
  );
}

/**
 * Looks whether a model can be asked by a page.
 *
 * @throws {PipelineError} when only its own pipeline can read what it is given
 */
export function checkPage({ pipeline, image, columns }: Facts): void {
  if (image || columns) return;
  throw noPageFor(pipeline, "what only an input of its own makes of a file");
}

/** What asks the graph that explains answers, where there is one. */
async function explainFiles(graph: Files): Promise<Files> {
  if (!graph.has("explain/known.json")) return new Map();
  const explained = "src/engine/insight/explained.ts";
  return new Map([
    ["explain.mjs", await pageFile(`${PAGE_FOLDER}/explain.mjs`)],
    ["explain/explained.js", await script(explained)],
  ]);
}

/**
 * The files of such a folder.
 *
 * @param graph the model, as of `--to tfjs`, and what explains its answers
 */
export async function webFiles(
  graph: Files,
  facts: Facts,
  model: Pick<StoredModel, "familiarity">,
): Promise<Files> {
  const page = new TextDecoder().decode(await pageFile(`${SERVED}/page.html`));
  const files = new Map<string, Uint8Array>([
    ["index.html", new TextEncoder().encode(indexPage(page))],
  ]);
  for (const name of ["ask.mjs", "from_file.js"]) {
    files.set(name, await pageFile(`${PAGE_FOLDER}/${name}`));
  }
  const shared = [
    "page.css",
    ...["page", "camera", "heat", "result", "row_form"].map((name) =>
      `${name}.mjs`
    ),
  ];
  for (const name of shared) {
    files.set(name, await pageFile(`${SERVED}/${name}`));
  }
  for (const each of [...SCRIPTS, ...MODULES]) {
    files.set(`${TFJS}/${basename(each.file)}`, await fileOf(each));
  }
  files.set(`${TFJS}/LICENSE`, await fileOf(LICENCE));
  for (const [name, bytes] of graph) {
    files.set(name.startsWith("explain/") ? name : `model/${name}`, bytes);
  }
  return new Map([
    ...files,
    ...await explainFiles(graph),
    ...await familiarFiles(model, graph),
    ...await clientFiles(facts),
  ]);
}
