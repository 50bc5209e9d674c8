import { basename, join } from "node:path";
import { foldersIn, holdingAt, namesIn } from "../../base/store/survey.ts";
import { type Content, heldIn } from "./contents.ts";

/** A name that says of what makes it that it is not finished. */
const DRAFT = /^\.draft-/;

/**
 * What was fetched, drawn and measured for all pipelines of a user:
 *
 *     datasets/pets-67195c5e1c/    drawn/shapes-v1-7-600/
 *     files/67195c5e1c0c8f9a/      trained weights
 *     downloads/67195c5e1c/        what is not all here yet
 *     tuning/    swiftshader/153/  never swept: small, or needed to compute
 */
export async function dataContents(root: string): Promise<readonly Content[]> {
  const drivers = await foldersIn(join(root, "swiftshader"));
  const contents = [
    ...await fetched(root, "datasets", "dataset"),
    ...await fetched(root, "files", "weights"),
    ...await fetched(root, "drawn", "drawn"),
    ...await fetched(root, "downloads", "download"),
    ...await heldIn(root, [
      ["tuning", "tuning"],
      ...drivers.map((name) => [`swiftshader/${name}`, "driver"] as const),
    ]),
  ];
  return contents.map((each) =>
    DRAFT.test(basename(each.path))
      ? { ...each, sweepable: true, useless: "it was never finished" }
      : each
  );
}

async function fetched(
  root: string,
  folder: string,
  kind: string,
): Promise<readonly Content[]> {
  const contents: Content[] = [];
  // Beside the folders stand the pins, which are never forgotten.
  for (const name of await foldersIn(join(root, folder))) {
    const path = join(root, folder, name);
    const held = await holdingAt(path);
    // Of a download that came to its end, the lock alone is left.
    if (held === undefined || held.bytes === 0) continue;
    contents.push({
      ...held,
      key: `${folder}/${await titleOf(path, kind) ?? name}`,
      kind,
      pipelines: [],
      sweepable: true,
    });
  }
  return contents;
}

/** The folder of weights is called by digits: the file in it says more. */
async function titleOf(
  path: string,
  kind: string,
): Promise<string | undefined> {
  if (kind !== "weights" && kind !== "download") return undefined;
  const names = await namesIn(path);
  return names.find((name) => !/\.(part|part\.json|lock)$/.test(name)) ??
    names.find((name) => name.endsWith(".part"));
}
