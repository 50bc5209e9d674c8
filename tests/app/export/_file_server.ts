import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves folders by the first word of a path, as a host of files does. */
export function fileServer(folders: Readonly<Record<string, string>>) {
  const options = { port: 0, hostname: "localhost", onListen() {} };
  const server = Deno.serve(options, async (request) => {
    const [, first = "", rest = ""] =
      /^\/([^/]*)\/(.*)$/.exec(new URL(request.url).pathname) ?? [];
    const folder = folders[first];
    const path = rest === "" ? "index.html" : rest;
    if (folder === undefined) return new Response("none", { status: 404 });
    try {
      const bytes = await Deno.readFile(join(folder, path));
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      return new Response(bytes, { headers: { "content-type": type } });
    } catch {
      return new Response("none", { status: 404 });
    }
  });
  return {
    url: `http://localhost:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
