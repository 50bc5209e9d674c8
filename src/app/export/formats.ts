/** What a model can be written as. */
export const FORMATS = ["onnx", "tfjs", "safetensors", "web"] as const;

/** See {@linkcode FORMATS}. */
export type Format = typeof FORMATS[number];
