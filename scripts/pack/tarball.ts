import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";

/** Before 1980 some tools complain; npm packs with this date as well. */
const DATE = new Date("1985-10-26T08:15:00Z");

/**
 * Files as an npm tarball. The same files give the same bytes, in whatever
 * order and on whatever day.
 *
 * @param files by their path in the package
 */
export async function tarball(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const sorted = [...files].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  const tar = await packTar(sorted.map(([path, bytes]) => ({
    header: {
      name: `package/${path}`,
      size: bytes.length,
      mode: 0o644,
      mtime: DATE,
      uid: 0,
      gid: 0,
    },
    body: bytes,
  })));
  return new Uint8Array(gzipSync(tar, { level: 9 }));
}
