/**
 * Gradients of variables, as `tf.variableGrads()` has them, bit for bit. That
 * keeps what the way forward saved, and all that comes back, until all is done:
 * three times what the layers make. Here both are freed where they were needed
 * last:
 *
 *     forward   a ── b ── c ── loss     saved: a, b, c
 *     backward            c ◀─ loss     freed: c, and what reached it
 *                    b ◀─               …
 *
 * @module
 */
import type {
  NamedTensorMap,
  Scalar,
  Tensor,
  Variable,
} from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";

/** An operation that was done, and how to go back through it. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: NamedTensorMap;
  readonly outputs: readonly Tensor[];
  /** Kept until they are disposed of. */
  readonly saved: readonly Tensor[];
  readonly gradient?: (
    dys: (Tensor | null)[],
  ) => Readonly<Record<string, () => Tensor>>;
}

/** The parts of tfjs' engine by which it differentiates. */
interface Differentiating {
  readonly state: {
    gradientDepth: number;
    activeTape: readonly TapeNode[] | null;
    readonly activeScope: { readonly track: readonly Tensor[] };
  };
  startTape(): void;
  endTape(): void;
}

/** An operation on the way from variables to a loss. */
interface Passed extends TapeNode {
  /** Those of its inputs that depend on a variable. */
  readonly ways: readonly (readonly [name: string, input: Tensor])[];
}

/** A loss, and where it leads. */
export interface Gradients {
  readonly value: Scalar;
  /** By the names that tfjs gives variables; none where a variable has none. */
  readonly grads: NamedTensorMap;
}

/** What of a tape leads from variables to a loss, in order. */
function passedBetween(
  variables: readonly Variable[],
  loss: Tensor,
  tape: readonly TapeNode[],
): readonly Passed[] {
  const dependent = new Set(variables.map(({ id }) => id));
  const after = tape.flatMap((node) => {
    const ways = Object.entries(node.inputs)
      .filter(([, { id }]) => dependent.has(id));
    if (ways.length === 0) return [];
    for (const { id } of node.outputs) dependent.add(id);
    return [{ ...node, ways }];
  });
  const leading = new Set([loss.id]);
  return after.toReversed().filter(({ ways, outputs }) => {
    if (!outputs.some(({ id }) => leading.has(id))) return false;
    for (const [, { id }] of ways) leading.add(id);
    return true;
  }).toReversed();
}

/** What reaches the inputs of an operation, each the caller's. */
function throughOne(
  tf: Tensors,
  { state }: Differentiating,
  { kernelName, gradient, ways }: Passed,
  dys: readonly (Tensor | null)[],
): readonly Tensor[] {
  if (gradient === undefined) {
    throw new TypeError(
      `Cannot differentiate ${kernelName}: it has no way back`,
    );
  }
  return tf.tidy(() => {
    const backwards = gradient([...dys]);
    const all = ways.map(([name]) => {
      const back = backwards[name];
      if (back !== undefined) return tf.tidy(back);
      throw new TypeError(`Cannot go back through "${name}" of ${kernelName}`);
    });
    // What is somebody else's, or was given twice, is not to be freed with it.
    const own = new Set(state.activeScope.track);
    return all.map((each) => own.delete(each) ? each : each.clone());
  });
}

/** Goes back from a loss, and frees what was saved on the way. */
function back(
  tf: Tensors,
  engine: Differentiating,
  path: readonly Passed[],
  loss: Tensor,
): ReadonlyMap<number, Tensor> {
  const reached = new Map<number, Tensor>([[loss.id, tf.ones(loss.shape)]]);
  for (const node of path.toReversed()) {
    const dys = node.outputs.map(({ id }) => reached.get(id) ?? null);
    const all = throughOne(tf, engine, node, dys);
    node.ways.forEach(([, { id }], at) => {
      const [before, more] = [reached.get(id), all[at]];
      if (more === undefined) return;
      reached.set(id, before ? tf.add(before, more) : more);
      if (before) tf.dispose([before, more]);
    });
    for (const { id } of node.outputs) reached.delete(id);
    for (const each of [...dys, ...node.saved]) each?.dispose();
  }
  return reached;
}

/**
 * The value of a loss and its gradients, which are the caller's.
 *
 * @throws {TypeError} when the loss depends on none of the variables
 */
export function gradientsOf(
  tf: Tensors,
  lossOf: () => Scalar,
  variables: readonly Variable[],
): Gradients {
  // tfjs declares these members private.
  const engine = tf.engine() as unknown as Differentiating;
  const { state } = engine;
  if (state.gradientDepth > 0) {
    throw new TypeError("Cannot differentiate within a gradient");
  }
  let value: Scalar | undefined;
  engine.startTape();
  try {
    try {
      value = tf.tidy(lossOf);
    } finally {
      engine.endTape();
    }
    return leadBack(tf, engine, value, variables);
  } catch (error) {
    value?.dispose();
    throw error;
  } finally {
    for (const { saved } of state.activeTape ?? []) {
      for (const each of saved) each.dispose();
    }
    state.activeTape = null;
  }
}

/** Where a loss leads by what was noted of it. */
function leadBack(
  tf: Tensors,
  engine: Differentiating,
  value: Scalar,
  variables: readonly Variable[],
): Gradients {
  const tape = engine.state.activeTape ?? [];
  const path = passedBetween(variables, value, tape);
  if (path.length === 0) {
    throw new TypeError("Cannot differentiate a loss of no variable");
  }
  const needed = new Set(path.flatMap(({ saved }) => saved));
  for (const { saved } of tape) {
    for (const each of saved) if (!needed.has(each)) each.dispose();
  }
  return tf.tidy(() => {
    const reached = back(tf, engine, path, value);
    const grads = Object.fromEntries(
      variables.flatMap(({ id, name }) => {
        const gradient = reached.get(id);
        return gradient ? [[name, gradient] as const] : [];
      }),
    );
    return { value, grads };
  });
}
