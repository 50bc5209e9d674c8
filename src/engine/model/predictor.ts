import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Encoder, Field, InputItem } from "../../flow/stage/input.ts";
import type { Tensor } from "../../flow/stage/tensors.ts";
import type { TestTimeAugmentation } from "../../flow/stage/test_time.ts";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import type { Vocabulary } from "../../flow/graph/targets.ts";
import { openDevice } from "../device/open_device.ts";
import { emptyRows, type Rows } from "../data/packed_items.ts";
import { copyWindow, type Placement, roomOf } from "../data/room.ts";
import { answeringForward } from "../train/forward.ts";
import type { Session } from "../train/session.ts";
import { augmentedAnswers, type ReadView } from "../train/test_time.ts";
import type { StoredModel } from "./read_model.ts";
import { isRejected, settled } from "./settled.ts";
import { trainedSession } from "./trained_session.ts";

/** Tags count as present from this probability. */
const THRESHOLD = 0.5;

/** What a model says of one item. */
export interface Prediction {
  /** In the label's own type: a class, a number, or tags. */
  readonly label: LabelValue;
  /** Of the label; absent for a number, and for tags. */
  readonly probability?: number;
  /** Of each class; absent for a number. */
  readonly probabilities?: Readonly<Record<string, number>>;
}

function answer(
  { kind, classes }: Vocabulary,
  outputs: readonly number[],
): Prediction {
  if (kind === "quantity") return { label: outputs[0] ?? NaN };
  const probabilities = Object.fromEntries(
    classes.map((each, at) => [String(each), outputs[at] ?? NaN]),
  );
  if (kind === "tags") {
    const label = classes.filter((_, at) => (outputs[at] ?? 0) >= THRESHOLD)
      .map(String);
    return { label, probabilities };
  }
  const best = outputs.indexOf(Math.max(...outputs));
  return {
    label: classes[best] ?? "",
    probability: outputs[best] ?? NaN,
    probabilities,
  };
}

/** The views of an image are the same whatever its file's name is. */
const NAMELESS = "";

/** One item as a batch, a window of what has room. */
function rowsOf(
  fields: readonly Field[],
  encoded: Awaited<ReturnType<NonNullable<Encoder["encodeWithRoom"]>>>,
  placement?: Placement,
): Rows {
  const rows = emptyRows(fields, 1);
  fields.forEach((field, at) => {
    const [row, array] = [rows[at], encoded[at]];
    if (row === undefined || array === undefined) return;
    if (!("bytes" in array)) return row.set(array);
    const to = new Uint8Array(row.buffer);
    copyWindow(array.bytes, roomOf(array), field, to, placement?.(NAMELESS));
  });
  return rows;
}

/**
 * As many rows as a batch of so many items has: a power of two. Of few sizes a
 * device keeps few kernels and buffers, however many requests come.
 */
function paddedRows(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}

/** A model on the device, ready to answer. */
export class Predictor {
  readonly #session: Session;
  readonly #vocabulary: Vocabulary;
  readonly #statistics: Json;
  readonly #settle: () => Promise<void>;
  readonly #close: () => void;

  private constructor(
    session: Session,
    { vocabulary, statistics }: StoredModel,
    device: { settle(): Promise<void>; close(): void },
  ) {
    this.#session = session;
    this.#vocabulary = vocabulary;
    this.#statistics = statistics;
    this.#settle = () => device.settle();
    this.#close = () => device.close();
  }

  /**
   * @param stages the stages of the model's description
   * @throws {PipelineError} when the model does not hold what its network needs
   */
  static async open(
    model: StoredModel,
    stages: PipelineStages,
    onNotice: (line: string) => void = () => {},
  ): Promise<Predictor> {
    const device = await openDevice({ onNotice });
    try {
      const session = await trainedSession(device.tf, model, stages);
      return new Predictor(session, model, device);
    } catch (error) {
      device.close();
      throw error;
    }
  }

  /**
   * Answers for one item.
   *
   * @param augmentation to answer over several views of it
   * @throws {PipelineError} when the item cannot be read
   */
  async predict(
    item: InputItem,
    augmentation?: TestTimeAugmentation,
  ): Promise<Prediction> {
    const session = this.#session;
    const { tf, fields, stages, network, variables } = session;
    const encoder = stages.input.behaviour.encoder(this.#statistics);
    const encode = augmentation && encoder.encodeWithRoom || encoder.encode;
    const encoded = await encode.call(encoder, item);
    const read: ReadView = (placement) => rowsOf(fields, encoded, placement);
    const outputs = tf.tidy(() => {
      if (augmentation) {
        return augmentedAnswers(session, read, [NAMELESS], augmentation);
      }
      const batch = session.answeringBatch(read(), 1);
      const raw = network.forward(answeringForward(tf, variables), batch);
      return stages.loss.behaviour.activation(tf, raw);
    });
    return answer(this.#vocabulary, await this.#read(outputs));
  }

  /**
   * Answers for several items at once, in their order. One that cannot be read
   * is refused alone; the others are answered all the same.
   *
   * @throws {PipelineError} when the device fails, whatever it was asked
   */
  async predictAll(
    items: readonly InputItem[],
  ): Promise<readonly PromiseSettledResult<Prediction>[]> {
    const { tf, stages, fields, network, variables } = this.#session;
    const encoder = stages.input.behaviour.encoder(this.#statistics);
    const encoded = await settled(items, (item) => encoder.encode(item));
    const whole = encoded.flatMap((each) =>
      each.status === "fulfilled" ? [each.value] : []
    );
    if (whole.length === 0) return encoded.filter(isRejected);
    const count = paddedRows(whole.length);
    const outputs = tf.tidy(() => {
      const rows = emptyRows(fields, count);
      whole.forEach((arrays, row) =>
        arrays.forEach((array, at) => rows[at]?.set(array, row * array.length))
      );
      const batch = this.#session.answeringBatch(rows, count);
      const raw = network.forward(answeringForward(tf, variables), batch);
      return stages.loss.behaviour.activation(tf, raw);
    });
    const values = await this.#read(outputs);
    const columns = values.length / count;
    let row = 0;
    return encoded.map((each) => {
      if (each.status === "rejected") return each;
      const own = values.slice(row * columns, ++row * columns);
      return { status: "fulfilled", value: answer(this.#vocabulary, own) };
    });
  }

  /** The numbers of a tensor, which is disposed. */
  async #read(outputs: Tensor): Promise<readonly number[]> {
    try {
      const values = await outputs.data();
      await this.#settle();
      return [...values];
    } finally {
      outputs.dispose();
    }
  }

  [Symbol.dispose](): void {
    this.#session.dispose();
    this.#close();
  }
}
