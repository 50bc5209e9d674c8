import type { Tensor } from "@tensorflow/tfjs-core";
import type { Pool } from "./pool.ts";
import type { DataId, RecordedBackend } from "./recorded_backend.ts";
import type { Tape } from "./tape.ts";

/** What a step leaves for the next one, by name. */
export type State = ReadonlyMap<string, Tensor>;

/** Where the state lies; a replayed step reads it there and leaves it there. */
export type Places = ReadonlyMap<string, GPUBuffer>;

/** A buffer whose content belongs into another one after a step. */
export interface Carry {
  readonly from: GPUBuffer;
  readonly to: GPUBuffer;
}

/** Where a state lies, which is brought to the device if need be. */
export function placesOf(backend: RecordedBackend, state: State): Places {
  return new Map([...state].map(([name, { dataId }]) => {
    backend.uploadToGPU(dataId);
    const { resource } = backend.tensorMap.get(dataId);
    if (resource === null) throw new TypeError(`"${name}" has no numbers`);
    return [name, resource] as const;
  }));
}

/** Whether a state lies where it did. */
export function liesThere(
  backend: RecordedBackend,
  state: State,
  places: Places,
): boolean {
  if (state.size !== places.size) return false;
  return [...state].every(([name, { dataId }]) =>
    backend.tensorMap.get(dataId).resource === places.get(name)
  );
}

/**
 * Brings a state back to where it lay before a step made it anew: its tensors
 * get their old buffers, into which the new are to be copied.
 */
export function carryBack(
  backend: RecordedBackend,
  state: State,
  places: Places,
  pool: Pool,
  tape: Tape,
): readonly Carry[] {
  const left = new Set(places.values());
  if (left.size < places.size) tape.refuse("keeps two states in one place");
  const carries: Carry[] = [];
  for (const [name, { dataId }] of state) {
    const data = backend.tensorMap.get(dataId);
    const to = places.get(name);
    if (to === undefined) continue;
    const from = data.resource;
    if (from === to) {
      left.delete(to);
    } else if (pool.owns(from) && !pool.isWritten(from)) {
      carries.push({ from, to });
      data.resource = to;
      data.values = null;
      left.delete(to);
    } else {
      tape.refuse(`sets "${name}" to what it did not compute`);
    }
  }
  for (const buffer of left) backend.bufferManager.releaseBuffer(buffer);
  return carries;
}

/** Forgets what was read back of a state, which a replay has changed since. */
export function forgetRead(backend: RecordedBackend, state: State): void {
  for (const { dataId } of state.values()) {
    backend.tensorMap.get(dataId).values = null;
  }
}

/**
 * Gives tensors that outlive a recorded step buffers of tfjs' own, into which
 * theirs are to be copied.
 */
export function moveOut(
  backend: RecordedBackend,
  created: readonly DataId[],
  pool: Pool,
): ReadonlyMap<DataId, Carry> {
  const moved = new Map<DataId, Carry>();
  for (const dataId of created) {
    if (!backend.tensorMap.has(dataId)) continue;
    const data = backend.tensorMap.get(dataId);
    const from = data.resource;
    if (!pool.owns(from)) continue;
    const to = backend.bufferManager.acquireBuffer(from.size, from.usage);
    data.resource = to;
    data.external = false;
    moved.set(dataId, { from, to });
  }
  return moved;
}
