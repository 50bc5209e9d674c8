/**
 * What is known of the items of a training once it is done, as a result of its
 * own: computed once for each checkpoint, and asked for by no other node.
 *
 * @module
 */
import type { Entry, Store } from "../../../base/store/store.ts";
import { familiarityNode } from "../../../flow/graph/familiarity.ts";
import type { Front } from "../../../flow/graph/front.ts";
import type { LearnGraph } from "../../../flow/graph/learning.ts";
import { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { writeFamiliarity } from "../../model/familiarity_file.ts";
import type { Items } from "../../data/packed_items.ts";
import type { Session } from "../../train/session.ts";

/** A training that is done. */
export interface DoneTraining {
  readonly store: Store;
  /** Without the items that could not be read. */
  readonly front: Front;
  /** Along the course that it took. */
  readonly graph: Pick<LearnGraph, "predictions">;
}

/** What is known of the items of a training, and where. */
export interface Found {
  /** Whether there is nothing more to compute. */
  readonly done: boolean;
  readonly entry: Entry | undefined;
}

/** Looks for it; computes nothing. */
export async function findFamiliarity(done: DoneTraining): Promise<Found> {
  const scheduler = new Scheduler({ store: done.store, emit: () => {} });
  const node = familiarityNode(done.front, done.graph);
  const entry = await scheduler.peek(node);
  return { done: entry !== undefined, entry };
}

/**
 * Finds it, or computes it.
 *
 * @param ask runs with the network of a checkpoint, and the items
 */
export async function resolveFamiliarity(
  done: DoneTraining,
  ask: <Told>(
    checkpoint: Entry,
    run: (session: Session, about: { readonly items: Items }) => Promise<Told>,
  ) => Promise<Told>,
  provenance: () => object,
): Promise<Entry | undefined> {
  const { store, front, graph } = done;
  const scheduler = new Scheduler({
    store,
    // It is no step of the training: nobody waits for it by its name.
    emit: () => {},
    provenance: () => ({ ...provenance() }),
    executors: {
      familiarity: async ({ key, inputs: { checkpoint }, folder }) => {
        if (!checkpoint) throw new TypeError("No checkpoint to ask");
        // Whoever only looks for it starts without the engine.
        const { computeFamiliarity } = await import(
          "../../familiarity/compute.ts"
        );
        const familiarity = await ask(
          checkpoint,
          (session, { items }) => computeFamiliarity(session, items, front),
        );
        await writeFamiliarity(folder, key, familiarity);
      },
    },
  });
  return await scheduler.resolve(familiarityNode(front, graph));
}
