import type { Facts } from "../facts.ts";
import {
  block,
  FACTS,
  heading,
  importing,
  preparation,
  signature,
} from "./parts.ts";
import { example } from "./python.ts";

function browser(facts: Facts): string {
  const { image, columns, inputs, output } = facts;
  const [first] = inputs;
  const [load, feeds] = image
    ? [
      `${importing("{ squareOf }", "./picture/square.mjs")}\n`,
      `const file = document.querySelector("input[type=file]").files[0];
const bytes = await squareOf(file, facts.image);
const shape = [1, facts.image.size, facts.image.size, 3];
const fields = { ${first?.name}: tf.tensor(Int32Array.from(bytes), shape, "int32") };`,
    ]
    : columns
    ? [
      `${importing("{ encodeRow }", "./row.mjs")}\n`,
      `const encoded = encodeRow(${example(facts)}, facts.columns);
const fields = Object.fromEntries(facts.inputs.map(({ name, dtype }) => {
  const values = encoded[name];
  return [name, tf.tensor(values, [1, values.length], dtype)];
}));`,
    ]
    : ["", "const fields = {}; // as the pipeline's own input makes them"];
  return `${importing("* as tf", "@tensorflow/tfjs")}
${load}
const facts = await (await fetch("leat.json")).json();
const model = await tf.loadGraphModel("./model.json");
${feeds}
const ${output.name} = model.execute(fields, "${output.name}");
console.log(facts.classes, await ${output.name}.data());
`;
}

/** How to run a graph model. */
export function tfjsGuide(facts: Facts): string {
  const whole = (dtype: string) => dtype === "uint8" ? "int32" : dtype;
  return `${heading(facts, "a TensorFlow.js graph model")}

${signature(facts, whole)}

Any number of items is asked about at once. ${preparation(facts)}

${FACTS} It is in the \`userDefinedMetadata\` of \`model.json\` too.

## Browser

With \`@tensorflow/tfjs\` from npm, in this folder; \`@tensorflow/tfjs-backend-webgpu\` \
makes it faster:

${block("js", browser(facts))}
`;
}
