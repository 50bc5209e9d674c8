import * as tf from "@tensorflow/tfjs-core";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import type { Tensor } from "../../flow/stage/tensors.ts";
import type { StoredModel } from "../model/read_model.ts";
import { trainedSession } from "../model/trained_session.ts";
import { tapped } from "../insight/tapped.ts";
import type { Session } from "../train/session.ts";
import { freeBatch } from "./free_batch.ts";
import type { Graph, GraphInput } from "./graph.ts";
import type { Traced } from "./traced.ts";
import { tracedKernels } from "./traced_kernels.ts";
import { TracingBackend } from "./tracing_backend.ts";

/** Two numbers of items, neither of which says nothing. */
const COUNTS = [2, 3] as const;

/** What was noted of a pass. */
interface Noted {
  readonly output: Traced;
  /** What the last layer makes that makes images, if there is one. */
  readonly features: Traced | undefined;
}

/** What a network would do with so many items, all of it noted. */
function traced(
  backend: TracingBackend,
  session: Session,
  count: number,
): Noted {
  const { fields, network, stages, readyBatch } = session;
  let features: Traced | undefined;
  const output = tf.tidy(() => {
    const given: Record<string, Tensor> = {};
    for (const { name, dtype, shape } of fields) {
      const whole = dtype === "uint8" ? "int32" : dtype;
      const tensor = backend.input(name, [count, ...shape], whole);
      given[name] = dtype === "uint8"
        ? tf.div(tf.cast(tensor, "float32"), 255)
        : tensor;
    }
    const forward = tapped(session, (_name, made) => {
      if (made.rank === 4) features = backend.of(made);
      return made;
    });
    const raw = network.forward(forward, readyBatch(given));
    return stages.loss.behaviour.activation(tf, raw);
  });
  try {
    return { output: backend.of(output), features };
  } finally {
    output.dispose();
  }
}

/** What the answer of a graph is called. */
function outputName({ vocabulary }: StoredModel): string {
  return vocabulary.kind === "quantity" ? "values" : "probabilities";
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
  return await TracingBackend.run(tracedKernels, async (backend) => {
    const session = await trainedSession(tf, model, stages);
    try {
      const [few, more] = COUNTS;
      const one = traced(backend, session, few);
      return freeBatch({
        inputs: session.fields.map(({ name, dtype, shape }): GraphInput => ({
          name,
          dtype,
          shape: [null, ...shape],
        })),
        outputs: [one.output, traced(backend, session, more).output],
        features: one.features,
        output: outputName(model),
        names: new Map(
          [...session.variables.all].map(([name, variable]) => [
            backend.of(variable),
            name,
          ]),
        ),
      });
    } finally {
      session.dispose();
    }
  });
}
