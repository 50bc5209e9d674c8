/**
 * How often a test set was looked at. A figure on it means what it says once:
 * whoever chooses by it, chooses what fits the test set.
 *
 * @module
 */
import type { SQLOutputValue } from "node:sqlite";
import type { MetricValues } from "../../flow/events/event.ts";
import { RunDatabase } from "./_database.ts";

/** That a test set is looked at. */
export interface OpeningStart {
  /** ISO 8601, in UTC. */
  readonly when: string;
  /** As the user wrote it: `pets#full`. */
  readonly pipeline: string;
  readonly slug: string;
  /** The hash of its items and their labels. */
  readonly testSet: string;
  /** The items that are in it. */
  readonly count: number;
  /** The key of the checkpoint that is asked about it. */
  readonly checkpoint: string;
  readonly reason: string;
}

/** What was seen. */
export interface OpeningOutcome {
  readonly metrics: MetricValues;
  readonly baseline: MetricValues;
  /** Of the nodes that were computed from the test set. */
  readonly keys: readonly string[];
}

/** An opening as it is kept; without an outcome where none was come to. */
export interface Opening extends OpeningStart {
  readonly id: number;
  readonly outcome: OpeningOutcome | null;
}

type Row = Record<string, SQLOutputValue>;

function openingOf({ id, opening, outcome }: Row): Opening {
  // Both were written below.
  return {
    ...JSON.parse(String(opening)) as OpeningStart,
    id: Number(id),
    outcome: outcome === null
      ? null
      : JSON.parse(String(outcome)) as OpeningOutcome,
  };
}

/** The record of the openings of test sets. */
export class Openings implements Disposable {
  readonly #database: RunDatabase;

  private constructor(database: RunDatabase) {
    this.#database = database;
  }

  /**
   * Opens the record of a cache, and begins one if there is none.
   *
   * @throws {PipelineError} when it cannot be opened
   */
  static open(storeRoot: string): Openings {
    return new Openings(RunDatabase.open(storeRoot));
  }

  /**
   * Opens the record of a cache to look into it, and writes nothing.
   *
   * @throws {PipelineError} when it cannot be read
   */
  static read(storeRoot: string): Openings {
    return new Openings(RunDatabase.read(storeRoot));
  }

  /** Records that a test set is about to be looked at; answers with its number. */
  begin(start: OpeningStart): number {
    const { slug, testSet, checkpoint } = start;
    return this.#database.write((database) =>
      Number(
        database.prepare(
          "INSERT INTO openings (slug, test_set, checkpoint, opening) VALUES (?, ?, ?, ?)",
        ).run(slug, testSet, checkpoint, JSON.stringify(start)).lastInsertRowid,
      )
    );
  }

  /** Records what was seen. */
  finish(id: number, outcome: OpeningOutcome): void {
    this.#database.write((database) =>
      database.prepare("UPDATE openings SET outcome = ? WHERE id = ?")
        .run(JSON.stringify(outcome), id)
    );
  }

  /** All openings that concern a test set or a pipeline, the earliest first. */
  of(
    { slug, testSet }: Pick<OpeningStart, "slug" | "testSet">,
  ): readonly Opening[] {
    const query =
      "SELECT * FROM openings WHERE slug = ? OR test_set = ? ORDER BY id";
    return this.#database.use((database) =>
      database.prepare(query).all(slug, testSet).map(openingOf)
    );
  }

  /** The openings in which a checkpoint was asked, the earliest first. */
  ofCheckpoint(key: string): readonly Opening[] {
    const query = "SELECT * FROM openings WHERE checkpoint = ? ORDER BY id";
    return this.#database.use((database) =>
      database.prepare(query).all(key).map(openingOf)
    );
  }

  [Symbol.dispose](): void {
    this.#database[Symbol.dispose]();
  }
}
