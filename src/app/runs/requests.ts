/**
 * What others ask of a run that is under way: that it stops, or that it shows
 * its batch. A request is an empty file in the folder of the run, so that any
 * process of the same user may ask, and a request to a dead one does nothing.
 *
 * @module
 */
import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "./run_store.ts";

/** How often a run looks for requests, in milliseconds. */
const INTERVAL_MS = 200;

/** What may be asked of a run, by the name of the file that asks it. */
export type Request = "stop" | "look";

/** What is done when something is asked. */
export type Heed = Readonly<Record<Request, () => void>>;

/**
 * Asks something of a run.
 *
 * @throws when its folder is gone, or cannot be written
 */
export function ask(storeRoot: string, id: string, request: Request): void {
  writeFileSync(join(runFolder(storeRoot, id), request), "");
}

/** Whether it is asked, and not any more. */
function take(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return false;
  rmSync(path, { force: true });
  return true;
}

/** Does what is asked of a run, until it is disposed. */
export function heedRequests(
  storeRoot: string,
  id: string,
  heed: Heed,
): Disposable {
  const folder = runFolder(storeRoot, id);
  const look = () => {
    for (const request of ["stop", "look"] as const) {
      try {
        if (take(join(folder, request))) heed[request]();
      } catch {
        // A run goes on where its folder cannot be read: nobody can ask it.
      }
    }
  };
  const timer = setInterval(look, INTERVAL_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
