import type { StoredModel } from "../../../engine/model/read_model.ts";
import type { Format } from "../formats.ts";
import type { Facts } from "../facts.ts";
import { onnxGuide } from "./onnx.ts";
import { safetensorsGuide } from "./safetensors.ts";
import { tfjsGuide } from "./tfjs.ts";
import { webGuide } from "./web.ts";

/** A README that says what was exported and how to run it. */
export function guide(
  format: Format,
  facts: Facts,
  model: StoredModel,
): string {
  switch (format) {
    case "onnx":
      return onnxGuide(facts);
    case "tfjs":
      return tfjsGuide(facts);
    case "safetensors":
      return safetensorsGuide(facts, model);
    case "web":
      return webGuide(facts);
  }
}
