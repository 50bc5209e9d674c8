import type { Progress } from "../../base/store/download.ts";
import type { Emit } from "../../flow/events/event.ts";

/** A download tells of itself this often. */
const EVERY_MS = 100;

/** A progress callback that emits events, the first and the last among them. */
export function downloadEvents(
  url: string,
  emit: Emit,
): (progress: Progress) => void {
  let last = -Infinity;
  return ({ bytes: done, total }) => {
    const now = performance.now();
    if (now - last < EVERY_MS && done !== total) return;
    last = now;
    emit({
      type: "download",
      url,
      done,
      ...total === undefined ? {} : { total },
    });
  };
}
