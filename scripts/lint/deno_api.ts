import { isBelow, placeOfFile } from "./_place.ts";

/** What touches the machine. */
const ALLOWED = [
  "src/base/store",
  "src/base/codec",
  "src/engine/device",
  "src/app",
  "scripts",
  "tests",
];

/** `Deno.*` stands only where the machine is touched. */
export const denoApi: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from === undefined) return {};
    if (ALLOWED.some((folder) => isBelow(from.path, folder))) return {};
    function report(node: Deno.lint.Node) {
      context.report({
        node,
        message: `${from?.path} may not use Deno`,
        hint: `only these touch the machine: ${ALLOWED.join(", ")}; ` +
          "take what you need as an argument",
      });
    }
    return {
      "MemberExpression[object.name='Deno']": report,
      "MemberExpression[object.name='globalThis'][property.name='Deno']":
        report,
    };
  },
};
