/**
 * A device that does what it is told and writes it down. It stands in for the
 * real one while a step is recorded, so that nothing is missed, whoever tells it.
 *
 * @module
 */
import type { Pool } from "./pool.ts";
import type { Tape } from "./tape.ts";

type Method = (...values: never[]) => unknown;

/** The same object, with some of its methods in place of its own. */
function standIn<Target extends object>(
  target: Target,
  methods: Partial<Record<keyof Target, Method>>,
  onOther: (name: string) => void = () => {},
): Target {
  return new Proxy(target, {
    get(_, name) {
      // A name of the target or of no consequence: both maps answer to it.
      const own = methods[name as keyof Target];
      if (own !== undefined) return own;
      const value = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      onOther(String(name));
      return value.bind(target);
    },
  });
}

function buffersOf({ entries }: GPUBindGroupDescriptor): GPUBuffer[] {
  return [...entries].flatMap(({ resource }) =>
    "buffer" in resource ? [resource.buffer] : []
  );
}

/** What a recording is told besides what the device is. */
export interface RecordingOptions {
  /** Called with each shader that was not known before. */
  readonly onShader: (code: string) => void;
  /**
   * Whether the device gets nothing before the end: Mesa's makes no shader while
   * it runs another.
   */
  readonly holds: boolean;
}

/** A stand-in for a device, and one for its queue. */
export interface RecordingDevice {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  /** Gives the device what was held; from then on nothing is. */
  release(): void;
}

/** Makes the stand-ins; numbers are given to the device before all that is held. */
export function recordingDevice(
  device: GPUDevice,
  pool: Pool,
  tape: Tape,
  { onShader, holds }: RecordingOptions,
): RecordingDevice {
  const held: GPUCommandBuffer[] = [];
  let holding = holds;
  const release = () => {
    holding = false;
    if (held.length > 0) device.queue.submit(held.splice(0));
  };
  const bound = new WeakMap<GPUBindGroup, readonly GPUBuffer[]>();
  const unknown = (name: string) => tape.refuse(`calls ${name}()`);

  function passOf(real: GPUComputePassEncoder): GPUComputePassEncoder {
    let pipeline: GPUComputePipeline | undefined;
    let group: GPUBindGroup | undefined;
    return standIn(real, {
      setPipeline(given: GPUComputePipeline) {
        pipeline = given;
        real.setPipeline(given);
      },
      setBindGroup(index: number, given: GPUBindGroup) {
        if (index > 0) tape.refuse("binds more than one group");
        group = given;
        real.setBindGroup(index, given);
      },
      dispatchWorkgroups(x: number, y = 1, z = 1) {
        real.dispatchWorkgroups(x, y, z);
        if (pipeline === undefined || group === undefined) return;
        const buffers = bound.get(group) ?? [];
        tape.dispatch({ pipeline, group, counts: [x, y, z] }, buffers);
      },
      end: () => real.end(),
    }, unknown);
  }

  function encoderOf(real: GPUCommandEncoder): GPUCommandEncoder {
    return standIn(real, {
      beginComputePass: () => passOf(real.beginComputePass()),
      copyBufferToBuffer(
        from: GPUBuffer,
        fromOffset: number,
        to: GPUBuffer,
        toOffset: number,
        size: number,
      ) {
        real.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
        tape.copy({ from, fromOffset, to, toOffset, size });
      },
      finish: () => real.finish(),
    }, unknown);
  }

  return {
    release,
    device: standIn(device, {
      createShaderModule(descriptor: GPUShaderModuleDescriptor) {
        onShader(descriptor.code);
        return device.createShaderModule(descriptor);
      },
      createCommandEncoder: () => encoderOf(device.createCommandEncoder()),
      createBindGroup(descriptor: GPUBindGroupDescriptor) {
        const group = device.createBindGroup(descriptor);
        bound.set(group, buffersOf(descriptor));
        return group;
      },
    }),
    queue: standIn(device.queue, {
      submit(buffers: GPUCommandBuffer[]) {
        if (holding) held.push(...buffers);
        else device.queue.submit(buffers);
      },
      writeBuffer(buffer: GPUBuffer, offset: number, data: ArrayBuffer) {
        // Others than the pool's may be read by what is held.
        if (!pool.isWritten(buffer)) release();
        device.queue.writeBuffer(buffer, offset, data);
        if (pool.isWritten(buffer)) tape.constant(new Uint8Array(data));
        else tape.refuse("writes into a buffer of another step");
      },
    }, unknown),
  };
}
