import { type Parts, pictures, points } from "../../app/desk.ts";
import type { Hostile, Page, Prey } from "../_hostile.ts";

/** What is served, by path, when a server of modules is asked for it. */
type Pages = Readonly<Record<string, Page>>;

/** One that is refused before any of its code runs. */
function refused(
  name: string,
  pages: (prey: Prey) => Pages,
  says: RegExp,
  more: Partial<Hostile> = {},
): Hostile {
  return { name, pages, root: "0".repeat(64), says, ...more };
}

/** One whose modules are in order, and agreed to by their root. */
function agreed(
  name: string,
  text: string | ((prey: Prey) => string),
  says: Hostile["says"],
  more: Partial<Hostile> = {},
): Hostile {
  const pages = (prey: Prey) => ({
    "/p.ts": typeof text === "function" ? text(prey) : text,
  });
  return { name, pages, says, ...more };
}

/** The same, with something before the pipeline. */
function loads(
  name: string,
  before: string | ((prey: Prey) => string),
  says: Hostile["says"],
  more: Partial<Hostile> = {},
): Hostile {
  const text = (prey: Prey) =>
    points({ before: typeof before === "function" ? before(prey) : before });
  return agreed(name, text, says, more);
}

/** The same, with an import before the pipeline. */
function imports(specifier: string, says: RegExp, how = ""): Hostile {
  const before = `import * as other from "${specifier}"${how}; other;`;
  return refused(
    `imports ${specifier}${how}`,
    () => ({ "/p.ts": points({ before }) }),
    says,
  );
}

/** So that another limit is reached before that of time, however slow it is. */
const patient = { environment: { LEAT_PATIENCE: "60" } };
const impatient = { environment: { LEAT_PATIENCE: "3" } };

/** A dataset from an address, as images. */
function fetches(
  name: string,
  url: string | ((prey: Prey) => string),
  says: RegExp,
  hash = `sha256: "${"0".repeat(64)}",`,
): Hostile {
  return agreed(name, (prey) => {
    const at = typeof url === "function" ? url(prey) : url;
    return pictures({
      before:
        `const data = leat.dataset({ kind: "archive", name: "data", licence: "MIT", ${hash} url: "${at}" });`,
      source: "leat.images(data)",
    });
  }, says);
}

/** Asks for data by parts of the pipeline. */
function asks(name: string, parts: Parts, says: RegExp): Hostile {
  return agreed(name, points(parts), says);
}

const NO_PUBLIC = /^Cannot download ".*": .* is no public address$/;

/** They come from an address, so that nobody here wrote them. */
export const WEB: readonly Hostile[] = [
  imports("npm:left-pad@1.3.0", /it imports "npm:left-pad@1\.3\.0"/),
  imports("jsr:@std/path@1.0.0", /it imports "jsr:@std\/path@1\.0\.0"/),
  imports("node:fs", /it imports "node:fs"/),
  imports("data:text/javascript,export{}", /it imports "data:text\/javascript/),
  imports("file:///etc/hostname", /"file:\/\/\/etc\/hostname"/),
  imports(
    "file:///etc/hostname",
    /"file:\/\/\/etc\/hostname"/,
    ' with { type: "text" }',
  ),
  imports(
    "sharp",
    /it imports "sharp", and only "leat" and relative paths/,
  ),
  imports("leat/src/app/paths.ts", /only "leat" and relative paths/),
  refused(
    "imports a text, which Deno does not pin",
    () => ({
      "/p.ts": points({
        before: 'import text from "./a.txt" with { type: "text" }; text;',
      }),
      "/a.txt": "text",
    }),
    /it imports ".*a\.txt", and it is (imported as text|no module)/,
  ),
  refused(
    "imports from another place",
    ({ server }) => ({
      "/p.ts": points({ before: `import "${server}/a.ts?secret";` }),
    }),
    /comes from another place, 127\.0\.0\.1:\d+$/,
  ),
  refused(
    "leads to another place",
    ({ server }) => ({ "/p.ts": { to: `${server}/p.ts` } }),
    /comes from another place, 127\.0\.0\.1:\d+$/,
  ),
  refused(
    "leads a module to where the keys of clouds are",
    () => ({
      "/p.ts": points({ before: 'import "./a.ts";' }),
      "/a.ts": { to: "http://169.254.169.254/latest/meta-data/" },
    }),
    /another place|^Cannot import/,
  ),
  refused(
    "is not there",
    () => ({}),
    /^Cannot import ".*p\.ts": Module not found/,
  ),
  refused(
    "is made of a module that is not there",
    () => ({ "/p.ts": points({ before: 'import "./absent.ts";' }) }),
    /"http.*absent\.ts" does not load: /,
  ),
  refused(
    "is made of 70 modules",
    () =>
      Object.fromEntries([
        ["/p.ts", 'import "./m0.ts";'],
        ...Array.from({ length: 70 }, (_, at) => [
          `/m${at}.ts`,
          at === 69 ? "" : `import "./m${at + 1}.ts";`,
        ]),
      ]),
    /it is made of 71 modules, and 64 modules are the most$/,
  ),
  refused(
    "is made of two MiB",
    () => ({ "/p.ts": `${points()}\n// ${"x".repeat(2 ** 21)}` }),
    /it is made of \d+ bytes, and 1048576 bytes are the most$/,
  ),
  refused(
    "comes without end",
    () => ({ "/p.ts": { endless: "// more\n" } }),
    /are not here after 3 s$|takes more than 512 MiB of memory$/,
    impatient,
  ),
  refused(
    "never comes",
    () => ({ "/p.ts": { endless: "" } }),
    /its modules are not here after 3 s$/,
    impatient,
  ),
  refused(
    "was not agreed to",
    () => ({ "/p.ts": points() }),
    /it was not used here before: .*there is no terminal to ask on$/,
    { root: "" },
  ),
  refused(
    "is another than was agreed to",
    () => ({ "/p.ts": points() }),
    /the sha256 of its modules is not the one that was asked for, 0{64}, but [0-9a-f]{64}/,
  ),
  {
    ...agreed(
      "changes after it was agreed to",
      points(),
      /the sha256 of its modules is not the one that was asked for/,
    ),
    later: { "/p.ts": `${points()}// changed` },
  },
  loads(
    "sends a secret to its own place",
    'await import(["./a.ts", "secret"].join("?"));',
    /: it imports "http:.*a\.ts\?secret", which is not on this machine$/,
  ),
  loads(
    "imports a package by a name that it makes up",
    'await import(["npm", "leat-canary-secret"].join(":"));',
    /: it imports ("[\w-]+", which is not on this machine|a package that nothing pins)$/,
  ),
  loads(
    "imports a file by a path that it makes up",
    ({ file }) =>
      `await import(["file:/", ${JSON.stringify(file)}].join("/"));`,
    /: it asks for read access to ".*secret\.json"$/,
  ),
  loads(
    "reads a file by a library of Node that it makes up",
    ({ file }) =>
      `const { readFileSync } = await import(["node", "fs"].join(":")); readFileSync(${
        JSON.stringify(file)
      });`,
    /: it asks for read access to ".*secret\.json"$/,
  ),
  loads(
    "fetches",
    ({ server }) => `await fetch("${server}/?secret");`,
    /: it asks for net access/,
  ),
  loads("never ends", "while (true);", /no answer after 3 s$/, impatient),
  loads(
    "fills the heap",
    "const all: unknown[] = []; for (let at = 0;; at++) all.push({ at, text: `x${at}` });",
    /its code used up (the 384 MiB of|all the) memory that it may have$/,
    patient,
  ),
  loads(
    "prints without end",
    'while (true) console.log("x".repeat(10_000));',
    /what it says and prints is over 4194304 bytes$/,
    patient,
  ),
  fetches(
    "fetches the keys of clouds",
    "https://169.254.169.254/latest/meta-data.tgz",
    NO_PUBLIC,
  ),
  fetches(
    "fetches from a private network",
    "https://10.0.0.1/data.tgz",
    NO_PUBLIC,
  ),
  fetches(
    "fetches from a private network by its number",
    "https://0xc0a80001/data.tgz",
    NO_PUBLIC,
  ),
  fetches(
    "fetches by an address within an address",
    "https://[::ffff:10.0.0.1]/data.tgz",
    NO_PUBLIC,
  ),
  fetches(
    "fetches without encryption",
    "http://93.184.215.14/data.tgz",
    /it is not fetched by https$|is not https$/,
  ),
  fetches(
    "fetches a file of this machine",
    "file:///etc/passwd.tgz",
    /^Cannot declare dataset "data": url: /,
  ),
  fetches(
    "fetches data that could be anything",
    "https://93.184.215.14/data.tgz",
    /a pipeline from the web must say its sha256$/,
    "",
  ),
  agreed(
    "is led to a private network by its own server",
    "",
    NO_PUBLIC,
    {
      pages: ({ pages }) => ({
        "/p.ts": pictures({
          before:
            `const data = leat.dataset({ kind: "archive", name: "data", licence: "MIT", sha256: "${
              "0".repeat(64)
            }", url: "${pages}/data.tgz" });`,
          source: "leat.images(data)",
        }),
        "/data.tgz": { to: "https://192.168.0.1/data.tgz" },
      }),
    },
  ),
  agreed(
    "reads images of this machine",
    pictures({ source: 'leat.images("/etc")' }),
    /a pipeline from an address may not read files of this machine$/,
  ),
  agreed(
    "reads images by a file address",
    pictures({ source: 'leat.images("file:///etc")' }),
    /a pipeline from an address may not read files of this machine$/,
  ),
  agreed(
    "reads images beside whoever runs it",
    pictures(),
    /a pipeline from an address may not read files of this machine$/,
  ),
  agreed(
    "reads a table of a package that is none of data",
    pictures({
      before:
        'const data = leat.dataset({ kind: "package", name: "data", licence: "MIT", file: "zod/package.json" });',
      source: "leat.images(data)",
    }),
    /a pipeline from the web may read packages of data alone$/,
  ),
  agreed(
    "brings code that computes while it trains",
    points({
      split: '{ ...leat.random({ valid: 0.25, seed: 1 }), op: "mine" }',
    }),
    /it brings stages of its own, whose code would run during training/,
  ),
  asks(
    "trains for 100,000 epochs",
    { fit: "leat.constant(100_000)" },
    /it asks for .*epochs.* of 100000, and the most .* is 10000$/,
  ),
  asks(
    "has a layer of 10^9 units",
    { architecture: "leat.mlp({ hidden: [1e9] })" },
    /^Cannot make architecture "mlp": hidden\.0: Too big/,
  ),
  asks(
    "describes itself by a book",
    {
      source:
        'leat.rows([{ at: 1, x: 1, y: 1, text: "x".repeat(2 ** 21) }, { at: 2, x: -1, y: 1, text: "" }], { id: "at" })',
    },
    /it asks for a description of \d+ characters/,
  ),
  asks(
    "has a param with the key of all objects",
    {
      before:
        `const odd = points.map((each) => JSON.parse('{"constructor":1,"at":' + each.at + ',"x":' + each.x + ',"y":' + each.y + "}"));`,
      source: 'leat.rows(odd, { id: "at" })',
    },
    /".*constructor" is no name for a param$/,
  ),
];
