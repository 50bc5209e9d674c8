/** What a server answers with: a text, another address, or no end of texts. */
export type Page =
  | string
  | { readonly to: string }
  | { readonly endless: string };

/** A server that answers as it is told. */
export interface Pages extends AsyncDisposable {
  /** Without a slash at its end; Deno's cache holds nothing from there. */
  readonly url: string;
  /** By path. */
  readonly pages: Map<string, Page>;
}

function answer(page: Page | undefined): Response {
  if (page === undefined) return new Response("none", { status: 404 });
  const headers = { "content-type": "text/typescript" };
  if (typeof page === "string") return new Response(page, { headers });
  if ("to" in page) {
    return new Response(null, { status: 302, headers: { location: page.to } });
  }
  const part = new TextEncoder().encode(page.endless.repeat(1000));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // Half a second of silence is longer than any reader needs.
      if (part.length === 0) await new Promise((go) => setTimeout(go, 500));
      controller.enqueue(part.length === 0 ? new Uint8Array(1) : part);
    },
  });
  return new Response(body, { headers });
}

/** Starts a server of pages. */
export function servePages(): Pages {
  const pages = new Map<string, Page>();
  // A port may be the one of a server that was there before.
  const folder = `/${crypto.randomUUID()}`;
  const stop = new AbortController();
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    signal: stop.signal,
    onListen() {},
    onError: () => new Response(null, { status: 500 }),
  }, ({ url }) => {
    const { pathname } = new URL(url);
    return answer(pages.get(pathname.slice(folder.length)));
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}${folder}`,
    pages,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
    },
  };
}
