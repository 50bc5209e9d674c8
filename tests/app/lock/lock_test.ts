import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import {
  EMPTY_LOCK,
  type Lock,
  lockText,
  parseLock,
} from "../../../src/app/lock/lock.ts";
import { withPins } from "../../../src/app/lock/pins.ts";

const pin = (word: string) => ({ sha256: sha256(word), size: word.length });

const LOCK: Lock = {
  ...EMPTY_LOCK,
  datasets: {
    "https://b.example/pets.tgz": pin("pets"),
    "https://a.example/cups.tgz": pin("cups"),
  },
  modules: {
    "https://host.example/p.ts": {
      root: sha256("root"),
      modules: { "https://host.example/p.ts": pin("module") },
    },
  },
  runs: {
    "pets#full": {
      adapter: { name: "llvmpipe", software: true },
      versions: { tfjs: "4.22.0", kernels: 4 },
      epochs: { "fit/frozen/1": { train_loss: 0.5, valid_loss: 0.25 } },
      metrics: { error_rate: 0.05 },
      nodes: { source: sha256("source"), model: sha256("model") },
      settings: { fit: sha256("fit") },
    },
  },
};

Deno.test("a lock is text with sorted keys and a line a pin", () => {
  assert.equal(
    lockText(LOCK),
    `{
  "datasets": {
    "https://a.example/cups.tgz": { "sha256": "${sha256("cups")}", "size": 4 },
    "https://b.example/pets.tgz": { "sha256": "${sha256("pets")}", "size": 4 }
  },
  "format": 1,
  "modules": {
    "https://host.example/p.ts": {
      "modules": {
        "https://host.example/p.ts": { "sha256": "${
      sha256("module")
    }", "size": 6 }
      },
      "root": "${sha256("root")}"
    }
  },
  "runs": {
    "pets#full": {
      "adapter": {
        "name": "llvmpipe",
        "software": true
      },
      "epochs": {
        "fit/frozen/1": { "train_loss": 0.5, "valid_loss": 0.25 }
      },
      "metrics": {
        "error_rate": 0.05
      },
      "nodes": {
        "model": "${sha256("model")}",
        "source": "${sha256("source")}"
      },
      "settings": {
        "fit": "${sha256("fit")}"
      },
      "versions": {
        "kernels": 4,
        "tfjs": "4.22.0"
      }
    }
  }
}
`,
  );
});

Deno.test("a lock is read back as it was written, an empty text as none", () => {
  assert.deepEqual(parseLock(lockText(LOCK), "leat.lock"), LOCK);
  assert.deepEqual(parseLock(" \n", "leat.lock"), EMPTY_LOCK);
  assert.equal(lockText(EMPTY_LOCK), '{\n  "format": 1\n}\n');
  assert.deepEqual(parseLock(lockText(EMPTY_LOCK), "leat.lock"), EMPTY_LOCK);
});

Deno.test("what is no lock is refused with the reason", () => {
  const refuses = (text: string, message: RegExp) =>
    assert.throws(
      () => parseLock(text, "leat.lock"),
      { name: "PipelineError", stage: "lock", message },
    );
  refuses('{ "format": ', /^Cannot read lock "leat\.lock": it is no JSON$/);
  refuses(
    '{\n<<<<<<< HEAD\n  "format": 1\n=======\n}',
    /it holds the marks of a conflict$/,
  );
  refuses('{ "format": 2, "news": 1 }', /its format is 2, and this .* knows 1/);
  refuses("[]", /expected object/);
  refuses('{ "format": 1, "dataset": {} }', /Unrecognized key: "dataset"/);
  const pinned = (url: string, sha256: string) =>
    `{"format":1,"datasets":{"${url}":{"sha256":"${sha256}","size":1}}}`;
  const hash = sha256("x");
  assert.ok(parseLock(pinned("https://a.example/", hash), "leat.lock"));
  refuses(pinned("https://a.example/", hash.slice(1)), /is no SHA-256/);
  refuses(pinned("nowhere", hash), /datasets\.nowhere: Invalid/);
});

Deno.test("withPins() adds pins, and replaces those of the same address", () => {
  const url = "https://a.example/cups.tgz";
  const changed = withPins(LOCK, { datasets: { [url]: pin("other") } });
  assert.deepEqual(changed.datasets[url], pin("other"));
  assert.equal(Object.keys(changed.datasets).length, 2);
  assert.deepEqual(changed.modules, LOCK.modules);
  assert.deepEqual(changed.runs, LOCK.runs);
});
