import { join } from "node:path";
import { leadsOut } from "../../base/codec/leads_out.ts";
import { sha256File } from "../../base/codec/sha256.ts";
import { fileOutside } from "../../base/errors/location.ts";
import { defaultCacheRoot } from "../../base/store/root.ts";
import type { DatasetDeclaration } from "../../flow/stage/dataset.ts";
import type { LocatedFile } from "../../flow/stage/source.ts";
import { downloadEvents } from "./download_events.ts";
import { drawnFolder } from "./drawn.ts";
import type { Pinning } from "../lock/pinning.ts";
import type { HostOptions } from "./host_options.ts";
import { packageFile } from "./package_file.ts";
import { boundedFetch, checkPackage, LARGEST_UNPACKED } from "./reach.ts";

/** A folder (or one file) on this machine, with its files where they are known. */
export interface LocatedFolder {
  readonly folder: string;
  readonly files?: readonly LocatedFile[];
}

/** The file of a package, held against the lock. */
async function pinnedPackageFile(
  file: string,
  pinning: Pinning | undefined,
): Promise<string> {
  const path = await packageFile(file);
  if (pinning === undefined) return path;
  const url = `npm:${file}`;
  pinning.expected("datasets", url);
  const [{ size }, sha256] = await Promise.all([
    Deno.stat(path),
    sha256File(path),
  ]);
  pinning.use("datasets", url, { sha256, size });
  return path;
}

/** Where a dataset is, fetched or drawn first if it is not there yet. */
export async function datasetFolder(
  declaration: DatasetDeclaration,
  options: HostOptions,
): Promise<LocatedFolder> {
  const { emit, signal, pinning, reach, onAbsent } = options;
  switch (declaration.kind) {
    case "package":
      checkPackage(declaration.file, reach);
      return { folder: await pinnedPackageFile(declaration.file, pinning) };
    case "drawn":
      return { folder: await drawnFolder(declaration, options) };
    case "archive": {
      // Brings the unpacking library, which few runs need.
      const { fetchDataset } = await import("../../base/store/dataset.ts");
      const { name, url, size, sha256, root } = declaration;
      if (root !== undefined && leadsOut(root)) throw fileOutside(root);
      const expected = pinning?.expected("datasets", url, sha256) ??
        (sha256 === undefined ? {} : { sha256 });
      const bounds = boundedFetch(
        { url, kind: "datasets", size, sha256: expected.sha256 },
        reach,
      );
      const { folder, files, ...came } = await fetchDataset(
        {
          name,
          url,
          ...size === undefined ? {} : { size },
          ...expected,
          ...root === undefined ? {} : { root },
        },
        {
          cacheRoot: defaultCacheRoot(),
          ...bounds,
          ...reach ? { unpack: { maximumBytes: LARGEST_UNPACKED } } : {},
          onProgress: downloadEvents(url, emit),
          onWait: () =>
            emit({
              type: "notice",
              text: `Waiting for another process that fetches ${name}`,
            }),
          onAbsent: () => {
            const bytes = size ?? pinning?.sizeOf("datasets", url);
            onAbsent?.({
              kind: "dataset",
              name,
              url,
              ...bytes === undefined ? {} : { bytes },
            });
          },
          signal,
        },
      );
      pinning?.use("datasets", url, came, sha256);
      return {
        folder,
        files: files.map((file) => ({
          ...file,
          absolute: join(folder, file.path),
        })),
      };
    }
  }
}
