import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { RunEvent } from "../../flow/events/event.ts";

type ErrorEvent = Extract<RunEvent, { type: "error" }>;

/** An error as an event; one of our own making is told with its stack. */
export function errorEvent(error: unknown): ErrorEvent {
  if (error instanceof PipelineError) {
    const { message, stage, item, remedy } = error;
    return {
      type: "error",
      message,
      ...stage === undefined ? {} : { stage },
      ...item === undefined ? {} : { item },
      ...remedy === undefined ? {} : { remedy },
    };
  }
  if (error instanceof Error) {
    return {
      type: "error",
      message: `${error.name}: ${error.message}`,
      remedy: `This is a defect of Leat; please report it with\n${
        error.stack ?? ""
      }`,
    };
  }
  return { type: "error", message: String(error) };
}
