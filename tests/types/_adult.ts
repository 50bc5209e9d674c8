import { z } from "zod";

/** A row of a census. */
export const adult = z.object({
  age: z.number(),
  hours: z.number().nullable(),
  work: z.string().nullable(),
  education: z.string(),
  married: z.boolean(),
  surveyedOn: z.string(),
  income: z.enum(["<50k", ">=50k"]),
});

/** What the schema gives. */
export type Adult = z.output<typeof adult>;
