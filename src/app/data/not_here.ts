import { PipelineError } from "../../base/errors/pipeline_error.ts";

/** What a run fetches or draws before it begins. */
export interface Absent {
  readonly kind: "dataset" | "weights" | "drawing";
  readonly name: string;
  /** Where it comes from; a drawing comes from nowhere. */
  readonly url?: string;
  /** Its size, where that is known. */
  readonly bytes?: number;
  /** How many items are drawn. */
  readonly items?: number;
}

/** Thrown where something is not here and was not to be fetched. */
export class NotHere extends PipelineError {
  readonly absent: Absent;

  constructor(absent: Absent) {
    super(`Cannot read "${absent.name}": it is not here yet`, {
      item: absent.name,
      remedy: "Train the pipeline: that fetches it",
    });
    this.absent = absent;
  }
}

/** Fetches nothing: what is not here ends the work with {@linkcode NotHere}. */
export function fetchNothing(absent: Absent): never {
  throw new NotHere(absent);
}
