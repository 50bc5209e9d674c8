import assert from "node:assert/strict";
import { encodeSafetensors } from "../../../src/base/codec/safetensors.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import type { Reach } from "../../../src/app/data/reach.ts";
import { readReference } from "../../../src/app/data/references.ts";
import { locateWeights } from "../../../src/app/data/weights.ts";
import type { WeightsFile } from "../../../src/flow/stage/architecture.ts";
import { withFolder } from "../../_folder.ts";
import { serve } from "../_server.ts";

const one = { dtype: "F32", shape: [1], data: new Float32Array(1) } as const;
const WEIGHTS = encodeSafetensors([["a", one]]);
const format = "safetensors";

Deno.test("weights beside a pipeline from the web come from there, by their checksum", () =>
  withFolder(async (folder) => {
    await using server = serve([["/a/w.safetensors", WEIGHTS]]);
    const { signal } = new AbortController();
    const locate = (weights: WeightsFile, reach: Reach) =>
      locateWeights(weights, folder, { emit: () => {}, signal, reach });
    const here = { origin: `${server.url}/a/p.ts`, loopback: true };
    // A file of that name on this machine is not looked at.
    await Deno.writeTextFile(`${folder}/w.safetensors`, "mine");
    const at = "./w.safetensors";
    Deno.env.set("LEAT_CACHE", `${folder}/cache`);
    try {
      await assert.rejects(locate({ at, format }, here), {
        message:
          `Cannot download "${server.url}/a/w.safetensors": a pipeline from the web must say its sha256`,
      });
      const sure = { at, format, sha256: sha256(WEIGHTS) } as const;
      const { references } = await locate(sure, here);
      assert.deepEqual(await readReference(references, at), WEIGHTS);
      await assert.rejects(readReference(references, "/etc/hostname"));
      await assert.rejects(readReference(references, "w.safetensors"));
      assert.deepEqual(server.asked.map(([path]) => path), [
        "/a/w.safetensors",
      ]);
      for (const path of ["/etc/w.safetensors", "file:/etc/w.safetensors"]) {
        await assert.rejects(
          locate({ ...sure, at: path }, here),
          /may not read files of this machine/,
        );
      }
      // One of the web that names this machine.
      const away = { origin: "https://host.example/p.ts", loopback: false };
      await assert.rejects(
        locate({ ...sure, at: `${server.url}/a/w.safetensors` }, away),
        /not fetched by https/,
      );
    } finally {
      Deno.env.delete("LEAT_CACHE");
    }
  }));
