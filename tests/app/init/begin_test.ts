import assert from "node:assert/strict";
import { join } from "node:path";
import { begin } from "../../../src/app/init/begin.ts";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import { withFolder } from "../../_folder.ts";

const VERSION = "1.2.3";

const FILES = [
  "deno.json",
  "pipelines/pets.ts",
  "tests/pets_test.ts",
  ".gitignore",
  ".github/workflows/verify.yml",
];

async function refusal(folder: string): Promise<PipelineError> {
  try {
    await begin(folder, VERSION);
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
  throw new Error("It was not refused");
}

/** The files below a folder. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) found.push(name);
    else {
      const below = await filesOf(join(folder, name));
      found.push(...below.map((each) => `${name}/${each}`));
    }
  }
  return found.sort();
}

Deno.test("begin() writes a repository into an empty folder, and nothing the second time", () =>
  withFolder(async (folder) => {
    const { written, kept, origin } = await begin(folder, VERSION);
    assert.deepEqual(written, FILES);
    assert.deepEqual(kept, []);
    assert.deepEqual(origin, { type: "registry" });
    assert.deepEqual(await filesOf(folder), FILES.toSorted());
    const again = await begin(folder, VERSION);
    assert.deepEqual(again.written, []);
    assert.deepEqual(again.kept, FILES);
  }));

Deno.test("begin() makes the folder, and those above it", () =>
  withFolder(async (folder) => {
    const deep = join(folder, "a b/ü");
    await begin(deep, VERSION);
    assert.deepEqual(await filesOf(deep), FILES.toSorted());
  }));

Deno.test("begin() goes on where it was ended", () =>
  withFolder(async (folder) => {
    await begin(folder, VERSION);
    await Deno.remove(join(folder, ".gitignore"));
    await Deno.remove(join(folder, "pipelines"), { recursive: true });
    const { written } = await begin(folder, VERSION);
    assert.deepEqual(written, ["pipelines/pets.ts", ".gitignore"]);
  }));

Deno.test("begin() names the versions of Leat and Deno", () =>
  withFolder(async (folder) => {
    await begin(folder, VERSION);
    const config = JSON.parse(
      await Deno.readTextFile(join(folder, "deno.json")),
    );
    assert.deepEqual(config.imports, { leat: "npm:leat@1.2.3" });
    assert.equal(config.nodeModulesDir, "auto");
    assert.equal(config.tasks.train, "leat train");
    assert.equal(config.tasks.test, "deno test --allow-all");
    const workflow = await Deno.readTextFile(
      join(folder, ".github/workflows/verify.yml"),
    );
    assert.match(workflow, /deno-version: 2\.9\.6\n/);
    assert.match(workflow, /run: deno install\n/);
    assert.match(workflow, /run: deno task verify pets --frozen\n/);
    assert.doesNotMatch(workflow, /DENO_VERSION|INSTALL/);
  }));

Deno.test("begin() takes Leat from where package.json takes it", () =>
  withFolder(async (folder) => {
    const write = (name: string, value: unknown) =>
      Deno.writeTextFile(join(folder, name), JSON.stringify(value));
    await write("package.json", { dependencies: { leat: "file:../l.tgz" } });
    const first = await begin(folder, VERSION);
    assert.deepEqual(first.origin, {
      type: "package.json",
      pinned: false,
      outside: "../l.tgz",
    });
    const workflow = join(folder, ".github/workflows/verify.yml");
    assert.match(await Deno.readTextFile(workflow), /run: npm install\n/);
    const config = await Deno.readTextFile(join(folder, "deno.json"));
    assert.match(config, /"nodeModulesDir": "manual"/);
    assert.match(config, /"leat": "npm:leat"\n/);

    await Deno.remove(workflow);
    await write("package-lock.json", {});
    await write("package.json", { devDependencies: { leat: "file:l.tgz" } });
    const second = await begin(folder, VERSION);
    assert.deepEqual(second.origin, { type: "package.json", pinned: true });
    assert.match(await Deno.readTextFile(workflow), /run: npm ci\n/);
  }));

Deno.test("begin() leaves a package.json that does not name Leat alone", () =>
  withFolder(async (folder) => {
    const path = join(folder, "package.json");
    await Deno.writeTextFile(path, '{ "name": "mine" }');
    const { origin } = await begin(folder, VERSION);
    assert.deepEqual(origin, { type: "registry" });
    assert.equal(await Deno.readTextFile(path), '{ "name": "mine" }');
    await Deno.writeTextFile(path, "{");
    assert.match(
      (await refusal(folder)).message,
      /^Cannot read ".*package\.json": /,
    );
  }));

Deno.test("begin() writes nothing where a file is in the way, and says what to add", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "pipelines"));
    await Deno.writeTextFile(join(folder, "pipelines/pets.ts"), "mine");
    await Deno.writeTextFile(join(folder, "deno.jsonc"), "{}");
    await Deno.writeTextFile(join(folder, ".gitignore"), "*.log\n");
    const { message, remedy = "" } = await refusal(folder);
    assert.equal(
      message,
      `Cannot begin in "${folder}": deno.jsonc, pipelines/pets.ts, .gitignore are there already, and nothing is overwritten`,
    );
    assert.match(remedy, /^Add to deno\.jsonc:\n {4}"tasks": \{/);
    assert.match(remedy, /^Move pipelines\/pets\.ts away/m);
    assert.match(remedy, /^Add to \.gitignore:\n {2}\/\.leat\/\n/m);
    assert.deepEqual(await filesOf(folder), [
      ".gitignore",
      "deno.jsonc",
      "pipelines/pets.ts",
    ]);
    assert.equal(
      await Deno.readTextFile(join(folder, "pipelines/pets.ts")),
      "mine",
    );
  }));

Deno.test("begin() says why a folder cannot be written to", () =>
  withFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    for (const path of [file, join(file, "below")]) {
      const { message, remedy } = await refusal(path);
      assert.ok(message.startsWith(`Cannot begin in "${path}": `), message);
      assert.equal(remedy, "Name a folder that is empty, or not there yet");
    }
    await Deno.mkdir(join(folder, "deno.json"));
    assert.match((await refusal(folder)).message, /^Cannot begin in /);
  }));
