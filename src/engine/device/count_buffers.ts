/** Bytes of the buffers of a device. */
export interface BufferBytes {
  /** At present. */
  readonly bytes: number;
  /** At most, since it was opened. */
  readonly most: number;
  /** Of the largest one that kernels read or write. */
  readonly largest: number;
}

/** Counts the buffers that a device makes from now on, until they are destroyed. */
export function countBuffers(
  device: Pick<GPUDevice, "createBuffer">,
): () => BufferBytes {
  const { createBuffer } = device;
  let bytes = 0;
  let most = 0;
  let largest = 0;
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer.call(device, descriptor);
    const { size, usage } = descriptor;
    if (usage & GPUBufferUsage.STORAGE) largest = Math.max(largest, size);
    bytes += size;
    most = Math.max(most, bytes);
    const { destroy } = buffer;
    let counted = true;
    buffer.destroy = () => {
      if (counted) bytes -= size;
      counted = false;
      destroy.call(buffer);
    };
    return buffer;
  };
  return () => ({ bytes, most, largest });
}
