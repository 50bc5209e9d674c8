import { PipelineError } from "../base/errors/pipeline_error.ts";
import { failedNode } from "../flow/scheduler/failed_node.ts";
import type { EventOf } from "../flow/events/event.ts";

const OURS = "This is a defect of Leat; please report it with";
const OWN =
  "Look at the stages that the pipeline defines itself; if none is at fault, this is a defect of Leat: please report it with";

type ErrorEvent = EventOf<"error">;

/**
 * An error as an event; one that nobody foresaw is told with its stack.
 *
 * @param own whether the pipeline brings stages, which may be at fault
 */
export function errorEvent(
  error: unknown,
  { own = false }: { readonly own?: boolean } = {},
): ErrorEvent {
  const failed = failedNode(error);
  const node = failed === undefined ? {} : { node: failed };
  if (error instanceof PipelineError) {
    const { message, stage, item, remedy } = error;
    return {
      type: "error",
      message,
      ...node,
      ...stage === undefined ? {} : { stage },
      ...item === undefined ? {} : { item },
      ...remedy === undefined ? {} : { remedy },
    };
  }
  if (error instanceof Error) {
    return {
      type: "error",
      message: `${error.name}: ${error.message}`,
      ...node,
      remedy: `${own ? OWN : OURS}\n${error.stack ?? ""}`,
    };
  }
  return { type: "error", message: String(error) };
}
