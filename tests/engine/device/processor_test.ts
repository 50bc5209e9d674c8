import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { processorName } from "../../../src/engine/device/processor.ts";

const file = fileURLToPath(
  new URL("../../../src/engine/device/processor.ts", import.meta.url),
);

Deno.test("a processor has one name, without spaces around it", () => {
  const name = processorName();
  assert.equal(name, processorName());
  assert.equal(name, name?.trim());
});

Deno.test("a processor has no name where that may not be asked", async () => {
  const folder = await Deno.makeTempDir();
  const entry = join(folder, "entry.ts");
  await Deno.writeTextFile(
    entry,
    `import { processorName } from ${JSON.stringify(`file://${file}`)};
console.log(processorName());`,
  );
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--no-config", entry],
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "undefined\n");
  await Deno.remove(folder, { recursive: true });
});
