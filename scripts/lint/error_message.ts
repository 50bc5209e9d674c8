import { placeOfFile } from "./_place.ts";

const ERRORS = /^(Pipeline|Range|Type|Syntax)Error$/;

/** The text at both ends of an expression; `undefined` where it is computed. */
interface Ends {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

function endsOf(expression: Deno.lint.Node): Ends {
  switch (expression.type) {
    case "Literal": {
      const text = typeof expression.value === "string"
        ? expression.value
        : undefined;
      return { first: text, last: text };
    }
    case "TemplateLiteral":
      return {
        first: expression.quasis[0]?.cooked || undefined,
        last: expression.quasis.at(-1)?.cooked || undefined,
      };
    case "BinaryExpression":
      return {
        first: endsOf(expression.left).first,
        last: endsOf(expression.right).last,
      };
    default:
      return { first: undefined, last: undefined };
  }
}

/** Messages of errors: sentence case, no period at the end. */
export const errorMessage: Deno.lint.Rule = {
  create(context) {
    const from = placeOfFile(context.filename);
    if (from === undefined || from.room === "tests") return {};
    return {
      NewExpression({ callee, arguments: [message] }) {
        if (callee.type !== "Identifier" || !ERRORS.test(callee.name)) return;
        if (message === undefined) return;
        const { first, last } = endsOf(message);
        if (first !== undefined && /^\p{Ll}/u.test(first)) {
          context.report({
            node: message,
            message: "An error's message may not start in lower case",
            hint: 'write: Cannot <action> "<item>": <what is>',
          });
        }
        if (last !== undefined && /[.!]\s*$/.test(last)) {
          context.report({
            node: message,
            message: "An error's message may not end with a period",
            hint: 'write: Cannot <action> "<item>": <what is>',
          });
        }
      },
    };
  },
};
