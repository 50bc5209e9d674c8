import { withFolder } from "../../_folder.ts";

/** A file server on this machine that does as a test tells it. */
export interface Server {
  readonly url: string;
  /** What was asked, in order: the range header, or "whole". */
  readonly asked: string[];
  /** Tells it that some of an answer came: what is broken `onceRead` is, now. */
  readonly came: () => void;
}

export interface Behaviour {
  readonly body: Uint8Array;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Break the connection after this many bytes of an answer. */
  readonly breakAfter?: number;
  /** Break it only when some of it came. */
  readonly onceRead?: boolean;
  /** Answer the first requests with these instead. */
  readonly status?: number;
  readonly ranges?: boolean;
  readonly noLength?: boolean;
  /** Send nothing more after these bytes, and keep the line. */
  readonly stallAfter?: number;
}

/** Runs with a server; `behave` gives the behaviour at the n-th request, from 0. */
export async function withServer(
  behave: (request: number) => Behaviour,
  run: (server: Server) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  let read = Promise.withResolvers<void>();
  const quiet = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const server = Deno.serve(
    { ...quiet, onError: () => new Response(null, { status: 500 }) },
    (request) => {
      asked.push(request.headers.get("range") ?? "whole");
      read = Promise.withResolvers();
      return answer(request, behave(asked.length - 1), read.promise);
    },
  );
  try {
    await run({
      url: `http://127.0.0.1:${server.addr.port}/pets.bin`,
      asked,
      came: () => read.resolve(),
    });
  } finally {
    await server.shutdown();
  }
}

/** Runs with a server, and the path of a new folder, which is removed after. */
export function withBoth(
  behave: (request: number) => Behaviour,
  run: (server: Server, folder: string) => Promise<void>,
): Promise<void> {
  return withFolder((folder) =>
    withServer(behave, (server) => run(server, folder))
  );
}

/** Behaves so, but breaks off its first answer after some bytes. */
export function brokenOnce(
  behaviour: Behaviour,
  breakAfter: number,
  onceRead = false,
): (request: number) => Behaviour {
  return (request) =>
    request === 0 ? { ...behaviour, breakAfter, onceRead } : behaviour;
}

function answer(
  request: Request,
  behaviour: Behaviour,
  read: Promise<void>,
): Response {
  const { body, etag, lastModified, ranges = true, status } = behaviour;
  if (status !== undefined) return new Response("no", { status });
  const headers = new Headers();
  if (etag) headers.set("etag", etag);
  if (lastModified) headers.set("last-modified", lastModified);
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "") ??
    [];
  const same = [etag, lastModified].includes(
    request.headers.get("if-range") ?? undefined,
  );
  if (from === undefined || !same || !ranges) {
    return send(body, 200, headers, behaviour, read);
  }
  if (Number(from) >= body.length) return new Response(null, { status: 416 });
  headers.set(
    "content-range",
    `bytes ${from}-${body.length - 1}/${body.length}`,
  );
  return send(body.subarray(Number(from)), 206, headers, behaviour, read);
}

function send(
  bytes: Uint8Array,
  status: number,
  headers: Headers,
  { breakAfter, onceRead, noLength, stallAfter }: Behaviour,
  read: Promise<void>,
): Response {
  if (!noLength) headers.set("content-length", String(bytes.length));
  const cut = breakAfter ?? stallAfter ?? bytes.length;
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!sent) {
        sent = true;
        if (cut > 0) controller.enqueue(bytes.slice(0, cut));
        return;
      }
      if (cut >= bytes.length) controller.close();
      else if (breakAfter === undefined) await new Promise(() => {});
      else {
        // Pending for a moment, so that the server sends what it has first.
        await (onceRead ? read : new Promise((go) => setTimeout(go, 10)));
        controller.error(new Error("the line is cut"));
      }
    },
  });
  return new Response(body, { status, headers });
}
