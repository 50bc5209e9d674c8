/**
 * The record of runs: what was asked for, what it gave, and by which nodes. One
 * SQLite file beside the cache, which any number of processes may use at once.
 *
 * @module
 */
import { join } from "node:path";
import type { SQLOutputValue } from "node:sqlite";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { RunDatabase, runsFile } from "./_database.ts";
import type { RunNode, RunOutcome, RunRecord, RunStart } from "./run_record.ts";

export { runsFile };

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

/** Which runs are wanted, the latest first. */
export interface RunQuery {
  readonly slug?: string;
  readonly status?: RunRecord["status"];
  readonly limit?: number;
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
    ...outcome === null
      ? {}
      : JSON.parse(String(outcome)) as Partial<RunOutcome>,
    status: String(status) as RunRecord["status"],
  };
}

/** The record of the runs of a cache. */
export class RunStore implements Disposable {
  readonly #database: RunDatabase;

  private constructor(database: RunDatabase) {
    this.#database = database;
  }

  /**
   * Opens the record of a cache, and begins one if there is none.
   *
   * @throws {PipelineError} when it cannot be opened, or another version of
   * Leat wrote it
   */
  static open(storeRoot: string): RunStore {
    return new RunStore(RunDatabase.open(storeRoot));
  }

  /**
   * Opens the record of a cache to look into it, and writes nothing.
   *
   * @throws {PipelineError} when it cannot be read, or another version of Leat
   * wrote it
   */
  static read(storeRoot: string): RunStore {
    return new RunStore(RunDatabase.read(storeRoot));
  }

  /** Records that a run begins. */
  begin(start: RunStart): void {
    const { id, slug, started } = start;
    const insert =
      "INSERT INTO runs (id, slug, status, started, start) VALUES (?, ?, 'running', ?, ?)";
    this.#database.write((database) =>
      database.prepare(insert).run(id, slug, started, JSON.stringify(start))
    );
  }

  /** Records what the pipeline of a run is, while it goes on. */
  describe(id: string, description: PipelineDescription): void {
    this.#database.write((database) =>
      database.prepare("UPDATE runs SET outcome = ? WHERE id = ?")
        .run(JSON.stringify({ description }), id)
    );
  }

  /** Records what a run came to, and its nodes in the order of the flow. */
  finish(id: string, outcome: RunOutcome, nodes: readonly RunNode[]): void {
    this.#database.write((database) => {
      const { changes } = database
        .prepare("UPDATE runs SET status = ?, outcome = ? WHERE id = ?")
        .run(outcome.status, JSON.stringify(outcome), id);
      // Somebody moved the record away meanwhile.
      if (changes === 0) throw new Error(`there is no run "${id}" in it`);
      const insert = database.prepare(
        "INSERT OR REPLACE INTO nodes (run, position, name, key, node) VALUES (?, ?, ?, ?, ?)",
      );
      nodes.forEach((node, position) => {
        const { name, key } = node;
        insert.run(id, position, name, key, JSON.stringify(node));
      });
    });
  }

  /** Takes a run and its nodes out of the record. */
  forget(id: string): void {
    this.#database.write((database) =>
      database.prepare("DELETE FROM runs WHERE id = ?").run(id)
    );
  }

  /** Runs, the latest first. */
  list({ slug, status, limit = -1 }: RunQuery = {}): readonly RunRecord[] {
    return this.#database.use((database) =>
      database
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

  /** The run that came so many before the latest one. */
  before(count: number): RunRecord | undefined {
    return this.#database.use((database) => {
      const row = database
        .prepare(
          "SELECT * FROM runs ORDER BY started DESC, rowid DESC LIMIT 1 OFFSET ?",
        )
        .get(count);
      return row && recordOf(row);
    });
  }

  /**
   * Runs that a part of a name may mean, the latest first: its beginning, its
   * last word (`3f2a91`) or the beginning of that, or all from some word on.
   */
  find(part: string): readonly RunRecord[] {
    return this.#database.use((database) => {
      const ids = database.prepare("SELECT id FROM runs").all()
        .map(({ id }) => String(id))
        .filter((id) => id === part || means(id, part));
      const exact = ids.filter((id) => id === part);
      const get = database.prepare("SELECT * FROM runs WHERE id = ?");
      return (exact.length > 0 ? exact : ids)
        .flatMap((id) => get.all(id))
        .map(recordOf)
        .sort((a, b) => a.started < b.started ? 1 : -1);
    });
  }

  /** The nodes of a run in the order of the flow; none while it is under way. */
  nodes(id: string): readonly RunNode[] {
    return this.#database.use((database) =>
      database
        .prepare("SELECT node FROM nodes WHERE run = ? ORDER BY position")
        .all(id)
        .map(({ node }) => JSON.parse(String(node)) as RunNode)
    );
  }

  /** The keys of all nodes of some runs. */
  keys(ids: readonly string[]): ReadonlySet<string> {
    const query = "SELECT key FROM nodes WHERE run = ? AND key IS NOT NULL";
    return this.#database.use((database) => {
      const statement = database.prepare(query);
      return new Set(
        ids.flatMap((id) => statement.all(id).map(({ key }) => String(key))),
      );
    });
  }

  [Symbol.dispose](): void {
    this.#database[Symbol.dispose]();
  }
}

function means(id: string, part: string): boolean {
  if (part === "") return false;
  return id.startsWith(part) || id.endsWith(`-${part}`) ||
    shortId(id).startsWith(part);
}

/** The last word of a run's name, which says it all to people: `3f2a91`. */
export function shortId(id: string): string {
  return id.slice(id.lastIndexOf("-") + 1);
}
