import { type PageFile, readPageFiles } from "../serve/pages.ts";

const STYLES = ["page", "run", "graph", "curves", "parts", "small"];

const MODULES = [
  "page",
  "batch",
  "chart",
  "compare",
  "curves",
  "dom",
  "graph",
  "graph_view",
  "head",
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
    ...Object.fromEntries(
      STYLES.map((name) =>
        [`/${name}.css`, [`${name}.css`, "text/css"]] as const
      ),
    ),
    ...Object.fromEntries(
      MODULES.map((name) =>
        [`/${name}.mjs`, [`${name}.mjs`, "text/javascript"]] as const
      ),
    ),
  });
}
