/** Takes the events of a command, for people. */
interface Report<Event> {
  show(event: Event): void;
}

/** What is asked of an event, whatever else it is. */
interface Told {
  readonly type: string;
  readonly stage?: string;
}

/** How a command tells what happens, and what it ends with. */
export interface Telling<Event> {
  readonly emit: (event: Event) => void;
  /** The code to exit with: 2 where what was typed was at fault. */
  readonly exitCode: (code: number) => number;
}

/**
 * Shows events, or prints each as a line of JSON where there is no report, and
 * remembers whether one says that not the pipeline but what was typed is at
 * fault.
 */
export function telling<Event extends Told>(
  report: Report<Event> | undefined,
): Telling<Event> {
  let misused = false;
  return {
    emit: (event) => {
      if (event.type === "error" && event.stage === "command") misused = true;
      if (report) report.show(event);
      else console.log(JSON.stringify(event));
    },
    exitCode: (code) => misused ? 2 : code,
  };
}
