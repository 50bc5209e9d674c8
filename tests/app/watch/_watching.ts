/**
 * A running `watch --json`, its events as they come, and its standard input.
 *
 * @module
 */
import type { RunEnd } from "../../../src/flow/events/event.ts";
import type { WatchEvent } from "../../../src/app/watch/event.ts";
import { boundedLines } from "../../../src/app/bounds/bounded_lines.ts";
import type { Desk } from "../_cli.ts";

type Of<Type extends WatchEvent["type"]> = Extract<
  WatchEvent,
  { readonly type: Type }
>;

/** Waits for something, for as long as the process lives. */
interface Waiting {
  readonly met: (event: WatchEvent) => boolean;
  readonly resolve: (event: WatchEvent) => void;
  readonly reject: (error: Error) => void;
}

/** A pipeline that is being watched. */
export class Watching implements AsyncDisposable {
  readonly child: Deno.ChildProcess;
  readonly events: WatchEvent[] = [];
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #errors: Promise<string>;
  readonly #read: Promise<void>;
  readonly #waiting = new Set<Waiting>();
  /** Events before it are not waited for any more. */
  #from = 0;

  constructor(child: Deno.ChildProcess) {
    this.child = child;
    this.#input = child.stdin.getWriter();
    this.#errors = new Response(child.stderr).text();
    this.#read = this.#hear();
  }

  async #hear(): Promise<void> {
    for await (const line of boundedLines(this.child.stdout)) {
      const event: WatchEvent = JSON.parse(line);
      this.events.push(event);
      for (const waiting of this.#waiting) {
        if (!waiting.met(event)) continue;
        this.#waiting.delete(waiting);
        this.#from = this.events.length;
        waiting.resolve(event);
      }
    }
    const said = await this.#errors;
    const last = JSON.stringify(this.events.slice(-5));
    for (const { reject } of this.#waiting) {
      reject(new Error(`It ended before that: ${last} ${said}`));
    }
  }

  /**
   * The next event of a type, after those that were waited for before.
   *
   * @param met what it must be besides
   */
  async next<Type extends WatchEvent["type"]>(
    type: Type,
    met: (event: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    const isIt = (event: WatchEvent) =>
      event.type === type && met(event as Of<Type>);
    const at = this.events.findIndex((event, at) =>
      at >= this.#from && isIt(event)
    );
    if (at >= 0) {
      this.#from = at + 1;
      return this.events[at] as Of<Type>;
    }
    return await new Promise<WatchEvent>((resolve, reject) => {
      this.#waiting.add({ met: isIt, resolve, reject });
    }) as Of<Type>;
  }

  /** The end of the next run that was not superseded. */
  async ended(): Promise<{ readonly gen: number } & RunEnd> {
    return await this.next("run.end", ({ status }) => status !== "cancelled");
  }

  /** Types a line. */
  async type(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  /** Types `q` and waits for the end. */
  async quit(): Promise<number> {
    await this.type("q");
    return await this.code();
  }

  /** Waits for the end. */
  async code(): Promise<number> {
    const { code } = await this.child.status;
    await this.#read;
    return code;
  }

  /** All events of a generation of one type. */
  of<Type extends WatchEvent["type"]>(
    gen: number,
    type: Type,
  ): readonly Of<Type>[] {
    return this.events.filter((event): event is Of<Type> =>
      event.gen === gen && event.type === type
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#input.close().catch(() => {});
    await this.#read;
    await this.child.status;
  }
}

/** Starts to watch a pipeline of a desk. */
export function watching(
  desk: Desk,
  pipeline: string,
  options: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Watching {
  const args = ["watch", pipeline, "--json", ...options];
  return new Watching(desk.start(args, environment, "piped"));
}
