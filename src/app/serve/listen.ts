import { hostUnusable, portTaken } from "../../base/errors/serve.ts";

/** The first port that is tried where none was asked for, and how many more. */
const FIRST = 8000;
const TRIED = 100;

/** A server that listens. */
export type Listening = Deno.HttpServer<Deno.NetAddr>;

/**
 * Listens at a port, or at the next free one where none was asked for.
 *
 * @throws {PipelineError} when the port is taken, or the host is not here
 */
export function listen(
  hostname: string,
  port: number | undefined,
  answer: (request: Request) => Promise<Response>,
): Listening {
  const last = port ?? FIRST + TRIED - 1;
  for (let at = port ?? FIRST;; at++) {
    try {
      return Deno.serve({ hostname, port: at, onListen() {} }, answer);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) {
        throw hostUnusable(hostname, error);
      }
      if (at === last) throw portTaken(hostname, at);
    }
  }
}
