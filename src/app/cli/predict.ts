import { join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { plainText } from "../../base/codec/plain_text.ts";
import { modelAbsent } from "../../base/errors/model.ts";
import { trainerCrashed } from "../../base/errors/trainer.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { Unlike } from "../../engine/familiarity/familiarity.ts";
import type { Explanation } from "../../engine/insight/explanation.ts";
import type { EventOf } from "../../flow/events/event.ts";
import { boundedLines } from "../bounds/bounded_lines.ts";
import { ensureDriver } from "../child/driver_process.ts";
import { lastWords } from "../bounds/last_words.ts";
import type { PredictJob } from "../child/predict_child.ts";
import { drawExplanation } from "../insight/draw_explanation.ts";
import { predictPlace } from "../run/predict_place.ts";
import type { WorkerPlace } from "../child/worker_place.ts";
import type { Trust } from "../remote/admission.ts";
import { callerFolder, storeRoot } from "../paths.ts";
import { errorEvent } from "../error_event.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import { modelFolder } from "../run/model_folder.ts";
import { ALLOW_CODE } from "./options.ts";
import { errorLines } from "./report/error_lines.ts";
import { sharesText } from "./report/shares_text.ts";
import { unlikeText } from "./report/unlike_text.ts";

const EXAMPLES = `
Examples:
  deno task predict pets photo.jpg another.jpg     label and probabilities
  deno task predict pets photo.jpg --json          one JSON line a file
  deno task predict pets photo.jpg --tta           over several views of it
  deno task predict pets photo.jpg --explain seen  where the model looks, as pictures
  deno task predict weather days.csv               every row of a table`;

type ErrorEvent = EventOf<"error">;

/** A line of the predicting process. */
type Answer =
  | { readonly type: "notice"; readonly text: string }
  | {
    readonly type: "prediction";
    readonly file: string;
    readonly label: unknown;
    readonly probability?: number;
    readonly probabilities?: Readonly<Record<string, number>>;
    readonly unlike?: Unlike;
    readonly explanation?: Explanation;
  }
  | {
    readonly type: "unanswered";
    readonly file: string;
    readonly error: ErrorEvent;
  }
  | ErrorEvent;

function show(answer: Answer): void {
  switch (answer.type) {
    case "notice":
      return console.error(plainText(answer.text));
    case "prediction": {
      const { file, label, probabilities } = answer;
      const shares = sharesText(probabilities ?? {});
      const word = Array.isArray(label) ? label.join(", ") : String(label);
      const line = `${file}: ${word}${shares && `   (${shares})`}`;
      const unlike = answer.unlike && unlikeText(answer.unlike);
      return console.log(plainText(unlike ? `${line}   ${unlike}` : line));
    }
    case "unanswered":
      return errorLines(answer.error).forEach((line) => console.error(line));
    case "error":
      return errorLines(answer).forEach((line) => console.error(line));
  }
}

function showJson(answer: Answer): void {
  if (answer.type === "prediction") {
    const { type: _type, ...line } = answer;
    return console.log(JSON.stringify(line));
  }
  if (answer.type !== "unanswered") return show(answer);
  const { file, error: { type: _type, ...error } } = answer;
  console.log(JSON.stringify({ file, error }));
}

/** Draws what speaks for an answer, and tells where. */
async function explained(
  { file, explanation }: Extract<Answer, { type: "prediction" }>,
  folder: string,
): Promise<string> {
  if (explanation === undefined) {
    return `${file}: this network cannot show what it looks at`;
  }
  const path = await drawExplanation(
    resolve(callerFolder(), file),
    explanation,
    resolve(callerFolder(), folder),
  );
  return `${file}: what speaks for ${
    explanation.of ?? "a larger number"
  } is in ${path}`;
}

async function exists(folder: string): Promise<boolean> {
  const model = await unlessAbsent(Deno.stat(join(folder, "model.json")));
  return model?.isFile ?? false;
}

/** What is asked, and who decides about code from the web. */
interface Asked extends Pick<PredictJob, "files" | "testTimeAugmentation"> {
  readonly trust: Trust;
  /** A folder for pictures of what speaks for the answers, if they are wanted. */
  readonly explain: string | undefined;
}

async function predict(
  address: PipelineAddress,
  { trust, explain, ...asked }: Asked,
  tell: (answer: Answer) => void,
): Promise<number> {
  const model = modelFolder(storeRoot(), address.slug);
  if (!await exists(model)) {
    tell(errorEvent(modelAbsent(address.spoken, model)));
    return 1;
  }
  const driver = await ensureDriver((text) => tell({ type: "notice", text }));
  let place: WorkerPlace;
  try {
    place = await predictPlace(address, { model, trust, driver, ...asked });
  } catch (error) {
    tell(errorEvent(error));
    return 1;
  }
  await using _place = place;
  const child = new Deno.Command(Deno.execPath(), {
    ...place.command,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = lastWords(child.stderr);
  const job: PredictJob = {
    model,
    base: callerFolder(),
    ...asked,
    explain: explain !== undefined,
    own: { file: address.file, export: address.export },
  };
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(JSON.stringify(job)));
  await input.close();
  let code = 0;
  for await (const line of boundedLines(child.stdout)) {
    // Our own process sent it; its types are those of this version.
    const answer = JSON.parse(line) as Answer;
    if (answer.type === "error" || answer.type === "unanswered") code = 1;
    tell(answer);
    if (answer.type !== "prediction" || explain === undefined) continue;
    try {
      tell({ type: "notice", text: await explained(answer, explain) });
    } catch (error) {
      code = 1;
      tell(errorEvent(error));
    }
  }
  const status = await child.status;
  if (status.success) return code;
  const how = status.signal ?? `exit code ${status.code}`;
  tell(errorEvent(trainerCrashed(how, await said)));
  return 1;
}

/** `deno task predict`. */
export function predictCommand(exitWith: (code: number) => void): Command {
  return new Command("predict")
    .description("Ask a trained model about files")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .argument("<files...>", "images, or JSON or CSV files of rows")
    .option(...ALLOW_CODE)
    .option("--json", "print one JSON line a file")
    .option(
      "--explain <folder>",
      "draw what of each image speaks for the answer, as PNG",
    )
    .option("--tta", "answer over several augmented views of each image")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, files, { json, tta, allowCode, explain }) => {
      const tell = json ? showJson : show;
      let address;
      try {
        address = await locate(pipeline);
      } catch (error) {
        tell(errorEvent(error));
        return exitWith(2);
      }
      const asked = {
        files,
        testTimeAugmentation: tta ?? false,
        explain,
        trust: { allowCode: allowCode ?? false },
      };
      exitWith(await predict(address, asked, tell));
    }) as unknown as Command;
}
