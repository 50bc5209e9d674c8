import { hostUnusable, portTaken } from "../../base/errors/serve.ts";

/** The first port that is tried where none was asked for, and how many more. */
const FIRST = 8000;
const TRIED = 100;

/** Where a connection could not be taken, none is for so long. */
const REST_MS = 100;

type Answer = (request: Request) => Promise<Response>;

/** A server that listens. */
export interface Listening {
  readonly addr: Deno.NetAddr;
  /** Takes no more connections, and answers what it was asked. */
  shutdown(): Promise<void>;
}

function serve(hostname: string, port: number, answer: Answer) {
  return Deno.serve({ hostname, port, onListen() {} }, answer);
}

/**
 * Listens at a port, or at the next free one where none was asked for. It goes
 * on when there were more connections at once than this process may have.
 *
 * @throws {PipelineError} when the port is taken, or the host is not here
 */
export function listen(
  hostname: string,
  port: number | undefined,
  answer: Answer,
): Listening {
  const last = port ?? FIRST + TRIED - 1;
  for (let at = port ?? FIRST;; at++) {
    try {
      return listeningOn(serve(hostname, at, answer), answer);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) {
        throw hostUnusable(hostname, error);
      }
      if (at === last) throw portTaken(hostname, at);
    }
  }
}

/** Deno serves no more once a connection could not be taken; we do, again. */
function listeningOn(
  first: Deno.HttpServer<Deno.NetAddr>,
  answer: Answer,
): Listening {
  const { addr } = first;
  let server: typeof first | undefined;
  let timer: ReturnType<typeof setTimeout>;
  let closed = false;
  const use = (next: typeof first) => {
    server = next;
    // Connections of one that failed are answered all the same.
    next.finished.catch(again);
  };
  const again = () => {
    server = undefined;
    if (!closed) timer = setTimeout(open, REST_MS);
  };
  const open = () => {
    try {
      use(serve(addr.hostname, addr.port, answer));
    } catch {
      again();
    }
  };
  use(first);
  return {
    addr,
    async shutdown() {
      closed = true;
      clearTimeout(timer);
      await server?.shutdown();
    },
  };
}
