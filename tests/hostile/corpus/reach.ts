import { points } from "../../app/desk.ts";
import type { Hostile, Prey } from "../_hostile.ts";

/** A pipeline that does something while it loads. */
function loads(
  name: string,
  before: (prey: Prey) => string,
  says: Hostile["says"],
): Hostile {
  return { name, text: (prey) => points({ before: before(prey) }), says };
}

const quoted = JSON.stringify;
const OUTSIDE = /: it imports ".*secret\.json" as data, which lies outside of /;

/** They reach for what is not theirs: files, secrets, the network, programs. */
export const REACH: readonly Hostile[] = [
  loads(
    "reads a file",
    ({ file }) => `Deno.readTextFileSync(${quoted(file)});`,
    /: it asks for read access to ".*secret\.json"$/,
  ),
  loads(
    "reads a file by a library of Node",
    ({ file }) =>
      `import { readFileSync } from "node:fs"; readFileSync(${quoted(file)});`,
    /: it asks for read access to ".*secret\.json"$/,
  ),
  {
    ...loads(
      "reads a file by a link that came with it",
      () => 'Deno.readTextFileSync(new URL("./link.json", import.meta.url));',
      /: it asks for read access to ".*(secret|link)\.json"$/,
    ),
    plant: (folder, { file }) => Deno.symlink(file, `${folder}/link.json`),
  },
  loads(
    "imports a file by a path that it makes up",
    ({ file }) =>
      `await import(["file:/", ${
        quoted(file)
      }].join("/"), { with: { type: "json" } });`,
    /: it asks for read access to ".*secret\.json"$/,
  ),
  loads(
    "imports a file as if it were code",
    ({ file }) => `import ${quoted(file)};`,
    OUTSIDE,
  ),
  loads(
    "imports a file as JSON",
    ({ file }) =>
      `import secret from ${
        quoted(file)
      } with { type: "json" }; console.log(secret);`,
    OUTSIDE,
  ),
  loads(
    "imports a file as a text",
    ({ file }) =>
      `import secret from ${
        quoted(`file://${file}`)
      } with { type: "text" }; console.log(secret);`,
    OUTSIDE,
  ),
  loads(
    "imports a file as a text, later",
    ({ file }) =>
      `console.log(await import(${quoted(file)}, { with: { type: "text" } }));`,
    OUTSIDE,
  ),
  loads(
    "imports a file as bytes",
    ({ file }) =>
      `import secret from ${
        quoted(file)
      } with { type: "bytes" }; console.log(secret);`,
    /^Cannot load ".*p\.ts": /,
  ),
  {
    ...loads(
      "imports a file as a text by a link that came with it",
      () =>
        'import secret from "./link.json" with { type: "text" }; console.log(secret);',
      /: it asks for read access to ".*(secret|link)\.json"$|which lies outside of/,
    ),
    plant: (folder, { file }) => Deno.symlink(file, `${folder}/link.json`),
  },
  loads(
    "reads a variable",
    () => 'Deno.env.get("LEAT_CANARY");',
    /: it asks for env access to "LEAT_CANARY"$/,
  ),
  loads(
    "reads all variables",
    () => "console.log(Deno.env.toObject());",
    /: it asks for env access$/,
  ),
  {
    name: "labels by a variable",
    text: () =>
      points({
        before: 'import process from "node:process";',
        label: "() => process.env.LEAT_CANARY",
      }),
    says: /Cannot label "0": it asks for env access to "LEAT_CANARY"$/,
  },
  loads(
    "asks who is at home",
    () =>
      'import { homedir, hostname } from "node:os"; console.log(hostname(), homedir());',
    /: it asks for sys access to "hostname"$/,
  ),
  loads(
    "fetches",
    ({ server }) => `await fetch("${server}/?secret");`,
    /: it asks for net access to "127\.0\.0\.1:\d+"$/,
  ),
  loads(
    "opens a socket",
    ({ port }) =>
      `await Deno.connect({ hostname: "127.0.0.1", port: ${port} });`,
    /: it asks for net access to "127\.0\.0\.1:\d+"$/,
  ),
  loads(
    "opens a web socket",
    ({ port }) => `new WebSocket("ws://127.0.0.1:${port}/");`,
    /: it asks for net access/,
  ),
  loads(
    "asks a name server",
    () => 'await Deno.resolveDns("secret.example.org", "A");',
    /: it asks for net access/,
  ),
  loads(
    "listens",
    () => 'Deno.listen({ hostname: "127.0.0.1", port: 0 });',
    /: it asks for net access to "127\.0\.0\.1:0"$/,
  ),
  loads(
    "sends a secret in the address of an import",
    ({ server }) => `await import(["${server}/a.ts", "secret"].join("?"));`,
    /: it imports "http:.*secret", which is not on this machine$/,
  ),
  loads(
    "imports from a host that Deno trusts",
    () => 'await import(["https://esm.sh/a", "secret"].join("?"));',
    /: it imports "https:\/\/esm\.sh\/a\?secret", which is not on this machine$/,
  ),
  loads(
    "sends a secret in the name of a package",
    () => 'await import(["npm", "leat-canary-secret"].join(":"));',
    /: it imports "(npm:)?leat-canary-secret", which is not on this machine$/,
  ),
  loads(
    "sends a secret to the other registry",
    () => 'await import(["jsr", "@leat/canary-secret"].join(":"));',
    /: it imports ".*@leat\/canary-secret.*", which is not on this machine$/,
  ),
  loads(
    "runs a program",
    () => 'new Deno.Command("/bin/sh", { args: ["-c", "true"] }).outputSync();',
    /: it asks for run access to "\/bin\/sh"$/,
  ),
  loads(
    "runs a program by a library of Node",
    () => 'import { execSync } from "node:child_process"; execSync("true");',
    /: it asks for (run|env) access/,
  ),
  loads(
    "loads a native library",
    () => 'Deno.dlopen("libc.so.6", {});',
    /: it asks for ffi access/,
  ),
  loads(
    "kills who asks it",
    () => 'Deno.kill(Deno.ppid, "SIGKILL");',
    /: it asks for run access/,
  ),
  loads(
    "writes a file",
    () => 'Deno.writeTextFileSync("here.txt", "secret");',
    /: it asks for write access to "here\.txt"$/,
  ),
  loads(
    "asks the user for a permission",
    () =>
      `const { state } = await Deno.permissions.request({ name: "env" });
throw new Error(state);`,
    /Error: denied/,
  ),
  loads(
    "keeps something for later in a storage",
    () => 'localStorage.setItem("secret", "here");',
    /localStorage is not defined/,
  ),
  loads(
    "keeps something for later in a cache",
    () => 'await caches.open("secret");',
    /caches is not defined/,
  ),
  loads(
    "starts a thread",
    () =>
      'new Worker("data:text/javascript,while(true);", { type: "module" });',
    /Worker is not defined/,
  ),
  loads(
    "computes on the GPU",
    () => "if (navigator.gpu === undefined) throw new Error('no GPU');",
    /no GPU/,
  ),
  loads(
    "uses what may change in Deno",
    () => "await Deno.openKv();",
    /Deno\.openKv/,
  ),
  loads(
    "fetches in code that it makes up",
    ({ server }) => `await eval('fetch("${server}/")');`,
    /: it asks for net access/,
  ),
  loads(
    "imports code that it makes up",
    ({ server }) =>
      `await import("data:text/javascript," + encodeURIComponent('await fetch("${server}/")'));`,
    /: it asks for net access/,
  ),
];
