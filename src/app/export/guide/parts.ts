/**
 * What several guides say.
 *
 * @module
 */
import type { Facts } from "../facts.ts";

/** A word that may be anyone's, as code in Markdown. */
export function code(word: string): string {
  return `\`${word.replaceAll(/[`\r\n]/g, "'")}\``;
}

/** An import in such code, which is none of this module. */
export function importing(what: string, from: string): string {
  return `import ${what} from ${JSON.stringify(from)};`;
}

/** A block of code. */
export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

function row(
  what: string,
  { name, dtype, shape }: {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly (number | null)[];
  },
  means: string,
): string {
  const sides = shape.map((side) => side ?? "items").join(", ");
  return `| ${what} | \`${name}\` | ${dtype} | [${sides}] | ${means} |`;
}

const FIELDS: Readonly<Record<string, string>> = {
  continuous: "numbers about their mean",
  categorical: "codes of words",
};

/** What goes in and what comes out. */
export function signature(
  { inputs, output, image }: Facts,
  typeOf: (dtype: string) => string = (dtype) => dtype,
): string {
  return [
    "|     | name | type | shape | what |",
    "| --- | --- | --- | --- | --- |",
    ...inputs.map((each) =>
      row(
        "in",
        { ...each, dtype: typeOf(each.dtype) },
        image ? "red, green, blue, 0 to 255" : FIELDS[each.name] ?? "a field",
      )
    ),
    row("out", { ...output, dtype: "float32" }, output.means),
  ].join("\n");
}

/** What is in the graph, and what is left to whoever asks. */
export function preparation({ image, columns }: Facts): string {
  if (image) {
    const { size, method, reducingGap } = image;
    const how = {
      crop: "the largest square in its middle",
      squish: "all of it, its sides scaled apart",
      pad: "all of it, mirrored at its edges",
    }[method];
    return `The graph takes the bytes of pictures as they are: it brings them \
to 0 to 1, normalises them and ends with what people read. Left to you is to \
make a square of each picture, ${size} pixels a side, of ${how}: turned upright, \
in sRGB, on white where it is transparent, by a bilinear filter that averages \
over all pixels as it shrinks (Pillow's \`BILINEAR\`).${
      reducingGap === undefined ? "" : ` A JPEG is decoded at the smallest of \
1/2, 1/4 and 1/8 of its size that leaves at least ${reducingGap} of its pixels \
to one of the square (Pillow's \`draft()\`), if one does.`
    }`;
  }
  if (columns) {
    return `The graph takes rows as numbers: left to you is to bring columns of \
numbers about the mean of the training rows and to give words their codes, by \
what \`leat.json\` says of \`columns\`. Missing numbers are the median; words \
that training never saw are 0.`;
  }
  return "What goes in is what the pipeline's own input makes of an item: only \
its code says what that is.";
}

/** What stands in `leat.json`. */
export const FACTS =
  "`leat.json` says the same for programs, and names the classes in the order \
of the output's columns.";

/** The heading, and what was exported. */
export function heading({ pipeline, model }: Facts, as: string): string {
  return `# ${code(pipeline)} as ${as}

Exported from model \`${model.slice(0, 12)}\` by Leat (\`deno task export\`).`;
}
