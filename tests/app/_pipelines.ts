/**
 * Small pipelines, as text.
 *
 * @module
 */

/** What varies: each an expression of the pipeline file. */
export interface Parts {
  readonly before?: string;
  readonly source?: string;
  readonly label?: string;
  readonly split?: string;
  readonly input?: string;
  readonly transforms?: string;
  readonly architecture?: string;
  readonly loss?: string;
  readonly metrics?: string;
  readonly fit?: string;
  readonly expect?: string;
}

function text({ before = "", ...parts }: Parts): string {
  const keys = Object.entries(parts).map(([key, value]) =>
    `  ${key}: ${value},`
  );
  return `import * as leat from "leat";
${before}
export default leat.pipeline({
${keys.join("\n")}
});
`;
}

/** 64 points, labelled by the sign of their first number; half a second. */
export function points(parts: Parts = {}): string {
  const { before = "", ...rest } = parts;
  return text({
    before: `const points = Array.from({ length: 64 }, (_, at) => ({
  at,
  x: Math.sin(at),
  y: Math.cos(at * 3),
}));
${before}`,
    source: 'leat.rows(points, { id: "at" })',
    label: '(row) => row.x > 0 ? "right" : "left"',
    split: "leat.random({ valid: 0.25, seed: 1 })",
    input: 'leat.features({ continuous: ["x", "y"] })',
    architecture: "leat.mlp({ hidden: [] })",
    loss: "leat.crossEntropy()",
    metrics: "[leat.errorRate()]",
    fit: "leat.constant(1, { learningRate: 0.1, batch: 16 })",
    ...rest,
  });
}

/** The images of a folder, labelled by the first letter of their names. */
export function pictures(parts: Parts = {}): string {
  return text({
    source: 'leat.images("./images")',
    label: '(file) => file.name.startsWith("r") ? "red" : "blue"',
    split: "leat.random({ valid: 0.3, seed: 1 })",
    input: "leat.image({ size: 16 })",
    architecture: "leat.resnet({ channels: [4], blocks: [1], hidden: 4 })",
    loss: "leat.crossEntropy()",
    metrics: "[leat.errorRate()]",
    fit: "leat.constant(1, { learningRate: 0.01, batch: 4 })",
    ...parts,
  });
}
