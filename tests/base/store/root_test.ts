import assert from "node:assert/strict";
import {
  defaultCacheRoot,
  userCacheRoot,
} from "../../../src/base/store/root.ts";

function rootIn(environment: Record<string, string>): string {
  return defaultCacheRoot((name) => environment[name]);
}

Deno.test("defaultCacheRoot() is .cache/leat in the home folder by default", () => {
  assert.equal(rootIn({ HOME: "/home/ada" }), "/home/ada/.cache/leat");
});

Deno.test("defaultCacheRoot() takes the nearest of its variables", () => {
  const all = {
    LEAT_CACHE: "/a",
    LEAT_CACHE_HOME: "/b",
    XDG_CACHE_HOME: "/c",
    HOME: "/d",
  };
  const { LEAT_CACHE: _cache, ...home } = all;
  const { LEAT_CACHE_HOME: _home, ...standard } = home;
  assert.equal(rootIn(all), "/a");
  assert.equal(rootIn(home), "/b/leat");
  assert.equal(rootIn(standard), "/c/leat");
  assert.equal(
    rootIn({ ...standard, XDG_CACHE_HOME: "relative" }),
    "/d/.cache/leat",
  );
  assert.equal(rootIn({ LEAT_CACHE: "", HOME: "/d" }), "/d/.cache/leat");
});

Deno.test("defaultCacheRoot() counts a relative folder from the caller's", () => {
  assert.equal(
    rootIn({ LEAT_CACHE: "cache", INIT_CWD: "/photos" }),
    "/photos/cache",
  );
  assert.equal(rootIn({ LEAT_CACHE: "cache" }), `${Deno.cwd()}/cache`);
});

Deno.test("defaultCacheRoot() says so when there is no home", () => {
  assert.throws(() => rootIn({}), {
    name: "PipelineError",
    message:
      'Cannot choose a cache folder: neither "LEAT_CACHE" nor "HOME" is set',
    remedy: "Set LEAT_CACHE to a folder",
  });
});

Deno.test("userCacheRoot() is the same whatever cache is chosen, where there is a home", () => {
  const rootOf = (environment: Record<string, string>) =>
    userCacheRoot((name) => environment[name]);
  const home = { HOME: "/d", LEAT_CACHE: "/a" };
  assert.equal(rootOf(home), "/d/.cache/leat");
  assert.equal(rootOf({ ...home, LEAT_CACHE_HOME: "/b" }), "/b/leat");
  assert.equal(rootOf({ LEAT_CACHE: "/a" }), "/a");
  assert.throws(() => rootOf({}), { name: "PipelineError" });
});
