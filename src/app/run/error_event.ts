import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { RunEvent } from "../../flow/events/event.ts";

const OURS = "This is a defect of Leat; please report it with";
const OWN =
  "Look at the stages that the pipeline defines itself; if none is at fault, this is a defect of Leat: please report it with";

type ErrorEvent = Extract<RunEvent, { type: "error" }>;

/**
 * An error as an event; one that nobody foresaw is told with its stack.
 *
 * @param own whether the pipeline brings stages, which may be at fault
 */
export function errorEvent(
  error: unknown,
  { own = false }: { readonly own?: boolean } = {},
): ErrorEvent {
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
      remedy: `${own ? OWN : OURS}\n${error.stack ?? ""}`,
    };
  }
  return { type: "error", message: String(error) };
}
