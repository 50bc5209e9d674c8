import assert from "node:assert/strict";
import { encodeSafetensors } from "../../../src/base/codec/safetensors.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { readReference } from "../../../src/app/data/references.ts";
import { locateWeights } from "../../../src/app/data/weights.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import type { WeightsFile } from "../../../src/flow/stage/architecture.ts";
import { serve, type Server } from "../_server.ts";

const text = (content: string) => new TextEncoder().encode(content);
const one = { dtype: "F32", shape: [1], data: new Float32Array(1) } as const;
const WEIGHTS = encodeSafetensors([["a", one]]);
const OTHERS = encodeSafetensors([["b", one]]);
const format = "safetensors";

/** Runs with a server, and a folder with a cache in it. */
async function withWeights(
  files: readonly (readonly [string, Uint8Array])[],
  run: (
    server: Server,
    folder: string,
    locate: (weights: WeightsFile) => ReturnType<typeof locateWeights>,
    events: readonly RunEvent[],
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "leat-test-" });
  await using server = serve(files);
  const events: RunEvent[] = [];
  const { signal } = new AbortController();
  const emit = (event: RunEvent) => void events.push(event);
  Deno.env.set("LEAT_CACHE", `${folder}/cache`);
  try {
    const locate = (weights: WeightsFile) =>
      locateWeights(weights, folder, { emit, signal });
    await run(server, folder, locate, events);
  } finally {
    Deno.env.delete("LEAT_CACHE");
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("weights at a URL are pinned by their first download", () =>
  withWeights(
    [["/w.safetensors", WEIGHTS]],
    async (server, folder, locate, events) => {
      const at = `${server.url}/w.safetensors`;
      const { sha256: hash, references } = await locate({ at, format });
      assert.equal(hash, sha256(sha256(WEIGHTS)));
      const last = events.filter(({ type }) => type === "download").at(-1);
      assert.deepEqual(last, {
        type: "download",
        url: at,
        done: WEIGHTS.length,
        total: WEIGHTS.length,
      });
      const path = references.fetched[at] ?? "";
      assert.deepEqual(await Deno.readFile(path), WEIGHTS);

      server.files.set("/w.safetensors", OTHERS);
      assert.equal((await locate({ at, format })).sha256, hash);
      assert.equal(server.asked.length, 1);
      await Deno.remove(path);
      await assert.rejects(locate({ at, format }), {
        name: "PipelineError",
        stage: "architecture",
        item: at,
        message:
          `Cannot download "${at}": it has changed since it was first fetched: its SHA-256 was ${
            sha256(WEIGHTS)
          } and is ${sha256(OTHERS)}`,
        remedy:
          `If the change is wanted, remove its line from "${folder}/cache/files/pins.json"`,
      });
    },
  ));

Deno.test("weights at a URL are refused where their checksum is another", () =>
  withWeights(
    [["/w.safetensors", WEIGHTS]],
    async (server, _folder, locate) => {
      const at = `${server.url}/w.safetensors`;
      const known = { at, format, sha256: sha256(WEIGHTS) } as const;
      await locate(known);
      await assert.rejects(locate({ ...known, sha256: sha256(OTHERS) }), {
        name: "PipelineError",
        stage: "architecture",
        message: `Cannot download "${at}": its SHA-256 should be ${
          sha256(OTHERS)
        } and is ${sha256(WEIGHTS)}`,
      });
    },
  ));

Deno.test("weights on this machine are refused where their checksum is another", () =>
  withWeights([], async (_server, folder, locate) => {
    await Deno.writeFile(`${folder}/w.safetensors`, WEIGHTS);
    const known = { at: "./w.safetensors", format } as const;
    await locate({ ...known, sha256: sha256(WEIGHTS) });
    await assert.rejects(locate({ ...known, sha256: sha256(OTHERS) }), {
      name: "PipelineError",
      stage: "architecture",
      item: "./w.safetensors",
      message: `Cannot use weights "./w.safetensors": their SHA-256 should be ${
        sha256(OTHERS)
      } and is ${sha256(WEIGHTS)}`,
      remedy:
        "Ask where the file comes from; if it is the right one, correct sha256",
    });
  }));

Deno.test("what PyTorch pickles is refused by its name, before it is fetched", () =>
  withWeights(
    [["/resnet34-b627a593.pth", WEIGHTS]],
    async (server, _, locate) => {
      const at = `${server.url}/resnet34-b627a593.pth`;
      await assert.rejects(locate({ at, format }), {
        stage: "architecture",
        message:
          `Cannot read weights "${at}": it is a PyTorch file of pickled objects, which can run code when it is read, not safetensors`,
        remedy: /^Convert it where PyTorch is /,
      });
      assert.deepEqual(server.asked, []);
      // A stage of one's own may read what it likes.
      await locate({ at });
    },
  ));

Deno.test("a page in place of weights is neither kept nor pinned", () =>
  withWeights(
    [["/w.safetensors", text("<!doctype html>")]],
    async (server, folder, locate) => {
      const at = `${server.url}/w.safetensors`;
      await assert.rejects(locate({ at, format }), {
        stage: "architecture",
        message:
          `Cannot read weights "${at}": it is a web page, not safetensors`,
        remedy:
          "Give the address of the file itself: on Hugging Face it has /resolve/ where the page has /blob/",
      });
      server.files.set("/w.safetensors", text("nothing in particular"));
      await assert.rejects(locate({ at, format }), {
        stage: "architecture",
        message: new RegExp(
          `^Cannot read weights "${at}": its header claims \\d+ bytes`,
        ),
      });
      server.files.set("/w.safetensors", WEIGHTS);
      await locate({ at, format });
      const pins = await Deno.readTextFile(`${folder}/cache/files/pins.json`);
      assert.deepEqual(JSON.parse(pins), { [at]: sha256(WEIGHTS) });
    },
  ));

Deno.test("the shards of a layers model are pinned each", () => {
  const model = JSON.stringify({ weightsManifest: [{ paths: ["a.bin"] }] });
  const files = [["/model.json", text(model)], ["/a.bin", text("1")]] as const;
  return withWeights(files, async (server, _folder, locate) => {
    const at = `${server.url}/model.json`;
    const { references } = await locate({ at });
    await Deno.remove(references.fetched[`${server.url}/a.bin`] ?? "");
    server.files.set("/a.bin", text("2"));
    await assert.rejects(locate({ at }), {
      stage: "architecture",
      message: new RegExp(
        `^Cannot download "${server.url}/a.bin": it has changed`,
      ),
    });
  });
});

Deno.test("weights that are not there are named", () =>
  withWeights([], async ({ url }, _folder, locate) => {
    await assert.rejects(locate({ at: `${url}/w.safetensors`, format }), {
      stage: "architecture",
      item: `${url}/w.safetensors`,
      message:
        `Cannot download "${url}/w.safetensors": the server answers 404 Not Found`,
    });
    await assert.rejects(locate({ at: "./w.safetensors", format }), {
      stage: "architecture",
      message: /^Cannot read weights "\.\/w\.safetensors": No such file/,
    });
  }));

Deno.test("weights that a package brings are found, pinned and read", () =>
  withWeights([], async (_server, _folder, locate) => {
    const at = "npm:leat/pipelines/weights/doodles.safetensors";
    const { sha256: hash, references } = await locate({ at, format });
    const bytes = await readReference(references, at);
    assert.equal(hash, sha256(sha256(bytes)));
    await assert.rejects(
      locate({ at, format, sha256: "0".repeat(64) }),
      /doodles\.safetensors/,
    );
    await assert.rejects(
      locate({ at: "npm:no-such-package/w.safetensors", format }),
      /no-such-package/,
    );
  }));
