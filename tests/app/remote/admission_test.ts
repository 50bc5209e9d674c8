import assert from "node:assert/strict";
import { join } from "node:path";
import { lockPath, readLock } from "../../../src/app/lock/lock_file.ts";
import { Pinning } from "../../../src/app/lock/pinning.ts";
import {
  type Admission,
  admit,
  type AdmitOptions,
  confirm,
} from "../../../src/app/remote/admission.ts";
import { locate } from "../../../src/app/address/locate.ts";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import type { PipelineDescription } from "../../../src/flow/pipeline/description.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { AnyPipeline } from "../../../src/flow/pipeline/pipeline.ts";
import xor from "../../../pipelines/xor.ts";
import { Desk } from "../_cli.ts";
import { signal, web } from "../_web.ts";

const description = describe(ownStages(xor as unknown as AnyPipeline));

/** A description with a loss of its own. */
const withCode: PipelineDescription = {
  ...description,
  loss: { op: "theirs", version: 1, params: {} },
};

const modules = {
  "/p.ts": 'import "./lib/b.ts";\n',
  "/lib/b.ts": "export const b = 1;\n",
};

/** A lock on a desk, and what is done with it. */
class Bench implements AsyncDisposable {
  readonly #desk: Desk;
  readonly lock: string;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.lock = join(desk.folder, "leat.lock");
  }

  static async open(): Promise<Bench> {
    return new Bench(await Desk.open());
  }

  write(path: string, text: string): Promise<string> {
    return this.#desk.write(path, text);
  }

  async admit(
    spoken: string,
    options: Partial<AdmitOptions> & { readonly frozen?: boolean } = {},
  ): Promise<Admission> {
    const { frozen = false } = options;
    const pinning = await Pinning.open(this.lock, { frozen });
    return await admit(await locate(spoken), { pinning, signal, ...options });
  }

  /** Admits, confirms, and saves what is used. */
  async use(
    spoken: string,
    options: Partial<AdmitOptions> = {},
    described = description,
  ): Promise<Admission> {
    const admission = await this.admit(spoken, options);
    await confirm(admission, described);
    await admission.pinning?.save();
    return admission;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#desk[Symbol.asyncDispose]();
  }
}

const refused = (promise: Promise<unknown>, message: RegExp, remedy?: RegExp) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof PipelineError, `${error}`);
    assert.match(error.message, message);
    if (remedy) assert.match(error.remedy ?? "", remedy);
    return true;
  });

Deno.test("admit() wants a root, a lock or a person for what was not used before", async () => {
  await using bench = await Bench.open();
  await using there = web(modules);
  const url = `${there.url}/p.ts`;
  const { root } = await there.tree("/p.ts");
  await refused(
    bench.admit(url),
    /not used here before.*no terminal to ask on/,
    new RegExp(`#sha256=${root}$`),
  );
  // Without a lock, too.
  await refused(bench.admit(url, { pinning: undefined }), /no lock is used/);
  const named = await bench.use(`${url}#sha256=${root}`);
  assert.deepEqual(named.trees.map((tree) => tree.root), [root]);
  // From here on the lock says so.
  assert.deepEqual((await bench.admit(url)).fresh, []);
  await bench.admit(url, { frozen: true });
});

Deno.test("confirm() asks once, tells what there is to know, and pins nothing without a yes", async () => {
  await using bench = await Bench.open();
  await using there = web(modules);
  const url = `${there.url}/p.ts`;
  const asked: string[] = [];
  const answering = (answer: boolean) => (question: string) => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  await refused(bench.use(url, { ask: answering(false) }), /not agreed to/);
  assert.deepEqual(await readLock(bench.lock), await readLock("/nowhere"));
  await bench.use(url, { ask: answering(true) });
  await bench.use(url, { ask: answering(false) });
  assert.equal(asked.length, 2);
  const { root } = await there.tree("/p.ts");
  for (
    const told of [
      `From ${new URL(url).host}, and not used here before:`,
      `${url}  21 B`,
      `${there.url}/lib/b.ts  20 B`,
      root,
      "It fetches no data.",
      bench.lock,
    ]
  ) assert.ok(asked[0]?.includes(told), `${told} in ${asked[0]}`);
  const { modules: pins } = await readLock(bench.lock);
  assert.equal(pins[url]?.root, root);
  assert.equal(Object.keys(pins[url]?.modules ?? {}).length, 2);
});

Deno.test("admit() goes on with what is pinned and cached, whatever the server has now", async () => {
  await using bench = await Bench.open();
  const there = web(modules);
  const url = `${there.url}/p.ts`;
  await bench.use(await there.pinned("/p.ts"));
  there.put({ "/lib/b.ts": "export const b = 2;\n" });
  await bench.admit(url);
  await there[Symbol.asyncDispose]();
  await bench.admit(url);
});

Deno.test("admit() refuses what has changed, with both roots and the modules", async () => {
  await using bench = await Bench.open();
  await using there = web(modules);
  const url = `${there.url}/p.ts`;
  const before = await there.tree("/p.ts");
  await bench.use(`${url}#sha256=${before.root}`);
  there.put({ "/lib/b.ts": "export const b = 2;\n" });
  const after = await there.tree("/p.ts", true);
  await refused(
    bench.admit(url),
    new RegExp(
      `was pinned, ${before.root}, but ${after.root}; ${there.url}/lib/b.ts was changed$`,
    ),
    /deno task update http/,
  );
  await refused(
    bench.admit(`${url}#sha256=${before.root}`),
    new RegExp(`${before.root}, but ${after.root}`),
  );
  // Whoever names the new root has read it; a frozen lock is not written.
  const named = `${url}#sha256=${after.root}`;
  await refused(bench.admit(named, { frozen: true }), /was pinned/);
  await bench.use(named);
  await bench.admit(url, { frozen: true });
});

Deno.test("admit() fetches again where the cache is older than the pin", async () => {
  await using bench = await Bench.open();
  await using there = web(modules);
  await there.tree("/p.ts");
  there.put({ "/p.ts": "export {};\n" });
  await using same = web({ "/p.ts": "export {};\n" });
  const { root } = await same.tree("/p.ts");
  const admission = await bench.use(`${there.url}/p.ts#sha256=${root}`);
  assert.equal(admission.trees[0]?.root, root);
});

Deno.test("a frozen lock admits nothing that it does not pin", async () => {
  await using bench = await Bench.open();
  await using there = web(modules);
  const named = await there.pinned("/p.ts");
  await refused(bench.admit(named, { frozen: true }), /does not pin it/);
});

Deno.test("admit() holds what a local pipeline imports to the same, by each address", async () => {
  await using bench = await Bench.open();
  await using there = web({ ...modules, "/q.ts": 'import "node:fs";' });
  const file = await bench.write(
    "mine.ts",
    `import "${there.url}/p.ts"; import "${there.url}/lib/b.ts"; import "zod";`,
  );
  assert.equal(lockPath(file), bench.lock);
  await refused(
    bench.admit(file),
    /not used here before/,
    /deno task update .*mine\.ts --yes/,
  );
  await bench.use(file, { ask: () => Promise.resolve(true) });
  const { modules: pins } = await readLock(bench.lock);
  assert.deepEqual(Object.keys(pins), [
    `${there.url}/lib/b.ts`,
    `${there.url}/p.ts`,
  ]);
  const evil = await bench.write("evil.ts", `import "${there.url}/q.ts";`);
  await refused(bench.admit(evil), /imports "node:fs"/);
  const plain = await bench.write("plain.ts", 'import "npm:chalk";');
  assert.deepEqual((await bench.admit(plain)).trees, []);
});

Deno.test("confirm() wants code to be allowed, by the root, and remembers that", async () => {
  await using bench = await Bench.open();
  await using there = web(modules);
  const named = await there.pinned("/p.ts");
  const { root } = await there.tree("/p.ts");
  await refused(
    bench.use(named, {}, withCode),
    new RegExp(`brings stages of its own.*${root}`),
    /--allow-code/,
  );
  assert.deepEqual((await readLock(bench.lock)).modules, {});
  await bench.use(named, { allowCode: true }, withCode);
  await bench.use(named, {}, withCode);
  // To be used without its code forgets nothing.
  await bench.use(named);
  await bench.use(named, {}, withCode);
  there.put({ "/lib/b.ts": "export const b = 3;\n" });
  await there.tree("/p.ts", true);
  await refused(
    bench.use(await there.pinned("/p.ts"), {}, withCode),
    /brings stages of its own/,
  );
});

Deno.test("confirm() refuses a description that asks for too much, before it asks", async () => {
  await using bench = await Bench.open();
  await using there = web(modules);
  const named = await there.pinned("/p.ts");
  const { fit } = description;
  const long = { ...fit, params: { ...fit.params, epochs: 10_001 } };
  await refused(
    bench.use(named, {}, { ...description, fit: long }),
    /fit\.epochs of 10001, and the most .* is 10000/,
  );
  assert.deepEqual((await readLock(bench.lock)).modules, {});
});
