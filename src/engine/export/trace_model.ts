import * as tf from "@tensorflow/tfjs-core";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import type { StoredModel } from "../model/read_model.ts";
import { trainedSession } from "../model/trained_session.ts";
import { tapped } from "../insight/tapped.ts";
import type { Session } from "../train/session.ts";
import { freeBatch } from "./free_batch.ts";
import type { Graph, GraphInput } from "./graph.ts";
import { FEATURES, SEEN } from "./node_names.ts";
import type { Traced } from "./traced.ts";
import { tracedKernels } from "./traced_kernels.ts";
import { TracingBackend } from "./tracing_backend.ts";
import {
  type TracedExplanation,
  traceExplanation,
} from "./trace_explanation.ts";

/** Two numbers of items, neither of which says nothing. */
const [FEW, MORE] = [2, 3] as const;

/** What was noted of a pass. */
interface Noted {
  readonly output: Traced;
  /** What layers make that make images, by name, in the order of the pass. */
  readonly images: ReadonlyMap<string, Traced>;
  /** What is compared, to know how unlike an item is, as of `bodyPass`. */
  readonly features: Traced | undefined;
}

/** As many items as are given, made ready. Within a tidy. */
function given(
  backend: TracingBackend,
  { fields, readyBatch }: Session,
  count: number,
): Batch {
  const batch: Record<string, Tensor> = {};
  for (const { name, dtype, shape } of fields) {
    const whole = dtype === "uint8" ? "int32" : dtype;
    const tensor = backend.input(name, [count, ...shape], whole);
    batch[name] = dtype === "uint8"
      ? tf.div(tf.cast(tensor, "float32"), 255)
      : tensor;
  }
  return readyBatch(batch);
}

/** What a network would do with so many items, all of it noted. */
function traced(
  backend: TracingBackend,
  session: Session,
  count: number,
): Noted {
  const { network, stages } = session;
  const images = new Map<string, Traced>();
  let row: Traced | undefined;
  let end: Traced | undefined;
  const output = tf.tidy(() => {
    const forward = tapped(session, (name, made) => {
      if (made.rank === 4) images.set(name, backend.of(made));
      else if (made.rank === 2) row ??= backend.of(made);
      return made;
    });
    const raw = network.forward(forward, given(backend, session, count));
    end = backend.of(raw);
    return stages.loss.behaviour.activation(tf, raw);
  });
  try {
    const last = [...images.values()].at(-1);
    const features = last ?? (row === end ? undefined : row);
    return { output: backend.of(output), images, features };
  } finally {
    output.dispose();
  }
}

/** What the answer of a graph is called. */
function outputName({ vocabulary }: StoredModel): string {
  return vocabulary.kind === "quantity" ? "values" : "probabilities";
}

/** Does something with a network while nothing is computed, but all is noted. */
async function whileTracing<Result>(
  model: StoredModel,
  stages: PipelineStages,
  trace: (
    backend: TracingBackend,
    session: Session,
    names: ReadonlyMap<Traced, string>,
  ) => Result,
): Promise<Result> {
  return await TracingBackend.run(tracedKernels, async (backend) => {
    const session = await trainedSession(tf, model, stages);
    try {
      const names = [...session.variables.all].map(([name, variable]) =>
        [backend.of(variable), name] as const
      );
      return trace(backend, session, new Map(names));
    } finally {
      session.dispose();
    }
  });
}

/** @param names of steps, besides that of what is compared */
function graphOf(
  backend: TracingBackend,
  session: Session,
  { one, names, output }: {
    /** The first of two runs. */
    readonly one: Noted;
    readonly names: ReadonlyMap<Traced, string>;
    readonly output: string;
  },
): Graph {
  const { features } = one;
  return freeBatch({
    inputs: session.fields.map(({ name, dtype, shape }): GraphInput => ({
      name,
      dtype,
      shape: [null, ...shape],
    })),
    outputs: [one.output, traced(backend, session, MORE).output],
    output,
    names: features ? new Map([...names, [features, FEATURES]]) : names,
  });
}

/**
 * A trained network as a graph, with all that is done to what it is given:
 * bytes of images or encoded rows go in, probabilities or values come out.
 * Nothing is computed, and no GPU is used.
 *
 * @param stages the stages of the model's description
 * @throws {PipelineError} when it does what no graph can say
 */
export async function traceModel(
  model: StoredModel,
  stages: PipelineStages,
): Promise<Graph> {
  const output = outputName(model);
  return await whileTracing(model, stages, (backend, session, names) => {
    const one = traced(backend, session, FEW);
    return graphOf(backend, session, { one, names, output });
  });
}

/** A network as a graph, and how its answers are explained. */
export interface ExplainedGraph {
  readonly graph: Graph;
  /** Absent where answers cannot be explained by a graph. */
  readonly explanation?: TracedExplanation & {
    /** The node of the network's graph that makes what is seen. */
    readonly from: string;
  };
  /** Why they cannot. */
  readonly why?: string;
}

/**
 * The same, and how its answers are explained, where a graph can say that.
 *
 * @throws {PipelineError} when the network does what no graph can say
 */
export async function traceExplained(
  model: StoredModel,
  stages: PipelineStages,
): Promise<ExplainedGraph> {
  const output = outputName(model);
  return await whileTracing(model, stages, (backend, session, names) => {
    let told: TracedExplanation | undefined;
    let why: string | undefined;
    const batch = tf.tidy(() => given(backend, session, 1));
    try {
      told = traceExplanation(backend, session, batch, names);
    } catch (error) {
      // Whoever asks has answers all the same.
      why = error instanceof Error ? error.message : String(error);
    } finally {
      tf.dispose(Object.values(batch));
    }
    const one = traced(backend, session, FEW);
    const seen = told && one.images.get(told.layer);
    const named = seen ? new Map([...names, [seen, SEEN]]) : names;
    const graph = graphOf(backend, session, { one, names: named, output });
    const from = seen === one.features ? FEATURES : SEEN;
    const isThere = graph.nodes.some(({ name }) => name === from);
    return {
      graph,
      ...told && isThere ? { explanation: { ...told, from } } : {},
      ...why === undefined ? {} : { why },
    };
  });
}
