import assert from "node:assert/strict";
import {
  decidingLayer,
  layerOf,
} from "../../../src/engine/insight/choose_layers.ts";
import { PIXEL } from "../../../src/engine/insight/reach.ts";
import type { SeenLayer } from "../../../src/engine/insight/seen_layers.ts";

function layer(name: string, side: number): SeenLayer {
  return { name, shape: [side, side, 2], reach: PIXEL };
}

const LAYERS = [
  layer("conv1", 16),
  layer("layer1.0.conv1", 8),
  layer("layer1.0", 8),
  layer("layer1.1", 8),
  layer("layer2.0", 4),
  layer("layer3.0", 2),
];

Deno.test("a layer is found by its name, or is the last of those within it", () => {
  assert.equal(layerOf(LAYERS, "conv1").name, "conv1");
  assert.equal(layerOf(LAYERS, "layer1").name, "layer1.1");
  assert.equal(layerOf(LAYERS, "layer1.0").name, "layer1.0");
});

Deno.test("an unknown name is refused with those that there are", () => {
  assert.throws(() => layerOf(LAYERS, "layer"), {
    message:
      'Cannot look at layer "layer": none that makes images is called so',
    stage: "command",
    remedy:
      'Nearest are "layer1", "layer2", "layer3"; there are conv1, layer1, layer2, layer3',
  });
  const many = Array.from({ length: 50 }, (_, at) => layer(`block${at}`, 4));
  assert.throws(() => layerOf(many, "q"), { remedy: /block39 and 10 more$/ });
});

Deno.test("the network decides by the last layer that still tells where", () => {
  assert.equal(decidingLayer(LAYERS)?.name, "layer2.0");
  const coarse = [layer("a", 3), layer("b", 3), layer("c", 1)];
  assert.equal(decidingLayer(coarse)?.name, "b");
  assert.equal(decidingLayer([]), undefined);
});
