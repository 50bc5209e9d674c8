/**
 * The record of runs: what was asked for, what it gave, and by which nodes. One
 * SQLite file beside the cache, which any number of processes may use at once.
 *
 * @module
 */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { runsFault, unknownRuns } from "../../base/errors/runs.ts";
import type { RunNode, RunOutcome, RunRecord, RunStart } from "./run_record.ts";

/** Raise when an earlier version cannot read what is written. */
const FORMAT = 1;

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
  PRAGMA user_version = ${FORMAT};
`;

/** What a run has that has not ended. */
const UNDER_WAY: Omit<RunOutcome, "status"> = {
  seconds: 0,
  description: null,
  metrics: {},
  baseline: {},
  adapter: null,
  history: [],
  decisions: [],
  outputs: {},
  executed: [],
  reused: [],
  model: null,
  error: null,
};

/** Another process may be writing for so long, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Which runs are wanted, the latest first. */
export interface RunQuery {
  readonly slug?: string;
  readonly status?: RunRecord["status"];
  readonly limit?: number;
}

/** Where the runs of a cache are recorded. */
export function runsFile(storeRoot: string): string {
  return join(storeRoot, "runs.sqlite");
}

/** The folder of what a run leaves beside its record: its events. */
export function runFolder(storeRoot: string, id: string): string {
  return join(storeRoot, "runs", id);
}

type Row = Record<string, SQLOutputValue>;

function recordOf({ start, status, outcome }: Row): RunRecord {
  // Both were written below.
  return {
    ...JSON.parse(String(start)) as RunStart,
    ...UNDER_WAY,
    ...outcome === null ? {} : JSON.parse(String(outcome)) as RunOutcome,
    status: String(status) as RunRecord["status"],
  };
}

/** The record of the runs of a cache. */
export class RunStore implements Disposable {
  readonly #path: string;
  readonly #database: DatabaseSync;

  private constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  /**
   * Opens the record of a cache, and begins one if there is none.
   *
   * @throws {PipelineError} when it cannot be opened, or another version of
   * Leat wrote it
   */
  static open(storeRoot: string): RunStore {
    const path = runsFile(storeRoot);
    let database: DatabaseSync | undefined;
    try {
      mkdirSync(dirname(path), { recursive: true });
      database = new DatabaseSync(path, { timeout: PATIENCE_MS });
      const found = Number(
        database.prepare("PRAGMA user_version").get()?.["user_version"],
      );
      if (found > FORMAT) throw unknownRuns(path, found, FORMAT);
      if (found < FORMAT) {
        database.exec("PRAGMA journal_mode = WAL");
        database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
      }
      database.exec("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
      return new RunStore(path, database);
    } catch (cause) {
      database?.close();
      throw cause instanceof PipelineError ? cause : runsFault(path, cause);
    }
  }

  /** Records that a run begins. */
  begin(start: RunStart): void {
    const { id, slug, started } = start;
    this.#guard(() =>
      this.#database
        .prepare(
          "INSERT INTO runs (id, slug, status, started, start) VALUES (?, ?, 'running', ?, ?)",
        )
        .run(id, slug, started, JSON.stringify(start))
    );
  }

  /** Records what a run came to, and its nodes in the order of the flow. */
  finish(id: string, outcome: RunOutcome, nodes: readonly RunNode[]): void {
    this.#guard(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        this.#database
          .prepare("UPDATE runs SET status = ?, outcome = ? WHERE id = ?")
          .run(outcome.status, JSON.stringify(outcome), id);
        const insert = this.#database.prepare(
          "INSERT OR REPLACE INTO nodes (run, position, name, key, node) VALUES (?, ?, ?, ?, ?)",
        );
        nodes.forEach((node, position) => {
          const { name, key } = node;
          insert.run(id, position, name, key, JSON.stringify(node));
        });
        this.#database.exec("COMMIT");
      } catch (error) {
        this.#database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  /** Runs, the latest first. */
  list({ slug, status, limit = -1 }: RunQuery = {}): readonly RunRecord[] {
    return this.#guard(() =>
      this.#database
        .prepare(
          `SELECT * FROM runs WHERE (?1 IS NULL OR slug = ?1)
           AND (?2 IS NULL OR status = ?2) ORDER BY started DESC, rowid DESC LIMIT ?3`,
        )
        .all(slug ?? null, status ?? null, limit)
        .map(recordOf)
    );
  }

  /** The latest run of a pipeline that went well. */
  latest(slug: string): RunRecord | undefined {
    return this.list({ slug, status: "ok", limit: 1 })[0];
  }

  /** Runs whose name begins or ends so: an id, or its last digits. */
  find(part: string): readonly RunRecord[] {
    return this.list().filter(({ id }) =>
      id.startsWith(part) || id.endsWith(part)
    );
  }

  /** The nodes of a run in the order of the flow; none while it is under way. */
  nodes(id: string): readonly RunNode[] {
    return this.#guard(() =>
      this.#database
        .prepare("SELECT node FROM nodes WHERE run = ? ORDER BY position")
        .all(id)
        .map(({ node }) => JSON.parse(String(node)) as RunNode)
    );
  }

  /** The keys of all nodes of some runs. */
  keys(ids: readonly string[]): ReadonlySet<string> {
    const query = "SELECT key FROM nodes WHERE run = ? AND key IS NOT NULL";
    return this.#guard(() => {
      const statement = this.#database.prepare(query);
      return new Set(
        ids.flatMap((id) => statement.all(id).map(({ key }) => String(key))),
      );
    });
  }

  #guard<Result>(run: () => Result): Result {
    try {
      return run();
    } catch (cause) {
      throw runsFault(this.#path, cause);
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
