/** One import of a file, whichever way it is written. */
export interface Import {
  readonly specifier: string;
  /** Whether the import is gone when the program runs. */
  readonly typeOnly: boolean;
  /** Whether it is loaded only when the line is reached. */
  readonly lazy: boolean;
  readonly node: Deno.lint.Node;
}

type Kind = "type" | "value";

/** Deno drops an import of which only types are named. */
function isTypeOnly(whole: Kind, named: readonly Kind[]): boolean {
  return whole === "type" ||
    (named.length > 0 && named.every((kind) => kind === "type"));
}

/** Calls back for every import whose specifier stands in the file. */
export function eachImport(
  report: (found: Import) => void,
): Deno.lint.LintVisitor {
  return {
    ImportDeclaration(node) {
      report({
        specifier: node.source.value,
        typeOnly: isTypeOnly(
          node.importKind,
          node.specifiers.map((each) =>
            each.type === "ImportSpecifier" ? each.importKind : "value"
          ),
        ),
        lazy: false,
        node: node.source,
      });
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      report({
        specifier: node.source.value,
        typeOnly: isTypeOnly(
          node.exportKind,
          node.specifiers.map(({ exportKind }) => exportKind),
        ),
        lazy: false,
        node: node.source,
      });
    },
    ExportAllDeclaration(node) {
      report({
        specifier: node.source.value,
        typeOnly: node.exportKind === "type",
        lazy: false,
        node: node.source,
      });
    },
    ImportExpression({ source }) {
      if (source.type !== "Literal" || typeof source.value !== "string") return;
      report({
        specifier: source.value,
        typeOnly: false,
        lazy: true,
        node: source,
      });
    },
    TSImportType({ argument }) {
      if (argument.type !== "TSLiteralType") return;
      const { literal } = argument;
      if (literal.type !== "Literal") return;
      if (typeof literal.value !== "string") return;
      report({
        specifier: literal.value,
        typeOnly: true,
        lazy: false,
        node: literal,
      });
    },
  };
}
