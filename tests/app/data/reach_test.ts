import assert from "node:assert/strict";
import {
  boundedFetch,
  checkPackage,
  checkPath,
  type Reach,
  reachOf,
  webReference,
} from "../../../src/app/data/reach.ts";

const remote: Reach = {
  origin: "https://host.example/a/pets.ts",
  loopback: false,
};
const mixed: Reach = { loopback: false };
const sha256 = "0".repeat(64);

Deno.test("reachOf() bounds a pipeline with modules from the web, and no other", () => {
  const tree = (url: string) => ({
    url,
    root: sha256,
    modules: new Map(),
    redirects: {},
  });
  const reach = (file: string, ...urls: string[]) =>
    reachOf({
      address: { file },
      trees: urls.map(tree),
    });
  const url = "https://host.example/p.ts";
  assert.equal(reach("/home/me/p.ts"), undefined);
  assert.deepEqual(reach(url, url), { origin: url, loopback: false });
  assert.deepEqual(reach("/home/me/p.ts", url), { loopback: false });
  const here = "http://127.0.0.1:8000/p.ts";
  assert.deepEqual(reach(here, here), { origin: here, loopback: true });
  // One of the web is enough to lose that.
  assert.deepEqual(reach("/p.ts", here, url), { loopback: false });
});

Deno.test("a pipeline from an address reads no path of this machine", () => {
  for (
    const path of ["./photos", "/etc", "..", "file:///etc", "C:\\x", "a"]
  ) {
    assert.throws(
      () => checkPath(path, remote),
      /a pipeline from an address may not read files of this machine/,
    );
  }
  checkPath("/etc", undefined);
});

Deno.test("a pipeline that imports from the web reads what lies below its folder", () => {
  checkPath("./photos", mixed);
  checkPath("a/../b", mixed);
  checkPath("..photos", mixed);
  for (const path of ["/etc", "..", "../x", "a/../../x", "file:///etc"]) {
    assert.throws(() => checkPath(path, mixed), /only what lies below/);
  }
});

Deno.test("webReference() starts from the address of the pipeline", () => {
  const from = "https://host.example/a/pets.ts";
  const cases = [
    ["./w.safetensors", "https://host.example/a/w.safetensors"],
    ["../w.safetensors", "https://host.example/w.safetensors"],
    ["https://other.example/w", "https://other.example/w"],
  ] as const;
  for (const [reference, expected] of cases) {
    assert.equal(webReference(reference, from), expected);
  }
  for (
    const path of [
      "/etc/w.safetensors",
      "//evil.example/w",
      "file:/etc/w",
      "\\w",
    ]
  ) assert.throws(() => webReference(path, from), /may not read files/, path);
});

Deno.test("boundedFetch() wants https, a checksum and a size that is bearable", () => {
  const url = "https://files.example/pets.tgz";
  const file = { url, kind: "datasets", sha256 } as const;
  assert.deepEqual(boundedFetch({ ...file, sha256: undefined }, undefined), {});
  assert.equal(boundedFetch(file, remote).maximum, 20 * 2 ** 30);
  assert.equal(boundedFetch({ ...file, size: 5 }, mixed).maximum, 5);
  const weights = { ...file, kind: "weights" } as const;
  assert.equal(boundedFetch(weights, remote).maximum, 4 * 2 ** 30);
  const cases = [
    [{ ...file, sha256: undefined }, /must say its sha256/],
    [{ ...file, size: 2 ** 40 }, /may fetch 21474836480/],
    [{ ...file, url: "http://files.example/a" }, /not fetched by https/],
    [{ ...file, url: "http://127.0.0.1/a" }, /not fetched by https/],
    [{ ...file, url: "file:///etc/passwd" }, /not fetched by https/],
  ] as const;
  for (const [wanted, message] of cases) {
    assert.throws(() => boundedFetch(wanted, remote), message);
  }
  const here = { origin: "http://127.0.0.1:1/p.ts", loopback: true };
  boundedFetch({ ...file, url: "http://127.0.0.1/a" }, here);
});

Deno.test("checkPackage() lets packages of data through", () => {
  checkPackage("vega-datasets/data/seattle-weather.csv", remote);
  assert.throws(
    () => checkPackage("zod/package.json", remote),
    /packages of data alone/,
  );
  checkPackage("zod/package.json", undefined);
});
