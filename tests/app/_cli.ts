/**
 * Runs the real command line in a process of its own, with a cache of its own.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EventOf, RunEnd, RunEvent } from "../../src/flow/events/event.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a finished command left. */
export interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder for pipelines and data, with a cache beside them. */
export class Desk implements AsyncDisposable {
  readonly folder: string;
  readonly cache: string;
  /** Set for every command. */
  readonly environment: Record<string, string>;

  private constructor(folder: string) {
    this.folder = folder;
    this.cache = join(folder, ".cache");
    this.environment = {
      LEAT_CACHE: this.cache,
      LEAT_CACHE_HOME: this.cache,
      INIT_CWD: folder,
      NO_COLOR: "1",
    };
  }

  /** @param dir where its folder is made */
  static async open(dir?: string): Promise<Desk> {
    const prefix = "leat-test-";
    return new Desk(
      await Deno.makeTempDir(dir === undefined ? { prefix } : { dir, prefix }),
    );
  }

  /** Writes a file below the folder and answers with its path. */
  async write(path: string, content: string | Uint8Array): Promise<string> {
    const absolute = join(this.folder, path);
    await Deno.mkdir(join(absolute, ".."), { recursive: true });
    if (typeof content === "string") {
      await Deno.writeTextFile(absolute, content);
    } else await Deno.writeFile(absolute, content);
    return absolute;
  }

  /**
   * The same in one step, as editors save: who watches the file sees it whole,
   * and once.
   */
  async save(path: string, content: string): Promise<string> {
    const absolute = join(this.folder, path);
    await Deno.rename(await this.write(`${path}.new`, content), absolute);
    return absolute;
  }

  /** Starts a command that goes on meanwhile. */
  start(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    stdin: "null" | "piped" = "null",
  ): Deno.ChildProcess {
    return new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "-A",
        join(root, "src/app/cli/main.ts"),
        ...args,
      ],
      cwd: root,
      env: { ...this.environment, ...environment },
      stdin,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs a command to its end. */
  async run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Finished> {
    return await finished(this.start(args, environment));
  }

  /** Trains with `--json` and reads the events. */
  async train(
    pipeline: string,
    options: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Told> {
    const args = ["train", pipeline, "--json", ...options];
    return told(await this.run(args, environment));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** Waits for a command. */
export async function finished(child: Deno.ChildProcess): Promise<Finished> {
  const [out, err, { code }] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.status,
  ]);
  return { code, out, err };
}

type ErrorEvent = EventOf<"error">;

/** What `train --json` told. */
export interface Told {
  readonly code: number;
  readonly events: readonly RunEvent[];
  readonly end: RunEnd;
  /** The error, or an empty one. */
  readonly error: Partial<ErrorEvent>;
  readonly err: string;
}

/** Reads events; throws when a line is none or the last is not the end. */
export function told({ code, out, err }: Finished): Told {
  const events = out.split("\n").filter((line) => line !== "")
    .map((line): RunEvent => JSON.parse(line));
  const end = events.at(-1);
  if (end?.type !== "run.end") {
    throw new Error(`The last event is ${end?.type}; standard error: ${err}`);
  }
  const error = eventsOf(events, "error")[0] ?? {};
  return { code, events, end, error, err };
}

/** The events of one type. */
export function eventsOf<Type extends RunEvent["type"]>(
  events: readonly RunEvent[],
  type: Type,
): readonly Extract<RunEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> =>
    event.type === type
  );
}

/**
 * Reads the events of a running `--json` as they come: of `train`, unless told.
 *
 * @param onEvent may signal or kill
 */
export async function watched<Event = RunEvent>(
  child: Deno.ChildProcess,
  onEvent: (event: Event) => void,
): Promise<Finished> {
  let out = "";
  let seen = 0;
  const read = async () => {
    const text = child.stdout.pipeThrough(new TextDecoderStream());
    for await (const chunk of text) {
      out += chunk;
      const end = out.lastIndexOf("\n");
      for (const line of out.slice(seen, end + 1).split("\n")) {
        if (line !== "") onEvent(JSON.parse(line));
      }
      seen = end + 1;
    }
  };
  const [, err, { code }] = await Promise.all([
    read(),
    new Response(child.stderr).text(),
    child.status,
  ]);
  return { code, out, err };
}
