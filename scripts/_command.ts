import { Command, CommanderError } from "@commander-js/extra-typings";

/**
 * The command line of a task: it has `--help`, and throws a `CommanderError`
 * where it is used wrongly.
 */
export function taskCommand(name: string): Command {
  return new Command(`deno task ${name}`)
    .exitOverride()
    .allowExcessArguments(false)
    .showHelpAfterError();
}

/** What `read` reads; ends the process with 0 after `--help`, 2 after wrong usage. */
export function readOrExit<Asked>(read: () => Asked): Asked {
  try {
    return read();
  } catch (error) {
    // Commander has said what is wrong.
    if (!(error instanceof CommanderError)) throw error;
    Deno.exit(error.exitCode === 0 ? 0 : 2);
  }
}
