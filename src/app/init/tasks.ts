/**
 * The commands that have a task in a repository of one's own, in the order in
 * which they are met: `deno task train` runs `leat train`.
 */
export const TASKS = [
  "train",
  "plan",
  "predict",
  "serve",
  "watch",
  "evaluate",
  "audit",
  "show",
  "summary",
  "report",
  "inspect",
  "verify",
  "runs",
  "dashboard",
  "cache",
  "lr-find",
  "vendor",
  "update",
  "doctor",
  "tune",
] as const;

/** The tasks of a new repository, by name. */
export function newTasks(): Record<string, string> {
  return {
    ...Object.fromEntries(TASKS.map((name) => [name, `leat ${name}`])),
    test: "deno test --allow-all",
  };
}
