/**
 * The process that answers with a model: it reads the model and the files it
 * is asked about, and owns the GPU. Without network, without writing. One JSON
 * job comes in on standard input, a line an item goes out.
 *
 * @module
 */
import { z } from "zod";
import { Predictor } from "../../engine/model/predictor.ts";
import { readModel } from "../../engine/model/read_model.ts";
import type { TestTimeAugmentation } from "../../flow/stage/test_time.ts";
import { augmentationFor } from "./augmentation.ts";
import { errorEvent } from "../error_event.ts";
import { type Load, loadStages } from "./own_stages.ts";
import { itemsToPredict } from "./predict_items.ts";
import { sendLine } from "./send_line.ts";

const predictJob = z.strictObject({
  model: z.string(),
  base: z.string(),
  files: z.array(z.string()),
  testTimeAugmentation: z.boolean(),
  /** Whether to say what of each picture speaks for the answer. */
  explain: z.boolean(),
  /** Where stages of the pipeline's own come from. */
  own: z.strictObject({ file: z.string(), export: z.string() }),
});

/** What a predicting process is told. */
export type PredictJob = z.output<typeof predictJob>;

async function work(
  { model, base, files, own, testTimeAugmentation, explain }: PredictJob,
  load: Load | undefined,
): Promise<void> {
  const stored = await readModel(model);
  const stages = await loadStages(
    stored.description,
    { ...own, settings: [] },
    load,
  );
  const onNotice = (text: string) => sendLine({ type: "notice", text });
  const augmentation = augmentationFor(stages, testTimeAugmentation);
  using predictor = await Predictor.open(stored, stages, onNotice);
  if (augmentation) onNotice(viewsLine(augmentation));
  const { behaviour } = stages.source;
  for (const file of files) {
    await answered(file, async () => {
      for (const item of await itemsToPredict(behaviour, file, base)) {
        await answered(item.id, async () => {
          const prediction = await predictor.predict(
            item,
            augmentation,
            explain,
          );
          sendLine({ type: "prediction", file: item.id, ...prediction });
        });
      }
    });
  }
}

function viewsLine({ passes }: TestTimeAugmentation): string {
  const views = passes === 1 ? "1 augmented view" : `${passes} augmented views`;
  return `Answering by ${views} of each image and the plain one`;
}

/** Says what cannot be answered; the others still are. */
async function answered(file: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    sendLine({ type: "unanswered", file, error: errorEvent(error) });
  }
}

/**
 * Does the job that comes in, and ends this process.
 *
 * @param load how a pipeline file is imported
 */
export async function serve(load?: Load): Promise<void> {
  console.log = console.error;
  try {
    const text = await new Response(Deno.stdin.readable).text();
    await work(predictJob.parse(JSON.parse(text)), load);
  } catch (error) {
    sendLine(errorEvent(error));
  }
  Deno.exit(0);
}

if (import.meta.main) await serve();
