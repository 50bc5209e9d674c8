import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { listen } from "../../../src/app/serve/listen.ts";
import { hasShell } from "../../../src/app/bounds/bounded_command.ts";
import { withFolder } from "../../_folder.ts";

const answered = () => Promise.resolve(new Response("ok"));

Deno.test("listen() says which port another program has", async () => {
  const first = listen("127.0.0.1", 0, answered);
  const { port } = first.addr;
  assert.throws(
    () => listen("127.0.0.1", port, answered),
    { message: `Cannot listen at 127.0.0.1:${port}: another program does` },
  );
  await first.shutdown();
  await listen("127.0.0.1", port, answered).shutdown();
});

const SERVER = `
import { listen } from "${new URL(
  "../../../src/app/serve/listen.ts",
  import.meta.url,
)}";
const { addr } = listen("127.0.0.1", 0, async () => new Response("ok"));
console.log(addr.port);
`;

/** A server that may have few files and connections open at once. */
async function narrow(folder: string, files: number) {
  const file = join(folder, "server.ts");
  await Deno.writeTextFile(file, SERVER);
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  const run = [Deno.execPath(), "run", "-A", "--config", config, file];
  const child = new Deno.Command("/bin/sh", {
    args: ["-c", `ulimit -n ${files} && exec "$@"`, "sh", ...run],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return { child, port: Number((await said.read()).value), said };
}

/** Resolves when the other side wants no more of it. */
function left(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  return new Promise((resolve) => socket.on("close", () => resolve()));
}

Deno.test({
  name: "listen() goes on after more connections than a process may have",
  ignore: !hasShell(),
  fn: () =>
    withFolder(async (folder) => {
      const { child, port, said } = await narrow(folder, 64);
      let ended = false;
      const status = child.status.finally(() => ended = true);
      const sockets = Array.from(
        { length: 100 },
        () => connect(port, "127.0.0.1"),
      );
      // It could not take one of them, and let go those that waited.
      await Promise.race(sockets.map(left));
      for (const each of sockets) each.destroy();
      let text: string | undefined;
      while (text === undefined && !ended) {
        text = await fetch(`http://127.0.0.1:${port}/`)
          .then((each) => each.text(), () => undefined);
      }
      assert.equal(text, "ok");
      child.kill("SIGKILL");
      await Promise.all([status, said.cancel(), child.stderr.cancel()]);
    }),
});
