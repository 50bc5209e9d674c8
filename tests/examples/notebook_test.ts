/**
 * The notebook of `examples/`, executed in a copy with Deno's kernel by
 * Debian's nbconvert: `apt-get install jupyter-nbconvert jupyter-client
 * python3-ipykernel`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { withFolder } from "../_folder.ts";

const PYTHON = "/usr/bin/python3";
const root = fileURLToPath(new URL("../..", import.meta.url));

async function hasNbconvert(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(PYTHON, {
      args: ["-c", "import nbconvert, jupyter_client"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

const isThere = await hasNbconvert();

interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
  readonly text?: string | readonly string[];
}

interface Notebook {
  readonly cells: {
    readonly cell_type: string;
    source: string | string[];
    readonly outputs?: readonly Output[];
  }[];
}

const isCode = ({ cell_type }: Notebook["cells"][number]) =>
  cell_type === "code";

/**
 * Deno's kernel sends what is displayed by the side, and may send before it
 * that the cell is at its end: nbconvert then hears no more of that cell.
 */
const LINGER = "\nawait new Promise((end) => setTimeout(end, 500));";

/** A folder like the repository's, where results go nowhere else. */
async function copyTo(folder: string): Promise<string> {
  const own = (path: string) =>
    path.startsWith("./")
      ? new URL(`../../${path}`, import.meta.url).href
      : path;
  const imports = Object.fromEntries(
    Object.entries(config.imports).map(([name, path]) => [name, own(path)]),
  );
  await Deno.writeTextFile(
    join(folder, "deno.json"),
    JSON.stringify({ nodeModulesDir: "none", imports }),
  );
  await Deno.symlink(join(root, "datasets"), join(folder, "datasets"));
  const examples = join(folder, "examples");
  await Deno.mkdir(examples);
  await Deno.copyFile(
    join(root, "examples/owl.jpg"),
    join(examples, "owl.jpg"),
  );
  const text = await Deno.readTextFile(join(root, "examples/doodles.ipynb"));
  const notebook: Notebook = JSON.parse(text);
  for (const cell of notebook.cells.filter(isCode)) {
    // Fewer pictures and epochs: what is shown is the same.
    cell.source = [cell.source].flat().join("")
      .replace("count: 1600", "count: 96")
      .replace("oneCycle(8", "oneCycle(2")
      .replace("size: 32", "size: 16") + LINGER;
  }
  await Deno.writeTextFile(
    join(examples, "doodles.ipynb"),
    JSON.stringify(notebook),
  );
  return examples;
}

async function run(
  command: string,
  args: readonly string[],
  options: Deno.CommandOptions,
): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, {
    ...options,
    args: [...args],
    stdout: "null",
    stderr: "piped",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

const asText = (part: string | readonly string[] = "") =>
  [part].flat().join("");

/** The drawing within markup. */
function svgIn(data: Output["data"]): string {
  const [, encoded = ""] = /data:image\/svg\+xml;base64,([^"]+)/
    .exec(asText(data?.["text/html"])) ?? [];
  return atob(encoded);
}

Deno.test({
  name: isThere
    ? "the example notebook shows a pipeline, a batch, a training, a confusion matrix and a prediction"
    : "the example notebook shows what it trains (not executed: no jupyter-nbconvert)",
  ignore: !isThere,
  fn: () =>
    withFolder(async (folder) => {
      const examples = await copyTo(folder);
      const env = {
        XDG_DATA_HOME: join(folder, "data"),
        JUPYTER_DATA_DIR: join(folder, "data/jupyter"),
        JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
        IPYTHONDIR: join(folder, "ipython"),
        LEAT_CACHE_HOME: join(folder, "cache"),
        NO_COLOR: "1",
      };
      // Here and not in the user's own folder.
      await run(Deno.execPath(), ["jupyter", "--install"], { env });
      await run(PYTHON, [
        "-m",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--ExecutePreprocessor.timeout=600",
        "--ExecutePreprocessor.kernel_name=deno",
        "--output",
        "executed.ipynb",
        "doodles.ipynb",
      ], { cwd: examples, env });
      const executed: Notebook = JSON.parse(
        await Deno.readTextFile(join(examples, "executed.ipynb")),
      );
      const cells = executed.cells.filter(isCode);
      const outputs = cells.map(({ outputs = [] }) => outputs);
      // Nothing but displays: no line is printed, and no error.
      assert.deepEqual(
        outputs.map((each) => each.map(({ output_type }) => output_type)),
        [
          ["display_data"],
          ["display_data"],
          ["display_data", "display_data"],
          ["display_data"],
          ["display_data"],
          [],
        ],
      );
      const [pipeline, batch, training, confusion, prediction] = outputs.map(
        (each) => each.map(({ data = {} }) => data),
      );
      assert.match(
        svgIn(pipeline?.[0]),
        /^<svg .*images\(from: drawn-doodles\)/s,
      );
      const png = atob(asText(batch?.[0]?.["image/png"]).replaceAll("\n", ""));
      assert.equal(png.slice(1, 4), "PNG");
      // One display, which changed until its end.
      const live = asText(training?.[0]?.["text/html"]);
      assert.match(live, /training 1\/2.*training 2\/2.*image\/svg\+xml/s);
      assert.doesNotMatch(live, /Preparing|step \d/);
      assert.match(asText(training?.[1]?.["text/html"]), /error_rate/);
      assert.match(svgIn(confusion?.[0]), /the model said/);
      assert.match(
        asText(prediction?.[0]?.["text/html"]),
        /data:image\/jpeg;base64,.*alt="owl\.jpg"/s,
      );
      await Deno.remove(join(folder, "datasets"));
    }),
});
