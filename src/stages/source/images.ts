import { z } from "zod";
import { noImages } from "../../base/errors/source.ts";
import type { ImageFile } from "../../flow/kinds/items.ts";
import type { DatasetDeclaration } from "../../flow/stage/dataset.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { LocatedFile } from "../../flow/stage/source.ts";
import type { Source } from "../../flow/stage/stage.ts";
import { type CleanOptions, cleanParam, given } from "./_clean.ts";
import { locationOf, nameOf, noticesOf, place } from "./_place.ts";

/** What `image()` decodes. */
const READABLE = [
  ".jpg",
  ".jpeg",
  ".png",
  ".webp",
  ".gif",
  ".avif",
  ".tif",
  ".tiff",
];

/** Images that are often found, and that nothing here decodes. */
const UNREADABLE = [".bmp", ".heic", ".heif", ".jxl", ".svg", ".ico", ".psd"];

function endsWithAny(path: string, extensions: readonly string[]): boolean {
  const lower = path.toLowerCase();
  return extensions.some((extension) => lower.endsWith(extension));
}

/** Hidden files and folders, and what macOS adds to an archive. */
function isHidden({ path }: LocatedFile): boolean {
  return path.split("/").some((part) =>
    part.startsWith(".") || part === "__MACOSX"
  );
}

/** By code unit: the same on every machine, whatever its language. */
function compare(a: { readonly id: string }, b: { readonly id: string }) {
  return a.id < b.id ? -1 : 1;
}

function imageFile(path: string, name: string) {
  return { media: "image", path, name } as const satisfies ImageFile;
}

/** The definition of {@linkcode images}. */
export const imagesStage = defineStage("source", {
  op: "images",
  version: 1,
  params: z.strictObject({ from: place, ...cleanParam }),
  behave: ({ from, clean }) => ({
    lists: "image",
    clean,
    async list(host) {
      const all = await host.files(locationOf(from));
      const visible = all.filter((file) => !isHidden(file));
      const files = visible.filter(({ path }) => endsWithAny(path, READABLE));
      if (files.length === 0) {
        throw noImages(nameOf(from), all.length, READABLE);
      }
      const unreadable = visible
        .filter(({ path }) => endsWithAny(path, UNREADABLE))
        .map(({ path }) => ({ id: path }))
        .sort(compare);
      return {
        items: files.map(({ path, absolute, sha256 }) => ({
          id: path,
          item: imageFile(path, path.slice(path.lastIndexOf("/") + 1)),
          file: { absolute, sha256 },
        })).sort(compare),
        skipped: unreadable.map(({ id }) => ({
          item: id,
          why:
            "images of this format cannot be read; convert it to JPEG or PNG",
        })),
        notices: noticesOf(from),
      };
    },
    itemOf: imageFile,
  }),
});

/**
 * Lists the image files in a folder and the folders in it, by their names;
 * none is opened yet. An item's id is its path below the folder, and items are
 * sorted by it.
 *
 * Read are JPEG, PNG, WebP, GIF, AVIF and TIFF; hidden files are passed over,
 * and images of other formats are reported.
 *
 * @param from a folder, relative to the pipeline file, or a dataset
 * @param options a file of choices about the images, which `deno task clean`
 * writes
 * @throws {PipelineError} from its behaviour, when there is no image
 *
 * @example The photographs beside the pipeline
 * ```ts
 * import { images } from "leat";
 * import assert from "node:assert/strict";
 *
 * const source = images("./photos");
 * assert.deepEqual(source.params, { from: "./photos" });
 * ```
 */
export function images(
  from: string | DatasetDeclaration,
  options: CleanOptions = {},
): Source<ImageFile> {
  return imagesStage({ from, ...given(options) });
}
