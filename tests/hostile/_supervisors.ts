/**
 * Two ways to train: as a user does, and in this process, which starts sooner
 * and would not survive if supervisors did not.
 *
 * @module
 */
import { supervise } from "../../src/app/run/supervise.ts";
import type { Desk, Finished } from "../app/desk.ts";

/** What a supervisor is started with. */
export type Environment = Readonly<Record<string, string>>;

/** Trains by the command line. */
export async function byCommand(
  desk: Desk,
  pipeline: string,
  environment: Environment,
): Promise<Finished> {
  return await desk.run(["train", pipeline, "--json"], environment);
}

/** Trains in this process; what it tells is told as the command line does. */
export async function here(desk: Desk, pipeline: string): Promise<Finished> {
  const lines: string[] = [];
  let misused = false;
  const { status } = await supervise(pipeline, {
    settings: [],
    strict: false,
    storeRoot: desk.cache,
    signal: new AbortController().signal,
    kill: new AbortController().signal,
    trust: { ask: undefined },
    emit: (event) => {
      lines.push(JSON.stringify(event));
      if (event.type === "error" && event.stage === "command") misused = true;
    },
  });
  const code = misused ? 2 : status === "ok" ? 0 : 1;
  return { code, out: lines.join("\n"), err: "" };
}

/** Sets variables of this process until it is disposed. */
export function surroundings(environment: Environment): Disposable {
  const before = Object.keys(environment).map((name) =>
    [name, Deno.env.get(name)] as const
  );
  for (const [name, value] of Object.entries(environment)) {
    Deno.env.set(name, value);
  }
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    },
  };
}
