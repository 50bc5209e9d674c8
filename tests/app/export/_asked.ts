/**
 * What the tests of exports in a browser ask about and hold answers to.
 *
 * @module
 */
import assert from "node:assert/strict";
import sharp from "sharp";
import type { Desk } from "../_cli.ts";

/** How sure a model is of each class. */
export type Shares = Readonly<Record<string, number>>;

/** What `predict` says of a file. */
export async function predicted(
  desk: Desk,
  pipeline: string,
  file: string,
): Promise<Shares> {
  const { out, err } = await desk.run(["predict", pipeline, file, "--json"]);
  assert.notEqual(out, "", err);
  return JSON.parse(out).probabilities;
}

/** Exports what a pipeline trained into a folder of the desk. */
export async function exported(
  desk: Desk,
  pipeline: string,
  format: string,
  out: string,
): Promise<void> {
  const args = ["export", pipeline, "--to", format, "--out", out];
  const { code, out: said, err } = await desk.run(args);
  assert.equal(code, 0, said + err);
}

/** A larger picture than the model reads, and no square: waves of colours. */
export async function drawnPhotograph(): Promise<Uint8Array> {
  const [width, height] = [150, 100];
  const wave = (at: number) => 128 + 120 * Math.sin(at / 900);
  const pixels = Uint8Array.from(
    { length: width * height * 3 },
    (_, at) => wave(at * (1 + at % 3)),
  );
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 }).toBuffer();
  return new Uint8Array(bytes);
}

/** Fails where two answers are apart by more than the tolerance. */
export function assertNear(
  shares: Shares,
  wanted: Shares,
  tolerance: number,
): void {
  assert.deepEqual(Object.keys(shares), Object.keys(wanted));
  for (const [name, share] of Object.entries(wanted)) {
    const off = Math.abs((shares[name] ?? NaN) - share);
    assert.ok(off < tolerance, `${name}: ${shares[name]}, not ${share}`);
  }
}
