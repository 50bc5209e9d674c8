/**
 * Where a file stands in the house.
 *
 * @module
 */
import { posix, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms, each with the folder or file that it is; first match wins. */
const ROOMS = [
  ["base", "src/base/"],
  ["flow", "src/flow/"],
  ["stages", "src/stages/"],
  ["engine", "src/engine/"],
  ["app", "src/app/"],
  ["mod", "mod.ts"],
  ["pipelines", "pipelines/"],
  ["datasets", "datasets/"],
  ["scripts", "scripts/"],
  ["tests", "tests/"],
] as const;

/** A part of the repository with its own rule of what it may import. */
export type Room = (typeof ROOMS)[number][0];

/** A file of the repository. */
export interface Place {
  /** Path below the repository's root, with `/` between its parts. */
  readonly path: string;
  /** The folder of the file, without a slash at the end. */
  readonly folder: string;
  /** The file's name. */
  readonly name: string;
  readonly room: Room;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A room as people write it: `src/flow`, `mod.ts`. */
export function nameOf(room: Room): string {
  const [, at] = ROOMS.find(([each]) => each === room) ?? [room, room];
  return at.replace(/\/$/, "");
}

/** The place of a path below the root; none if it is in no room. */
export function placeOf(path: string): Place | undefined {
  const room = ROOMS.find(([, at]) => path === at || path.startsWith(at))?.[0];
  if (room === undefined) return undefined;
  const { dir: folder, base: name } = posix.parse(path);
  return { path, folder, name, room };
}

/** The place of the file that is linted. */
export function placeOfFile(filename: string): Place | undefined {
  const isBelowRoot = !/^([a-z]+:|[\\/])/i.test(filename);
  const path = isBelowRoot ? filename : relative(root, filename);
  return placeOf(path.replaceAll("\\", "/"));
}

/** The place that an import leads to; none if it leaves the repository. */
export function placeOfImport(
  from: Place,
  specifier: string,
): Place | undefined {
  if (specifier === "leat") return placeOf("mod.ts");
  if (!/^\.{1,2}\//.test(specifier)) return undefined;
  return placeOf(posix.join(from.folder, specifier));
}

/** Whether a path is a folder or is below it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
