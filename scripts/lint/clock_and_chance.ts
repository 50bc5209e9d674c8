import { isBelow, placeOfFile } from "./_place.ts";

const FOLDERS = ["src/flow", "src/stages", "src/engine"];

/** Same pipeline, same numbers: no clock and no unseeded chance. */
export const clockAndChance: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from === undefined) return {};
    if (!FOLDERS.some((folder) => isBelow(from.path, folder))) return {};
    function report(node: Deno.lint.Node, what: string, hint: string) {
      context.report({
        node,
        message: `${from?.path} may not use ${what}`,
        hint,
      });
    }
    const passIn = "take a date as data, or the time as an argument";
    return {
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type !== "Identifier" || property.type !== "Identifier") {
          return;
        }
        const name = `${object.name}.${property.name}`;
        if (name === "Math.random") {
          report(node, name, "use a Random of src/base/random, with a seed");
        }
        if (name === "Date.now") report(node, name, passIn);
      },
      "NewExpression[callee.name='Date']"(node: Deno.lint.NewExpression) {
        report(node, "new Date()", passIn);
      },
    };
  },
};
