import { packTar } from "modern-tar";
import { gzipSync } from "node:zlib";

export type Entries = Parameters<typeof packTar>[0];

/** The entry of a file. */
export function file(name: string, body: string): Entries[number] {
  const size = new TextEncoder().encode(body).length;
  return { header: { name, size, type: "file" }, body };
}

export async function tgz(...entries: Entries[number][]): Promise<Uint8Array> {
  return new Uint8Array(gzipSync(await packTar(entries)));
}
