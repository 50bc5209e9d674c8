import process from "node:process";
import { createInterface } from "node:readline/promises";
import { bytes } from "../format.ts";
import type { ModuleTree } from "./module_tree.ts";

/** Asks a person for a yes. */
export type Ask = (question: string) => Promise<boolean>;

/** Asks on the terminal, where there is one to read from. */
export function askOnTerminal(): Ask | undefined {
  if (!Deno.stdin.isTerminal() || !Deno.stderr.isTerminal()) return undefined;
  return async (question) => {
    // Standard output is for events.
    const terminal = createInterface({
      input: process.stdin,
      output: process.stderr,
    });
    // Ctrl-C and Ctrl-D answer, too: else nothing would ever come.
    const closed = new Promise<string>((resolve) => {
      terminal.once("SIGINT", () => resolve(""));
      terminal.once("close", () => resolve(""));
    });
    try {
      const answer = await Promise.race([
        terminal.question(`${question} [y/N] `),
        closed,
      ]);
      if (answer === "") console.error();
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      terminal.close();
    }
  };
}

/** What there is to know of modules before they are used. */
export interface ConsentFacts {
  /** Where their data and weights come from. */
  readonly hosts: readonly string[];
  /** Whether they bring code that computes during training. */
  readonly code: boolean;
  /** Where they are pinned then. */
  readonly lock: string | undefined;
}

/** The question whether modules from the web may be used. */
export function consentQuestion(
  trees: readonly ModuleTree[],
  { hosts, code, lock }: ConsentFacts,
): string {
  const lines = trees.flatMap((tree) => [
    `From ${new URL(tree.url).host}, and not used here before:`,
    ...[...tree.modules].map(([url, module]) =>
      `  ${url}  ${bytes(module.size)}`
    ),
    `  sha256 of all: ${tree.root}`,
  ]);
  lines.push(
    hosts.length === 0
      ? "It fetches no data."
      : `It fetches data from ${hosts.join(", ")}.`,
    code
      ? "Its own code computes during training, without network and without your files."
      : "Its code runs without any right; training runs code of Leat alone.",
    lock === undefined ? "Use it this once?" : `Use it, and pin it in ${lock}?`,
  );
  return lines.join("\n");
}
