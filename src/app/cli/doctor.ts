import { Command } from "@commander-js/extra-typings";
import { activeBounds, boundsLines } from "../bounds/bounds.ts";

const EXAMPLES = `
Examples:
  deno task doctor          what computes here, and whether it is ready`;

/** `deno task doctor`. */
export function doctorCommand(exitWith: (code: number) => void): Command {
  return new Command("doctor")
    .description("Say what computes on this machine and whether it is ready")
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      // The other commands start without loading a GPU library.
      const { diagnose } = await import("../../engine/device/diagnose.ts");
      const { ready, lines } = await diagnose();
      const bounds = boundsLines(await activeBounds());
      // The last line says whether it is ready.
      for (
        const line of [...lines.slice(0, -1), ...bounds, ...lines.slice(-1)]
      ) {
        console.log(line);
      }
      exitWith(ready ? 0 : 1);
    }) as unknown as Command;
}
