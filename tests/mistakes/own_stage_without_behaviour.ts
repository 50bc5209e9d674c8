// A transform that does nothing.
// at: ({})
// says: Type '{}' is not assignable to type 'TransformBehaviour'.
import { defineStage } from "leat";
import { z } from "zod";

defineStage("transforms", {
  op: "nothing",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({}),
});
