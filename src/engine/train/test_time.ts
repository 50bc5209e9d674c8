/**
 * Answers to several views of each item, as one.
 *
 *     rows ─┬─ transforms of training ─ network ─ activation ─┐ passes times
 *           │                                   mean or max ──┴─┐
 *           └─ as always ────────────── network ─ activation ───┴─ answer
 *
 * @module
 */
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { TestTimeAugmentation } from "../../flow/stage/test_time.ts";
import type { Batch } from "../../flow/stage/tensors.ts";
import type { Rows } from "../data/packed_items.ts";
import { type Placement, placementOf } from "../data/room.ts";
import { type Answers, type Asked, fullBatches } from "./evaluate.ts";
import { answeringForward } from "./forward.ts";
import type { Session } from "./session.ts";

/** What a network says about a batch, as people read it. */
function answers(session: Session, batch: Batch): Tensor2D {
  const { tf, network, variables, stages } = session;
  const outputs = network.forward(answeringForward(tf, variables), batch);
  return stages.loss.behaviour.activation(tf, outputs);
}

/** Reads items; windows of what has room lie in the middle unless told. */
export type ReadView = (placement?: Placement) => Rows;

/**
 * The answers to some items, over several views of each: `[items, columns]`
 * after the loss's activation.
 *
 * @param ids one for each item; the same id gets the same views
 */
export function augmentedAnswers(
  session: Session,
  read: ReadView,
  ids: readonly string[],
  augmentation: TestTimeAugmentation,
): Tensor2D {
  const { tf, stages } = session;
  const { seed } = stages.fit.behaviour;
  const { passes, combine } = augmentation;
  return tf.tidy(() => {
    const plain = answers(session, session.answeringBatch(read(), ids.length));
    let all: Tensor2D | undefined;
    for (let pass = 0; pass < passes; pass++) {
      const before = all;
      all = tf.tidy(() => {
        const rows = read(placementOf(seed, pass));
        const batch = session.augmentedBatch(rows, { seed, pass, ids });
        const each = answers(session, batch);
        if (before === undefined) return each;
        return combine === "max"
          ? tf.maximum(before, each)
          : tf.add(before, each);
      });
      before?.dispose();
    }
    if (all === undefined) return plain;
    if (augmentation.combine === "max") return tf.maximum(all, plain);
    const mean: Tensor2D = tf.div(all, passes);
    const { beta } = augmentation;
    return tf.add(mean, tf.mul(tf.sub(plain, mean), beta));
  });
}

/** The answers to a whole set, over several views of each item. */
export async function evaluateAugmented(
  session: Session,
  { items, ids, targets }: Asked,
  augmentation: TestTimeAugmentation,
): Promise<Answers> {
  const { columns } = session;
  const outputs = new Float32Array(ids.length * columns);
  let to = 0;
  for (const { real, full } of fullBatches(session, ids)) {
    const read: ReadView = (placement) => items.read(full, placement);
    const combined = augmentedAnswers(session, read, full, augmentation);
    // One read a batch is little beside its passes.
    const values = await combined.data();
    combined.dispose();
    outputs.set(values.subarray(0, real.length * columns), to);
    to += real.length * columns;
  }
  const rows = ids.flatMap((id) => [...targets.get(id) ?? []]);
  return { outputs, targets: Float32Array.from(rows) };
}
