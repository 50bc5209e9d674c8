import type { StoredModel } from "../../../engine/model/read_model.ts";
import type { Facts } from "../facts.ts";
import { block, code, heading, preparation } from "./parts.ts";
import { fieldsFunction, imports, ownImports } from "./python.ts";

/** The heads of torch's own residual networks have other names than ours. */
function torchvisionCode(facts: Facts, op: string, head: string): string {
  const known = facts.image !== undefined;
  return `import json${ownImports(facts)}

import numpy as np
import torch
import torchvision${imports(facts)}
from safetensors import safe_open
from torch import nn

with safe_open("model.safetensors", "pt") as file:
    metadata = file.metadata()
    weights = {name: file.get_tensor(name) for name in file.keys()}


${fieldsFunction(facts)}class ConcatPool(nn.Module):
    def forward(self, x):
        return torch.cat([x.amax((2, 3)), x.mean((2, 3))], 1)


body = torchvision.models.${op}()
model = nn.Module()
for name in ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4"]:
    model.add_module(name, getattr(body, name))
# After fastai's: the numbers are those of the names.
model.head = nn.Sequential(
    ConcatPool(),
    nn.Identity(),
${head}
)
missing, unexpected = model.load_state_dict(weights, strict=False)
assert not unexpected
assert all(name.endswith("num_batches_tracked") for name in missing)
model.eval()


def forward(x):
    x = body.maxpool(torch.relu(model.bn1(model.conv1(x))))
    for layer in [model.layer1, model.layer2, model.layer3, model.layer4]:
        x = layer(x)
    return model.head(x)


# [items, 3, height, width], 0 to 1, normalised by the metadata
mean, deviation = [
    torch.tensor([float(each) for each in metadata["normalization." + of].split(",")])
    .view(3, 1, 1)
    for of in ["mean", "deviation"]
]
pixels = ${
    known
      ? `fields_of("photo.jpg")[${JSON.stringify(facts.inputs[0]?.name)}]`
      : "np.zeros((1, 224, 224, 3), np.uint8)  # as the pipeline's own input makes them"
  }
pictures = torch.tensor(pixels).permute(0, 3, 1, 2) / 255
with torch.no_grad():
    shares = forward((pictures - mean) / deviation).softmax(1)[0]
for name, share in zip(json.loads(metadata["classes"]), shares.tolist()):
    print(name, share)
`;
}

/** The layers of the head as its weights say. */
function headOf({ weights }: StoredModel): string {
  const lines: string[] = [];
  const sizeOf = (name: string) => weights.get(name)?.length ?? 0;
  for (let at = 2; weights.has(`head.${at}.weight`);) {
    const wide = sizeOf(`head.${at}.weight`);
    const linear = at + 2;
    const units = sizeOf(`head.${linear}.weight`) / wide;
    lines.push(
      `    nn.BatchNorm1d(${wide}),`,
      "    nn.Dropout(),",
      `    nn.Linear(${wide}, ${units}, bias=False),`,
    );
    const next = linear + 2;
    if (weights.has(`head.${next}.weight`)) lines.push("    nn.ReLU(),");
    at = next;
  }
  return lines.join("\n");
}

/** How the numbers of a tensor lie, and what they are called. */
function layoutOf(op: string): string {
  if (op === "layersModel") {
    return `floats. Those of its body are as the layers model has them, under its \
names: convolutions \`[height, width, in, out]\`, depthwise ones \
\`[height, width, in, multiplier]\`. Those of the head, \`head.*\`, are in \
torch's layout: matrices \`[out, in]\`.`;
  }
  return `floats in torch's layout: convolutions \`[out, in, height, width]\`, \
matrices \`[out, in]\`. ${
    TORCHVISION.test(op)
      ? "Names are those of torchvision; those of the head are fastai's."
      : "Names are those of the network's layers."
  }`;
}

const TORCHVISION = /^resnet(?:18|34|50|101|152)$/;

/** How to read the weights. */
export function safetensorsGuide(facts: Facts, model: StoredModel): string {
  const { op } = model.description.architecture;
  // What keeps outputs in a range is for numbers to predict.
  const known = TORCHVISION.test(op) && facts.kind === "category";
  return `${heading(facts, "safetensors")}

\`model.safetensors\` holds the weights of the network ${code(op)} as 32-bit \
${layoutOf(op)} The network itself is not in it: \`--to onnx\` has that too.

Its metadata, all of it text: \`classes\`, \`kind\`, \`inputs\` and \`image\` or \
\`columns\` are JSON as in \`leat.json\`; \`normalization.mean\` and \
\`normalization.deviation\` are three numbers with commas between them; \`model\` \
is the key of the model, \`architecture\` the description that it was built by.

${preparation(facts).replaceAll("The graph takes", "A graph of it takes")}

## Python

    pip install ${
    known
      ? `numpy ${facts.image ? "pillow " : ""}torch torchvision safetensors`
      : "numpy safetensors"
  }

${
    block(
      "python",
      known
        ? torchvisionCode(facts, op, headOf(model))
        : `from safetensors import safe_open

with safe_open("model.safetensors", "np") as file:
    print(file.metadata())
    for name in file.keys():
        print(name, file.get_tensor(name).shape)
`,
    )
  }
`;
}
