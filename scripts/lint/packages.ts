import { eachImport, type Import } from "./_imports.ts";
import { isBelow, type Place, placeOfFile } from "./_place.ts";

/** Where a package may be imported. */
interface Permit {
  readonly packages: RegExp;
  /** Folders that may import its values. */
  readonly values: readonly string[];
  /** Folders that may import its types as well. */
  readonly types: readonly string[];
  readonly why: string;
}

/** The first permit that matches a package decides. */
const PERMITS: readonly Permit[] = [
  {
    packages: /^@tensorflow\/tfjs-backend-webgpu$/,
    values: ["src/engine/device", "tests/engine/device"],
    types: [],
    why: "one place makes the GPU device",
  },
  {
    packages: /^@tensorflow\//,
    values: ["src/engine", "src/app", "tests", "scripts"],
    types: ["src/flow", "src/stages"],
    why: "describing and planning a pipeline starts no engine",
  },
  {
    packages: /^zod$/,
    values: [
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
  { values, types }: Permit,
  { path }: Place,
  { typeOnly }: Import,
): boolean {
  const folders = typeOnly ? [...values, ...types] : values;
  return folders.some((folder) => isBelow(path, folder));
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
      const { values, types, why } = permit;
      const also = types.length === 0
        ? ""
        : `; its types also: ${types.join(", ")}`;
      context.report({
        node: found.node,
        message: `${from.path} may not import ${
          found.typeOnly ? "types of " : ""
        }"${name}"`,
        hint: `${why}: ${values.join(", ")} may import it${also}`,
      });
    });
  },
};
