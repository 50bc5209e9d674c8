/** Reads and multiplications in the body of a probe. */
interface Probe {
  readonly reads: number;
  readonly multiplications: number;
}

const EMPTY: Probe = { reads: 1, multiplications: 1 };
const READS: Probe = { reads: 16, multiplications: 16 };
const ARITHMETIC: Probe = { reads: 1, multiplications: 256 };

/** Each probe is compiled so often: what was least disturbed counts. */
const TURNS = 2;

/**
 * How many times as long as the multiplications the reads may take. Measured:
 * 1.3 with Mesa 22.3 and with SwiftShader, 8 with Mesa 25.
 */
const DEAR = 3;

function code({ reads, multiplications }: Probe, nonce: number): string {
  const each = (count: number, write: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => write(at)).join("\n");
  return `
    @group(0) @binding(0) var<storage, read> x : array<vec4<f32>>;
    @group(0) @binding(1) var<storage, read_write> result : array<vec4<f32>>;
    @compute @workgroup_size(32)
    fn main(@builtin(global_invocation_id) id : vec3<u32>) {
      let index = i32(id.x);
      var sum = vec4<f32>(${nonce.toFixed(3)});
      for (var i = 0; i < index; i++) {
        ${each(reads, (at) => `let x${at} = x[index + i * ${at + 1}];`)}
        ${
    each(
      multiplications,
      (at) => `sum = fma(sum, x${at % reads}, sum.yzwx);`,
    )
  }
      }
      result[index] = sum;
    }`;
}

/** How long a probe takes from its text to its end, in milliseconds. */
async function compile(
  gpu: GPUDevice,
  buffers: readonly GPUBuffer[],
  probe: Probe,
): Promise<number> {
  const start = performance.now();
  const pipeline = gpu.createComputePipeline({
    layout: "auto",
    // Drivers keep what they compiled: no probe is like one before.
    compute: { module: gpu.createShaderModule({ code: code(probe, start) }) },
  });
  const group = gpu.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({
      binding,
      resource: { buffer },
    })),
  });
  const encoder = gpu.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(1);
  pass.end();
  gpu.queue.submit([encoder.finish()]);
  await gpu.queue.onSubmittedWorkDone();
  return performance.now() - start;
}

/**
 * Whether the driver compiles shaders with many reads as readily as those with
 * many multiplications; takes a fraction of a second.
 */
export async function compilesReadily(gpu: GPUDevice): Promise<boolean> {
  const buffers = [0, 1].map(() =>
    gpu.createBuffer({ size: 2 ** 16, usage: GPUBufferUsage.STORAGE })
  );
  const least = new Map<Probe, number>();
  // The first probe of all starts the compiler.
  await compile(gpu, buffers, EMPTY);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const probe of [EMPTY, READS, ARITHMETIC]) {
      const took = await compile(gpu, buffers, probe);
      least.set(probe, Math.min(took, least.get(probe) ?? Infinity));
    }
  }
  for (const buffer of buffers) buffer.destroy();
  const cost = (probe: Probe) =>
    Math.max(1, (least.get(probe) ?? 0) - (least.get(EMPTY) ?? 0));
  return cost(READS) < DEAR * cost(ARITHMETIC);
}
