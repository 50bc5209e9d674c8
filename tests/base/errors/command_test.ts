import assert from "node:assert/strict";
import {
  unknownPipeline,
  unknownSetting,
} from "../../../src/base/errors/command.ts";

Deno.test("a name or a setting that is like no other is told what there is", () => {
  assert.equal(
    unknownPipeline("q", { near: [], yours: [], leats: ["pets", "xor"] })
      .remedy,
    'Leat comes with "pets", "xor"; give your own by its path, such as ./my/pets.ts',
  );
  assert.match(unknownSetting("q", []).remedy ?? "", /such as fit\.epochs/);
});
