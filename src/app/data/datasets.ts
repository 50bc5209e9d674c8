import { join } from "node:path";
import { defaultCacheRoot } from "../../base/store/root.ts";
import type { DatasetDeclaration } from "../../flow/stage/dataset.ts";
import type { LocatedFile } from "../../flow/stage/source.ts";
import { downloadEvents } from "./download_events.ts";
import { drawnFolder } from "./drawn.ts";
import type { HostOptions } from "./host.ts";
import { packageFile } from "./package_file.ts";

/** A folder (or one file) on this machine, with its files where they are known. */
export interface LocatedFolder {
  readonly folder: string;
  readonly files?: readonly LocatedFile[];
}

/** Where a dataset is, fetched or drawn first if it is not there yet. */
export async function datasetFolder(
  declaration: DatasetDeclaration,
  { emit, signal }: HostOptions,
): Promise<LocatedFolder> {
  switch (declaration.kind) {
    case "package":
      return { folder: await packageFile(declaration.file) };
    case "drawn":
      return { folder: await drawnFolder(declaration, { emit, signal }) };
    case "archive": {
      // Brings the unpacking library, which few runs need.
      const { fetchDataset } = await import("../../base/store/dataset.ts");
      const { name, url, size, sha256, root } = declaration;
      const { folder, files } = await fetchDataset(
        {
          name,
          url,
          ...size === undefined ? {} : { size },
          ...sha256 === undefined ? {} : { sha256 },
          ...root === undefined ? {} : { root },
        },
        {
          cacheRoot: defaultCacheRoot(),
          onProgress: downloadEvents(url, emit),
          onWait: () =>
            emit({
              type: "notice",
              text: `Waiting for another process that fetches ${name}`,
            }),
          signal,
        },
      );
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
