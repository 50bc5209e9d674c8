import type { Facts } from "../facts.ts";
import {
  block,
  FACTS,
  heading,
  importing,
  preparation,
  signature,
} from "./parts.ts";
import { example, fieldsFunction, imports, ownImports } from "./python.ts";

function python(facts: Facts): string {
  const asked = facts.image || facts.columns
    ? `fields_of(${example(facts)})`
    : "fields  # as the pipeline's own input makes them";
  return `import json${ownImports(facts)}

import numpy as np
import onnxruntime${imports(facts)}

facts = json.load(open("leat.json"))
session = onnxruntime.InferenceSession("model.onnx")


${fieldsFunction(facts)}${facts.output.name}, = session.run(None, ${asked})
for ${
    facts.kind === "quantity"
      ? `value in ${facts.output.name}[0]:\n    print(value)`
      : `name, share in zip(facts["classes"], ${facts.output.name}[0]):
    print(name, share)`
  }
`;
}

function browser(facts: Facts): string {
  const { image, inputs, output } = facts;
  const [first] = inputs;
  const own = image
    ? importing("{ squareOf }", "./picture/square.mjs")
    : importing("{ encodeRow }", "./row.mjs");
  const feeds = image
    ? `const file = document.querySelector("input[type=file]").files[0];
const bytes = await squareOf(file, facts.image);
const shape = [1, facts.image.size, facts.image.size, 3];
const feeds = { ${first?.name}: new ort.Tensor("uint8", bytes, shape) };`
    : `const fields = encodeRow(${example(facts)}, facts.columns);
const feeds = Object.fromEntries(facts.inputs.map(({ name, dtype }) => {
  const values = fields[name];
  return [name, new ort.Tensor(dtype, values, [1, values.length])];
}));`;
  return `${importing("* as ort", "onnxruntime-web")}
${own}

const facts = await (await fetch("leat.json")).json();
const session = await ort.InferenceSession.create("model.onnx");
${feeds}
const { ${output.name} } = await session.run(feeds);
console.log(facts.classes, ${output.name}.data);
`;
}

/** How to run an ONNX file. */
export function onnxGuide(facts: Facts): string {
  const known = facts.image !== undefined || facts.columns !== undefined;
  return `${heading(facts, "ONNX")}

${signature(facts)}

Any number of items is asked about at once. ${preparation(facts)}

${FACTS} It is in the metadata of \`model.onnx\` too. The operators are those of \
version 18: ONNX Runtime has them since 1.14.

## Python

    pip install numpy ${facts.image ? "pillow " : ""}onnxruntime

${block("python", python(facts))}
${
    known
      ? `
## Browser

With \`onnxruntime-web\` from npm, in this folder:

${block("js", browser(facts))}
`
      : ""
  }`;
}
