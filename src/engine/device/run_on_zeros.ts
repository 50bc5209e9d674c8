/** How a shader declares what is bound: `@binding(1) var<storage, read> x`. */
const BOUND = /@binding\((\d+)\)\s*var<(\w+)/g;

/** Enough for the uniforms of any shader, which are all zero. */
const SIZE = 1024;

/** A shader with what it binds. */
interface Bound {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly buffers: readonly GPUBuffer[];
}

function bind(gpu: GPUDevice, code: string): Bound {
  const pipeline = gpu.createComputePipeline({
    layout: "auto",
    compute: { module: gpu.createShaderModule({ code }) },
  });
  const kinds = new Map(
    [...code.matchAll(BOUND)].map(([, at, kind]) => [Number(at), kind]),
  );
  const entries = [...kinds].map(([binding, kind]) => ({
    binding,
    resource: {
      buffer: gpu.createBuffer({
        size: SIZE,
        usage: kind === "uniform"
          ? GPUBufferUsage.UNIFORM
          : GPUBufferUsage.STORAGE,
      }),
    },
  }));
  return {
    pipeline,
    group: gpu.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries,
    }),
    buffers: entries.map(({ resource }) => resource.buffer),
  };
}

/**
 * Runs shaders of tfjs and ours on numbers that are all zero, sizes among them:
 * they do nothing, but a driver compiles what it runs. It is given all of them at
 * once, since Mesa's makes none while it runs one.
 */
export function runOnZeros(gpu: GPUDevice, codes: readonly string[]): void {
  const all = codes.map((code) => bind(gpu, code));
  const encoder = gpu.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const { pipeline, group } of all) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(1);
  }
  pass.end();
  gpu.queue.submit([encoder.finish()]);
  for (const { buffers } of all) buffers.forEach((each) => each.destroy());
}
