import {
  BatchMatMul,
  ClipByValue,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  FusedBatchNorm,
  FusedConv2D,
  GatherV2,
  Max,
  MaxPool,
  MaxPoolGrad,
  Mean,
  Relu,
  Sum,
} from "@tensorflow/tfjs-core";
import { clip } from "./elementwise/clip.ts";
import { clipGradient } from "./elementwise/clip_gradient.ts";
import { broadcast, OPERATIONS } from "./elementwise/broadcast.ts";
import {
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
} from "./convolution/convolution.ts";
import {
  depthwiseConv2D,
  depthwiseConv2DBackpropFilter,
  depthwiseConv2DBackpropInput,
} from "./convolution/depthwise/depthwise_convolution.ts";
import { embeddingGradient } from "./embedding_gradient.ts";
import {
  fusedBatchNorm,
  fusedBatchNormGradient,
} from "./normalization/fused_batch_norm.ts";
import { fusedConv2D } from "./convolution/fused_convolution.ts";
import { batchMatMul } from "./convolution/mat_mul.ts";
import { maxPool, maxPoolGradient } from "./reduction/max_pool.ts";
import { meanGradient } from "./reduction/mean_gradient.ts";
import { registerMoments } from "./normalization/moments.ts";
import { override, overrideGradient } from "./override.ts";
import { max, mean, sum } from "./reduction/reduction.ts";
import { relu } from "./elementwise/relu.ts";
import { reluGradient } from "./elementwise/relu_gradient.ts";
import { registerSoftmaxCrossEntropy } from "./loss/softmax_cross_entropy.ts";

/** Puts our kernels before tfjs' own on the WebGPU backend; twice is as once. */
export function installKernels(): void {
  registerMoments();
  registerSoftmaxCrossEntropy();
  override(Conv2D, conv2D);
  override(Conv2DBackpropInput, conv2DBackpropInput);
  override(Conv2DBackpropFilter, conv2DBackpropFilter);
  override(DepthwiseConv2dNative, depthwiseConv2D);
  override(DepthwiseConv2dNativeBackpropInput, depthwiseConv2DBackpropInput);
  override(DepthwiseConv2dNativeBackpropFilter, depthwiseConv2DBackpropFilter);
  override(FusedConv2D, fusedConv2D);
  override(FusedBatchNorm, fusedBatchNorm);
  overrideGradient(FusedBatchNorm, fusedBatchNormGradient);
  // Of halves alone: what they leave to tfjs is as ever.
  override(ClipByValue, clip, { tells: false });
  override(Relu, relu, { tells: false });
  overrideGradient(ClipByValue, clipGradient);
  overrideGradient(Mean, meanGradient);
  overrideGradient(Relu, reluGradient);
  overrideGradient(GatherV2, embeddingGradient);
  override(Sum, sum);
  override(Mean, mean);
  override(Max, max);
  override(MaxPool, maxPool);
  override(MaxPoolGrad, maxPoolGradient);
  override(BatchMatMul, batchMatMul);
  for (const operation of Object.keys(OPERATIONS)) {
    override(operation, broadcast(operation));
  }
}
