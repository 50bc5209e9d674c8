// A stage made with a setting that it does not have.
// at: darker
// says: Object literal may only specify known properties, and 'darker' does not exist in type '…'.
import { defineStage } from "leat";
import { z } from "zod";

const brighten = defineStage("transforms", {
  op: "brighten",
  version: 1,
  params: z.strictObject({ by: z.number() }),
  behave: ({ by }) => ({
    when: "always",
    apply: (tf, batch) => tf.add(batch, by),
  }),
});

brighten({ by: 0.2, darker: true });
