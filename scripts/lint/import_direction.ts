import { eachImport } from "./_imports.ts";
import {
  isBelow,
  nameOf,
  type Place,
  placeOfFile,
  placeOfImport,
  type Room,
} from "./_place.ts";

const SOURCE = ["base", "flow", "stages", "engine", "app"] as const;

/** What each room may import; stages also the parts in their folder. */
const ALLOWED: Readonly<Record<Room, readonly Room[]>> = {
  base: ["base"],
  flow: ["base", "flow"],
  stages: ["base", "flow"],
  engine: ["base", "flow", "engine"],
  app: [...SOURCE, "datasets"],
  mod: SOURCE,
  pipelines: ["mod", "datasets"],
  datasets: ["mod", "datasets"],
  scripts: [...SOURCE, "mod", "datasets", "scripts"],
  tests: [...SOURCE, "mod", "pipelines", "datasets", "scripts", "tests"],
};

/** Packages that rooms with a closed list may import besides. */
const PACKAGES: Partial<Record<Room, readonly string[]>> = {
  pipelines: [],
  datasets: ["zod"],
};

/** Generators draw: they need chance, and a codec for what they drew. */
const DRAWN = {
  folder: "datasets/drawn",
  package: "sharp",
  below: "src/base/random",
};

const REGISTRY = "src/stages/registry.ts";

/** The key of the pipeline that a file of `src/stages/<key>` serves. */
function keyOf({ path }: Place): string | undefined {
  return /^src\/stages\/([^/]+)\//.exec(path)?.[1];
}

/** A stage is `src/stages/<key>/<name>.ts`; all else there are its parts. */
function isStage({ path, name }: Place): boolean {
  return path.split("/").length === 4 && !name.startsWith("_");
}

function isPackageAllowed(from: Place, name: string): boolean {
  const packages = PACKAGES[from.room];
  if (packages === undefined || packages.includes(name)) return true;
  return isBelow(from.path, DRAWN.folder) && name === DRAWN.package;
}

function isAllowed(from: Place, to: Place): boolean {
  if (isBelow(from.path, DRAWN.folder) && isBelow(to.path, DRAWN.below)) {
    return true;
  }
  if (ALLOWED[from.room].includes(to.room)) return true;
  if (from.room !== "stages" || to.room !== "stages") return false;
  if (from.path === REGISTRY) return true;
  return keyOf(to) !== undefined && keyOf(from) === keyOf(to) && !isStage(to);
}

function hintFor(room: Room): string {
  const names = ALLOWED[room].map((each) =>
    each === "mod" ? '"leat"' : nameOf(each)
  );
  const own = room === "stages" ? ["_helpers and folders below its own"] : [];
  const all = [...names, ...(PACKAGES[room] ?? []), ...own];
  return `${nameOf(room)} may import: ${all.join(", ")}`;
}

/** Imports go one way: base <- flow <- {stages, engine} <- app. */
export const importDirection: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from === undefined) return {};
    return eachImport(({ specifier, node }) => {
      const to = placeOfImport(from, specifier);
      const isFine = to === undefined
        ? isPackageAllowed(from, specifier)
        : isAllowed(from, to);
      if (isFine) return;
      const what = to?.path ?? `"${specifier}"`;
      context.report({
        node,
        message: `${from.path} may not import ${what}`,
        hint: hintFor(from.room),
      });
    });
  },
};
