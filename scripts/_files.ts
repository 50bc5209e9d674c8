import { glob } from "node:fs/promises";

/** Pipelines that are wrong on purpose; helpers and the test are not. */
const MISTAKE = /^tests[/\\]mistakes[/\\](?!_)(?!.*_test\.ts$)/;

/** Every file whose types and examples must be right, sorted. */
export async function checkedFiles(): Promise<readonly string[]> {
  const patterns = [
    "*.{ts,md}",
    "{src,tests,pipelines,datasets,scripts,template}/**/*.ts",
  ];
  const files: string[] = [];
  for await (const file of glob(patterns)) {
    if (!MISTAKE.test(file)) files.push(file);
  }
  return files.sort();
}
