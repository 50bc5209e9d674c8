import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Desk, web } from "../app/desk.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a server would have that is given a checkout of Leat. */
async function modules(): Promise<Record<string, string>> {
  const paths = ["pipelines", "datasets", "datasets/weights"].flatMap((
    folder,
  ) =>
    [...Deno.readDirSync(`${root}${folder}`)]
      .filter(({ name }) => name.endsWith(".ts"))
      .map(({ name }) => `/${folder}/${name}`)
  );
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) =>
        [path, await Deno.readTextFile(`${root}${path}`)] as const
      ),
    ),
  );
}

Deno.test("the pipelines that come with Leat may come from the web, too", async () => {
  await using desk = await Desk.open();
  await using there = web(await modules());
  for (const name of ["doodles", "pets", "weather", "xor"]) {
    const address = await there.pinned(`/pipelines/${name}.ts`);
    const planned = await desk.run(["plan", address, "--json"]);
    assert.equal(planned.code, 0, planned.out);
  }
});
