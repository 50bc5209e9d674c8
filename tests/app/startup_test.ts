import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

interface Reference {
  readonly specifier?: string;
}

interface Dependency {
  readonly specifier: string;
  readonly code?: Reference;
  readonly isDynamic?: boolean;
}

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly Dependency[];
}

/** The packages that an entry loads before its first line, and our own files. */
async function loadedBy(entry: string): Promise<ReadonlySet<string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "info",
      "--json",
      fileURLToPath(new URL(`../../${entry}`, import.meta.url)),
    ],
  }).output();
  // The form of `deno info --json`.
  const { modules, roots } = JSON.parse(new TextDecoder().decode(stdout)) as {
    readonly modules: readonly Module[];
    readonly roots: readonly string[];
  };
  const bySpecifier = new Map(modules.map((each) => [each.specifier, each]));
  const loaded = new Set<string>();
  const visit = (specifier: string) => {
    if (loaded.has(specifier)) return;
    loaded.add(specifier);
    for (const each of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (each.isDynamic || each.code?.specifier === undefined) continue;
      visit(each.code.specifier);
    }
  };
  roots.forEach(visit);
  return loaded;
}

function heavy(loaded: ReadonlySet<string>): readonly string[] {
  return [...loaded].filter((each) =>
    /^npm:.*(tfjs|sharp|modern-tar|papaparse|chromium)/.test(each)
  );
}

Deno.test("the supervisor and pipeline code start without engine and decoders", async () => {
  for (
    const entry of ["src/app/cli/main.ts", "src/app/child/pipeline_child.ts"]
  ) {
    const loaded = await loadedBy(entry);
    assert.ok(loaded.size > 10, entry);
    assert.deepEqual(heavy(loaded), [], entry);
  }
});

Deno.test("importing leat starts no engine", async () => {
  const loaded = await loadedBy("mod.ts");
  assert.deepEqual(heavy(loaded), []);
});

Deno.test("the trainer does load an engine, so that this test can fail", async () => {
  const loaded = await loadedBy("src/app/child/trainer_child.ts");
  assert.ok([...loaded].some((each) => each.includes("src/engine/run/learn")));
});
