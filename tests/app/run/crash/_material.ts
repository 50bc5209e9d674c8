/**
 * What stages read: files of a server, and images on the disk.
 *
 * @module
 */
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import sharp from "sharp";
import { withFolder } from "../../../_folder.ts";
import { serve, type Server } from "../../_server.ts";
import { bodyOf, IMAGES, PACKED } from "./_stages.ts";

/** Turns that the server has files for. */
const TURNS = 300;

/** A server of what is fetched. */
export async function material(): Promise<Server> {
  const entries = [...PACKED].map(([name, body]) => ({
    header: { name, size: body.length, type: "file" as const },
    body,
  }));
  const archive = new Uint8Array(gzipSync(await packTar(entries)));
  const turns = Array.from({ length: TURNS }, (_, at) => at);
  return serve([
    ...turns.map((at) => [`/file-${at}`, bodyOf(at)] as const),
    ...turns.map((at) => [`/set-${at}.tgz`, archive] as const),
  ]);
}

/** Draws what is decoded. */
export async function drawImages(root: string): Promise<void> {
  await Deno.mkdir(join(root, "images"));
  for (let at = 0; at < IMAGES; at++) {
    const background = { r: at * 20, g: 100, b: 50 };
    await sharp({
      create: { width: 64, height: 64, channels: 3, background },
    }).png().toFile(join(root, "images", `${at}.png`));
  }
}

/** Runs with a server that sends little at a time, and a folder with images. */
export async function withMaterial(
  run: (root: string, server: Server) => Promise<void>,
): Promise<void> {
  await using server = await material();
  server.pieces = 4_000;
  await withFolder(async (root) => {
    await drawImages(root);
    await run(root, server);
  });
}
