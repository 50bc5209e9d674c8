/** A file server on this machine: what it has, and what was asked of it. */
export interface Server extends AsyncDisposable {
  /** `http://127.0.0.1:…` without a slash at its end. */
  readonly url: string;
  /** Paths asked for, in order, with the byte that an answer began at. */
  readonly asked: readonly (readonly [path: string, from: number])[];
  /** By path; may be changed at any time. */
  readonly files: Map<string, Uint8Array>;
  /** Sends so many bytes of an answer and no more, and keeps the line. */
  holdAfter?: number;
  /** Sends so many bytes at a time, and rests for a moment. */
  pieces?: number;
}

/** Starts a server that resumes downloads. */
export function serve(files: Iterable<readonly [string, Uint8Array]>): Server {
  const asked: (readonly [string, number])[] = [];
  const own = new Map(files);
  const quiet = {
    port: 0,
    hostname: "127.0.0.1",
    onListen() {},
    // A broken connection is no news here.
    onError: () => new Response(null, { status: 500 }),
  };
  const running = Deno.serve(quiet, (request) => {
    const { pathname } = new URL(request.url);
    const body = own.get(pathname);
    const [, start = "0"] =
      /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "") ?? [];
    asked.push([pathname, Number(start)]);
    if (body === undefined) return new Response("none", { status: 404 });
    const headers = {
      "content-length": String(body.length - Number(start)),
      "content-range": `bytes ${start}-${body.length - 1}/${body.length}`,
      etag: '"1"',
    };
    const rest = body.slice(Number(start));
    const { holdAfter, pieces } = server;
    const sent = holdAfter !== undefined
      ? held(rest.slice(0, holdAfter))
      : pieces !== undefined
      ? slowly(rest, pieces)
      : rest;
    const status = start === "0" ? 200 : 206;
    return new Response(sent, { status, headers });
  });
  const server: Server = {
    url: `http://127.0.0.1:${running.addr.port}`,
    asked,
    files: own,
    [Symbol.asyncDispose]: () => running.shutdown(),
  };
  return server;
}

/** Some bytes at a time. */
function slowly(
  bytes: Uint8Array,
  pieces: number,
): ReadableStream<Uint8Array> {
  let from = 0;
  return new ReadableStream({
    async pull(controller) {
      if (from >= bytes.length) return controller.close();
      await new Promise((resolve) => setTimeout(resolve, 1));
      controller.enqueue(bytes.slice(from, from += pieces));
    },
  });
}

/** Some bytes, and then nothing until the other side leaves. */
function held(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull: () => new Promise(() => {}),
  });
}
