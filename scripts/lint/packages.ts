import { eachImport, type Import } from "./_imports.ts";
import { isBelow, type Place, placeOfFile } from "./_place.ts";

/** Where a package may be imported. */
interface Permit {
  readonly packages: RegExp;
  /** Folders that may import its values. */
  readonly values: readonly string[];
  /** Folders that may import its types as well. */
  readonly types: readonly string[];
  /** Folders that may load it when they run, by `await import`. */
  readonly lazily?: readonly string[];
  readonly why: string;
}

const ENGINE = ["src/engine", "src/app", "tests", "scripts"];
const LANGUAGE = ["src/flow", "src/stages"];
const PLANNING = "describing and planning a pipeline starts no engine";

/** The first permit that matches a package decides. */
const PERMITS: readonly Permit[] = [
  {
    packages: /^@tensorflow\/tfjs-backend-webgpu$/,
    values: ["src/engine/device", "tests/engine/device"],
    types: [],
    why: "one place makes the GPU device",
  },
  {
    packages: /^@tensorflow\/tfjs-layers$/,
    values: ENGINE,
    types: LANGUAGE,
    lazily: ["src/stages/architecture"],
    why: PLANNING,
  },
  {
    packages: /^@tensorflow\//,
    values: ENGINE,
    types: LANGUAGE,
    why: PLANNING,
  },
  {
    packages: /^zod$/,
    values: [
      "src/base/codec",
      "src/flow",
      "src/stages",
      "src/app",
      "src/engine/model",
      "datasets",
      "tests",
      "scripts",
    ],
    types: [],
    why: "data is checked where it comes in",
  },
];

/** The package of a specifier: `npm:@a/b@1.0/c` is of `@a/b`. */
function packageOf(specifier: string): string {
  return /^(?:npm:\/?)?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier)?.[1] ?? "";
}

function isPermitted(
  { values, types, lazily = [] }: Permit,
  { path }: Place,
  { typeOnly, lazy }: Import,
): boolean {
  const folders = [
    ...values,
    ...(typeOnly ? types : []),
    ...(lazy ? lazily : []),
  ];
  return folders.some((folder) => isBelow(path, folder));
}

function hintFor({ values, types, lazily = [], why }: Permit): string {
  const also = types.length === 0
    ? ""
    : `; its types also: ${types.join(", ")}`;
  const late = lazily.length === 0
    ? ""
    : `; by await import: ${lazily.join(", ")}`;
  return `${why}: ${values.join(", ")} may import it${also}${late}`;
}

/** Packages stay in the rooms that need them. */
export const packages: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from === undefined) return {};
    return eachImport((found) => {
      const name = packageOf(found.specifier);
      const permit = PERMITS.find((each) => each.packages.test(name));
      if (permit === undefined || isPermitted(permit, from, found)) return;
      context.report({
        node: found.node,
        message: `${from.path} may not import ${
          found.typeOnly ? "types of " : ""
        }"${name}"`,
        hint: hintFor(permit),
      });
    });
  },
};
