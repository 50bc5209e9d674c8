import type { Json } from "../../flow/kinds/json.ts";
import type {
  Encoder,
  Field,
  InputItem,
  UnmetCell,
} from "../../flow/stage/input.ts";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import type { TestTimeAugmentation } from "../../flow/stage/test_time.ts";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import type { Vocabulary } from "../../flow/graph/targets.ts";
import { openDevice } from "../device/open_device.ts";
import { emptyRows, type Rows } from "../data/packed_items.ts";
import { copyWindow, type Placement, roomOf } from "../data/room.ts";
import { bodyPass } from "../familiarity/body_features.ts";
import { unmetBy } from "../familiarity/cells.ts";
import { type Familiarity, unlikeness } from "../familiarity/familiarity.ts";
import { Explainer, type Explanation } from "../insight/explanation.ts";
import type { Session } from "../train/session.ts";
import { augmentedAnswers, type ReadView } from "../train/test_time.ts";
import type { StoredModel } from "./read_model.ts";
import { answer, type Prediction } from "./prediction.ts";
import { isRejected, settled } from "./settled.ts";
import { trainedSession } from "./trained_session.ts";

/** The views of an image are the same whatever its file's name is. */
const NAMELESS = "";

/** An item that is asked about. */
interface Asked {
  readonly item: Json;
  /** Whether to say what of it speaks for the answer. */
  readonly explain: boolean;
}

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
  readonly #familiarity: Familiarity | undefined;
  /** Where items have cells. */
  readonly #unmet: ((item: Json) => readonly UnmetCell[]) | undefined;
  readonly #explainer: Explainer;
  readonly #onNotice: (line: string) => void;
  readonly #settle: () => Promise<void>;
  readonly #close: () => void;

  private constructor(
    session: Session,
    { vocabulary, statistics, familiarity }: StoredModel,
    device: { settle(): Promise<void>; close(): void },
    onNotice: (line: string) => void,
  ) {
    this.#onNotice = onNotice;
    this.#session = session;
    this.#vocabulary = vocabulary;
    this.#statistics = statistics;
    this.#familiarity = familiarity;
    this.#unmet = unmetBy(session.stages.input.behaviour, familiarity?.cells);
    this.#explainer = new Explainer(session, vocabulary.classes.map(String));
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
      return new Predictor(session, model, device, onNotice);
    } catch (error) {
      device.close();
      throw error;
    }
  }

  /**
   * Answers for one item.
   *
   * @param augmentation to answer over several views of it
   * @param explain whether to say what of it speaks for the answer
   * @throws {PipelineError} when the item cannot be read
   */
  async predict(
    item: InputItem,
    augmentation?: TestTimeAugmentation,
    explain = false,
  ): Promise<Prediction> {
    const session = this.#session;
    const { tf, fields, stages } = session;
    const encoder = stages.input.behaviour.encoder(this.#statistics);
    const encode = augmentation && encoder.encodeWithRoom || encoder.encode;
    const encoded = await encode.call(encoder, item);
    const read: ReadView = (placement) => rowsOf(fields, encoded, placement);
    const [plain] = await this.#ask(read(), 1, [
      { item: item.item, explain },
    ]);
    if (plain === undefined) throw new TypeError("One item has one answer");
    if (!augmentation) return plain;
    const outputs = tf.tidy(() =>
      augmentedAnswers(session, read, [NAMELESS], augmentation)
    );
    return { ...plain, ...answer(this.#vocabulary, await this.#read(outputs)) };
  }

  /**
   * Answers for several items at once, in their order. One that cannot be read
   * is refused alone; the others are answered all the same.
   *
   * @param explained which of them it is to be said of what speaks for the
   * answer; of none unless told
   * @throws {PipelineError} when the device fails, whatever it was asked
   */
  async predictAll(
    items: readonly InputItem[],
    explained: readonly boolean[] = [],
  ): Promise<readonly PromiseSettledResult<Prediction>[]> {
    const { stages, fields } = this.#session;
    const encoder = stages.input.behaviour.encoder(this.#statistics);
    const encoded = await settled(items, (item) => encoder.encode(item));
    const whole = encoded.flatMap((each, at) =>
      each.status === "fulfilled" ? [{ arrays: each.value, at }] : []
    );
    if (whole.length === 0) return encoded.filter(isRejected);
    const count = paddedRows(whole.length);
    const rows = emptyRows(fields, count);
    whole.forEach(({ arrays }, row) =>
      arrays.forEach((array, at) => rows[at]?.set(array, row * array.length))
    );
    const asked = whole.map(({ at }) => ({
      item: items[at]?.item ?? null,
      explain: explained[at] ?? false,
    }));
    const answers = (await this.#ask(rows, count, asked)).values();
    return encoded.map((each) => {
      if (each.status === "rejected") return each;
      const { value } = answers.next();
      if (value === undefined) throw new TypeError("An item has no answer");
      return { status: "fulfilled", value };
    });
  }

  /**
   * Answers to the rows of a batch.
   *
   * @param count rows of the batch; those beyond `asked` are padding
   */
  async #ask(
    rows: Rows,
    count: number,
    asked: readonly Asked[],
  ): Promise<readonly Prediction[]> {
    const session = this.#session;
    const { tf, stages } = session;
    const batch = session.answeringBatch(rows, count);
    try {
      const made = tf.tidy(() => {
        const { raw, features } = bodyPass(session, batch);
        const outputs = stages.loss.behaviour.activation(tf, raw);
        const known = this.#familiarity?.body && features;
        return { outputs, ...known ? { features: known } : {} };
      });
      const { features } = made;
      const values = await this.#read(made.outputs);
      const known = features && Float32Array.from(await this.#read(features));
      const own = <Value>(
        all: { slice(from: number, to: number): Value },
        at: number,
        size: number,
      ) => all.slice(at * size, (at + 1) * size);
      const outputs = Array.from(
        { length: count },
        (_, at) => own(values, at, values.length / count),
      );
      const told = asked.some(({ explain }) => explain)
        ? await this.#explain(batch, outputs)
        : undefined;
      return asked.map(({ item, explain }, at) => {
        const explanation = explain ? told?.[at] : undefined;
        const unlike = this.#familiarity && unlikeness(
          this.#familiarity,
          known && own(known, at, known.length / count),
          this.#cellsBeyond(item),
        );
        return {
          ...answer(this.#vocabulary, outputs[at] ?? []),
          ...unlike ? { unlike } : {},
          ...explanation ? { explanation } : {},
        };
      });
    } finally {
      tf.dispose(Object.values(batch));
    }
  }

  /**
   * The cells of an item that are beyond what was met; nothing where nobody can
   * tell. An input of the pipeline's own may fail at it: the answer stands.
   */
  #cellsBeyond(item: Json): readonly UnmetCell[] | undefined {
    try {
      return this.#unmet?.(item);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#onNotice(`Cannot tell what of an item is new: ${why}`);
      return undefined;
    }
  }

  /**
   * What speaks for answers; nothing where a network cannot be followed back.
   * Whoever asked has an answer all the same.
   */
  async #explain(
    batch: Batch,
    outputs: readonly (readonly number[])[],
  ): Promise<readonly Explanation[] | undefined> {
    try {
      return await this.#explainer.explain(batch, outputs);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#onNotice(`Cannot explain answers: ${why}`);
      return undefined;
    }
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
