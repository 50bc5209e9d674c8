import { PipelineError } from "./pipeline_error.ts";
import { type Complaint, listComplaints } from "./stage.ts";

/** A declaration that does not say what a dataset is. */
export function invalidDataset(
  name: string,
  complaints: readonly Complaint[],
): PipelineError {
  return new PipelineError(
    `Cannot declare dataset "${name}": ${listComplaints(complaints)}`,
    {
      stage: "source",
      item: name,
      remedy: "Correct the declaration given to dataset()",
    },
  );
}
