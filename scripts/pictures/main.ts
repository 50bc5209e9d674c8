/**
 * Makes the pictures of the README anew: `deno task pictures`, or some of them
 * by their names.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { pictures } from "./pictures.ts";
import { small, Studio } from "./studio.ts";

const folder = new URL("../../docs/pictures/", import.meta.url);

const wanted = new Set(Deno.args);
const unknown = [...wanted].filter((name) => !Object.hasOwn(pictures, name));
if (unknown.length > 0) {
  console.error(
    `Cannot make ${unknown.join(", ")}: there are ${
      Object.keys(pictures).join(", ")
    }`,
  );
  Deno.exit(2);
}
await Deno.mkdir(folder, { recursive: true });
await using studio = await Studio.open();
for (const [name, make] of Object.entries(pictures)) {
  // What one makes, the next may show: a model, a report.
  const png = await make(studio);
  if (wanted.size > 0 && !wanted.has(name)) continue;
  const bytes = await small(png);
  const file = new URL(`${name}.png`, folder);
  await Deno.writeFile(file, bytes);
  console.log(`${fileURLToPath(file)}: ${Math.ceil(bytes.length / 1000)} kB`);
}
