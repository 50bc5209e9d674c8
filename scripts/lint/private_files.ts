import { eachImport } from "./_imports.ts";
import { isBelow, type Place, placeOfFile, placeOfImport } from "./_place.ts";

/** The folder that tests a folder: `src/stages/fit` by `tests/stages/fit`. */
function testsOf(folder: string): string {
  return `tests/${folder.replace(/^src\//, "")}`;
}

function maySee(from: Place, { folder }: Place): boolean {
  return isBelow(from.folder, folder) || isBelow(from.folder, testsOf(folder));
}

/** `_x.ts` belongs to its folder. */
export const privateFiles: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from === undefined) return {};
    return eachImport(({ specifier, node }) => {
      const to = placeOfImport(from, specifier);
      if (to === undefined || !to.name.startsWith("_")) return;
      if (maySee(from, to)) return;
      context.report({
        node,
        message: `${from.path} may not import ${to.path}`,
        hint: `${to.name} is private to ${to.folder}: ` +
          "import a file without the underscore, or move it lower",
      });
    });
  },
};
