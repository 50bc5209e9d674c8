import { type PageFile, readPageFiles } from "../serve/pages.ts";

const MODULES = [
  "page",
  "batch",
  "chart",
  "compare",
  "curves",
  "dom",
  "graph",
  "graph_view",
  "link",
  "log",
  "runs",
  "story",
  "text",
  "watching",
];

/** Reads the files of the page, by the path that they are asked for under. */
export function readFiles(): Promise<ReadonlyMap<string, PageFile>> {
  return readPageFiles("dashboard", {
    "/": ["page.html", "text/html"],
    "/page.css": ["page.css", "text/css"],
    ...Object.fromEntries(
      MODULES.map((name) =>
        [`/${name}.mjs`, [`${name}.mjs`, "text/javascript"]] as const
      ),
    ),
  });
}
