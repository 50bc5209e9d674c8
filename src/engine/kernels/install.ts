import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
} from "@tensorflow/tfjs-core";
import {
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
} from "./convolution.ts";
import { override } from "./override.ts";

/** Puts our kernels before tfjs' own on the WebGPU backend; twice is as once. */
export function installKernels(): void {
  override(Conv2D, conv2D);
  override(Conv2DBackpropInput, conv2DBackpropInput);
  override(Conv2DBackpropFilter, conv2DBackpropFilter);
}
