import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { runsFault, unknownRuns } from "../../base/errors/runs.ts";

/** Raise when an earlier version cannot read what is written. */
const FORMAT = 2;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    status TEXT NOT NULL,
    started TEXT NOT NULL,
    start TEXT NOT NULL,
    outcome TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_by_slug ON runs (slug, started);
  CREATE TABLE IF NOT EXISTS nodes (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    key TEXT,
    node TEXT NOT NULL,
    PRIMARY KEY (run, position)
  ) STRICT;
  -- Not of a run: who forgets a run has still seen the test set.
  CREATE TABLE IF NOT EXISTS openings (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    test_set TEXT NOT NULL,
    checkpoint TEXT NOT NULL,
    opening TEXT NOT NULL,
    outcome TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS openings_by_slug ON openings (slug);
  CREATE INDEX IF NOT EXISTS openings_by_set ON openings (test_set);
  PRAGMA user_version = ${FORMAT};
`;

/** Another process may be writing for so long, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Where the runs of a cache are recorded. */
export function runsFile(storeRoot: string): string {
  return join(storeRoot, "runs.sqlite");
}

function formatOf(database: DatabaseSync): number {
  return Number(
    database.prepare("PRAGMA user_version").get()?.["user_version"],
  );
}

/** Whether there is a file with something in it. */
function isThere(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * The one SQLite file beside a cache. It keeps SQLite's own rollback journal:
 * a log ahead of the file (WAL) needs memory that processes share, which
 * network folders lack, and files of its own that a reader must write; and a
 * run writes but twice.
 */
export class RunDatabase implements Disposable {
  readonly #path: string;
  readonly #database: DatabaseSync;

  private constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  /**
   * Opens the file of a cache, and begins one if there is none.
   *
   * @throws {PipelineError} when it cannot be opened, or another version of
   * Leat wrote it
   */
  static open(storeRoot: string): RunDatabase {
    const path = runsFile(storeRoot);
    return RunDatabase.#open(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      return new DatabaseSync(path, { timeout: PATIENCE_MS });
    });
  }

  /**
   * Opens the file of a cache to look into it: nothing is written, so that one
   * of somebody else's will do. One that is absent is as good as empty.
   *
   * @throws {PipelineError} when it cannot be read, or another version of Leat
   * wrote it
   */
  static read(storeRoot: string): RunDatabase {
    const path = runsFile(storeRoot);
    return RunDatabase.#open(path, () => {
      if (!isThere(path)) return new DatabaseSync(":memory:");
      const read = new DatabaseSync(path, {
        timeout: PATIENCE_MS,
        readOnly: true,
      });
      try {
        if (formatOf(read) >= FORMAT) return read;
      } catch {
        // A process was killed while it wrote: what it left is undone by
        // whoever may write. Where it is something else, that says so.
      }
      read.close();
      return new DatabaseSync(path, { timeout: PATIENCE_MS });
    });
  }

  static #open(path: string, connect: () => DatabaseSync): RunDatabase {
    let database: DatabaseSync | undefined;
    try {
      database = connect();
      const found = formatOf(database);
      if (found > FORMAT) throw unknownRuns(path, found, FORMAT);
      if (found < FORMAT) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
      database.exec("PRAGMA foreign_keys = ON");
      return new RunDatabase(path, database);
    } catch (cause) {
      database?.close();
      throw cause instanceof PipelineError ? cause : runsFault(path, cause);
    }
  }

  /** Does something with the database; its errors name the file. */
  use<Result>(work: (database: DatabaseSync) => Result): Result {
    try {
      return work(this.#database);
    } catch (cause) {
      throw runsFault(this.#path, cause);
    }
  }

  /** Writes all of it or nothing. */
  write<Result>(work: (database: DatabaseSync) => Result): Result {
    return this.use((database) => {
      // At once: who reads first and then wants to write may be refused.
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work(database);
        database.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk has undone it already.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
