import assert from "node:assert/strict";
import { Desk, points } from "../app/desk.ts";
import { nothingRuns, running } from "./_processes.ts";

Deno.test({
  name: "pipeline code dies with its supervisor, however busy it is",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using desk = await Desk.open();
    await desk.write("p.ts", points({ before: "while (true);" }));
    const temporary = `${desk.folder}/tmp`;
    await Deno.mkdir(temporary);
    const supervisor = desk.start(["train", "./p.ts", "--json"], {
      TMPDIR: temporary,
      LEAT_PATIENCE: "60",
    });
    try {
      while ((await running(temporary)).length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      supervisor.kill("SIGKILL");
      assert.equal((await supervisor.status).signal, "SIGKILL");
      await nothingRuns(temporary);
    } finally {
      await supervisor.stdout.cancel();
      await supervisor.stderr.cancel();
    }
  },
});
