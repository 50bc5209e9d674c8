import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Items } from "../data/packed_items.ts";
import { Fences } from "../replay/fences.ts";
import { recordedBackend } from "../replay/recorded_backend.ts";
import { answeringForward } from "./forward.ts";
import type { Session } from "./session.ts";

/** What a network says about a set, and what is true. */
export interface Answers {
  /** `[count, columns]` after the loss's activation. */
  readonly outputs: Float32Array;
  /** `[count, columns]` */
  readonly targets: Float32Array;
}

/** Answers with what the loss is of them. */
export interface Evaluation extends Answers {
  /** The mean over all items. */
  readonly loss: number;
}

/** A set that a network is asked about. */
export interface Asked {
  readonly items: Items;
  readonly ids: readonly string[];
  /** The row that the loss scores, by id. */
  readonly targets: ReadonlyMap<string, readonly number[]>;
}

/** Finds out about a set by a network. */
export type Ask<Told> = (session: Session, about: Asked) => Promise<Told>;

/**
 * The batches of a set: its items, and the same filled up with the last one.
 * One shape means one set of compiled kernels, and no item sees another here.
 * They are those of training, or as large as they may be.
 */
export function* fullBatches(
  { stages, most }: {
    readonly stages: {
      readonly fit: { readonly behaviour: { readonly batch: number } };
    };
    readonly most: number;
  },
  ids: readonly string[],
): Generator<{ readonly real: readonly string[]; readonly full: string[] }> {
  const batch = Math.min(stages.fit.behaviour.batch, most);
  for (let at = 0; at < ids.length; at += batch) {
    const real = ids.slice(at, at + batch);
    const last = real.at(-1) ?? "";
    yield { real, full: [...real, ...Array(batch - real.length).fill(last)] };
  }
}

/**
 * Runs a whole set through the network, with running statistics. The surplus
 * of the last batch is dropped.
 */
export async function evaluate(
  session: Session,
  { items, ids, targets }: Asked,
): Promise<Evaluation> {
  const { tf, columns, stages, network, variables } = session;
  const rows = ids.flatMap((id) => [...targets.get(id) ?? []]);
  const forward = answeringForward(tf, variables);
  const parts: { outputs: Tensor2D; losses: ReturnType<typeof tf.tensor1d> }[] =
    [];
  const fences = new Fences();
  const queue = recordedBackend(tf)?.queue;
  let at = 0;
  for (const { real, full } of fullBatches(session, ids)) {
    await fences.room();
    const from = at;
    at += real.length;
    parts.push(tf.tidy(() => {
      const inputs = session.answeringBatch(items.read(full), full.length);
      const raw = network.forward(forward, inputs);
      const wanted = tf.slice(raw, [0, 0], [real.length, columns]);
      const scored = tf.tensor2d(
        rows.slice(from * columns, (from + real.length) * columns),
        [real.length, columns],
      );
      const { behaviour } = stages.loss;
      return {
        outputs: behaviour.activation(tf, wanted),
        losses: behaviour.perItem(tf, wanted, scored),
      };
    }));
    if (queue) fences.add(queue);
  }
  const outputs = new Float32Array(ids.length * columns);
  let sum = 0;
  let to = 0;
  const read = await Promise.all(
    parts.map((part) => Promise.all([part.outputs.data(), part.losses.data()])),
  );
  for (const [values, losses] of read) {
    outputs.set(values, to);
    to += values.length;
    for (const loss of losses) sum += loss;
  }
  tf.dispose(parts);
  return { outputs, targets: Float32Array.from(rows), loss: sum / ids.length };
}
