import { safetensors } from "leat";

/**
 * The narrow ResNet that `pipelines/doodles.ts` gave, which can tell sixteen
 * kinds of drawing apart.
 */
export const doodles = safetensors(
  "npm:leat/pipelines/weights/doodles.safetensors",
  {
    sha256: "bc833a8ac8802992fe6084b5a7dba02f6ba56facd0c433eaade6b41cf3e1a486",
  },
);
