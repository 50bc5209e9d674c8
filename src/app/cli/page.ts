import type { Board } from "../dashboard/board.ts";
import { type Dashboard, openDashboard } from "../dashboard/dashboard.ts";
import { openBrowser } from "../dashboard/open_browser.ts";
import { callerFolder, storeRoot } from "../paths.ts";
import { commandOf } from "./report/run_page.ts";

/** How a page of trainings is shown. */
export interface PageOptions {
  readonly board: Board;
  readonly port?: number | undefined;
  /** Whether a browser is opened, where there is a desktop. */
  readonly browser?: boolean;
  /** Is told where the page is. */
  readonly tell: (url: string) => void;
}

/** What `--open` is, in every command that trains. */
export const OPEN: readonly [flags: "--open", does: string] = [
  "--open",
  "show it on a page of this machine, live",
];

/**
 * Serves the page of the trainings of this cache, and opens it.
 *
 * @throws {PipelineError} when the port is taken
 */
export async function openPage(
  { board, port, browser = true, tell }: PageOptions,
): Promise<Dashboard> {
  const page = await openDashboard({
    storeRoot: storeRoot(),
    board,
    port,
    commandOf: (run) => commandOf(run, callerFolder()),
  });
  tell(page.url);
  if (browser) openBrowser(page.url);
  return page;
}
