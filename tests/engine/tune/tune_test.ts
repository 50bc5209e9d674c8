import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { FORMS, TUNED } from "../../../src/engine/kernels/tuning.ts";
import type { FormTime } from "../../../src/engine/tune/contest.ts";
import { tune } from "../../../src/engine/tune/tune.ts";
import { withVariables } from "../../_environment.ts";
import { withFolder } from "../../_folder.ts";

Deno.test("tune() measures each kernel in all its forms, and later devices use what it chose", async () => {
  await withFolder((folder) =>
    withVariables({ LEAT_CACHE_HOME: folder }, async () => {
      const times: FormTime[] = [];
      const { adapter, tuning, file } = await tune(
        (each) => times.push(...each),
        () => {},
      );
      assert.deepEqual(
        times.map(({ kernel, form }) => `${kernel} ${form}`),
        TUNED.flatMap((kernel) =>
          FORMS[kernel].map((form) => `${kernel} ${form}`)
        ),
      );
      for (const { first, each, right } of times) {
        assert.ok(first > 0 && each > 0 && right);
      }
      assert.ok(file.startsWith(folder));
      const device = await openDevice();
      device.close();
      assert.equal(device.adapter.description, adapter);
      assert.deepEqual(device.adapter.tuning, tuning);
    })
  );
});
