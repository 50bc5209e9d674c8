import { plainText } from "../../base/codec/plain_text.ts";
import { isShallow } from "../../base/codec/shallow.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { pipelineBabbles } from "../../base/errors/pipeline_file.ts";
import { type PipelineAnswer, pipelineAnswer } from "./protocol.ts";

/** Params may be 32 deep, and stand four deep in an answer. */
const DEEPEST = 40;

/** Characters of an error's sentences: a page, not a book. */
const MESSAGE = 4000;

/** What is a JSON text, or nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads what a process of pipeline code answered. Whatever the pipeline did to
 * the process, this is data, and it is checked as data from anyone would be.
 *
 * @throws {PipelineError} the one that is the answer; when it is no answer
 */
export function readAnswer(
  text: string,
  file: string,
): Exclude<PipelineAnswer, { type: "error" }> {
  const value = parsed(text);
  if (!isShallow(value, DEEPEST)) {
    throw pipelineBabbles(file, `is nested more than ${DEEPEST} deep`);
  }
  const { data: answer, error } = pipelineAnswer.safeParse(value);
  if (error) {
    const [issue] = error.issues;
    const where = issue?.path.join(".") ?? "";
    const what = `${where && `${where}: `}${issue?.message}`;
    throw pipelineBabbles(file, `does not fit (${plainText(what, 200)})`);
  }
  if (answer.type !== "error") return answer;
  const { message, stage, item, remedy } = answer;
  throw new PipelineError(plainText(message, MESSAGE), {
    ...stage === undefined ? {} : { stage: plainText(stage, MESSAGE) },
    ...item === undefined ? {} : { item: plainText(item, MESSAGE) },
    ...remedy === undefined ? {} : { remedy: plainText(remedy, MESSAGE) },
  });
}
