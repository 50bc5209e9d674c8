import { Interrupted } from "../../base/errors/interrupted.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { Role } from "../../flow/stage/role.ts";
import type { Values } from "./values.ts";

/** Where on its way through a pipeline an item is. */
export type StageName = Role | "label" | "target";

/** What one stage makes of an item. */
export interface Step {
  readonly stage: StageName;
  /** The name of the stage, or of what it is about. */
  readonly what: string;
  /** What it gave, where that is no array. */
  readonly text?: string;
  readonly values?: Values;
}

/** The first stage that failed, and on what. */
export interface Failure {
  readonly stage: string;
  readonly item: string;
  readonly message: string;
  readonly remedy?: string;
}

/** Goes through stages one after the other, and remembers how far it came. */
export class Walk {
  readonly #item: string;
  readonly #steps: Step[] = [];
  #stage: StageName = "source";
  #failure: Failure | null = null;

  constructor(item: string) {
    this.#item = item;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** Goes to a stage: what fails from here on, fails there. */
  at(stage: StageName): void {
    this.#stage = stage;
  }

  /** What the present stage made of the item. */
  found(what: string, made: Pick<Step, "text" | "values">): void {
    this.#steps.push({ stage: this.#stage, what, ...made });
  }

  /**
   * Walks; an error ends the walk, and is told with the stage that it came up
   * at.
   */
  async take<Result>(
    walk: () => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await walk();
    } catch (error) {
      const stopped = error instanceof Interrupted;
      if (stopped || !(error instanceof Error)) throw error;
      const known = error instanceof PipelineError ? error : undefined;
      this.#failure = {
        // Whoever threw it may know better.
        stage: known?.stage ?? this.#stage,
        item: known?.stage === "input" ? known.item ?? this.#item : this.#item,
        message: error.message,
        ...known?.remedy === undefined ? {} : { remedy: known.remedy },
      };
      return undefined;
    }
  }
}
