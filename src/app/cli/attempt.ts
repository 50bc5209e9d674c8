import { errorEvent } from "../error_event.ts";
import { errorLines } from "./report/error_lines.ts";

/**
 * Runs a command and answers with its exit code; if it fails, tells what is
 * the matter, and 2 where what was typed is at fault.
 */
export async function attempt(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    const event = errorEvent(error);
    for (const line of errorLines(event)) console.error(line);
    return event.stage === "command" ? 2 : 1;
  }
}
