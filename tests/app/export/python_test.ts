/**
 * The Python that README.md of an export shows, run as it stands there. Needs
 * numpy, pillow, onnxruntime, torch, torchvision and safetensors in `python3`,
 * or in the interpreter that LEAT_PYTHON names.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures } from "../_pipelines.ts";

const PYTHON = Deno.env.get("LEAT_PYTHON") ?? "python3";

/** What a program said; nothing where it failed or is not there. */
async function said(
  args: readonly string[],
  cwd?: string,
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(PYTHON, {
      args: [...args],
      ...cwd === undefined ? {} : { cwd },
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch {
    return undefined;
  }
}

const isThere = await said([
  "-c",
  "import numpy, PIL, onnxruntime, torch, torchvision, safetensors",
]) !== undefined;

/** The first block of Python of a guide. */
function pythonIn(guide: string): string {
  const [, code] = /```python\n([^]*?)\n```/.exec(guide) ?? [];
  assert.ok(code);
  return code;
}

Deno.test({
  name: isThere
    ? "the Python of the guides answers as predict does, on torch and on ONNX Runtime"
    : "the Python of the guides answers as predict does (not run: no torch)",
  ignore: !isThere,
  fn: async () => {
    await using desk = await Desk.open();
    await drawImages(desk, 8);
    await desk.write(
      "p.ts",
      pictures({
        input: "leat.image({ size: 64 })",
        transforms: "[leat.normalize()]",
        architecture: "leat.resnet18()",
        // It learns little, so that it is not sure of anything.
        fit: "leat.constant(1, { learningRate: 0.0001, batch: 4 })",
      }),
    );
    assert.equal((await desk.train("./p.ts")).code, 0);
    // No square, and turned by what the camera noted.
    const [width, height] = [90, 120];
    const photograph = await sharp(
      Uint8Array.from(
        { length: width * height * 3 },
        (_, at) => 128 + 120 * Math.sin(at / 900 * (1 + at % 3)),
      ),
      { raw: { width, height, channels: 3 } },
    ).withExif({ IFD0: { Orientation: "6" } }).jpeg().toBuffer();
    const bytes = new Uint8Array(photograph);
    await desk.write("photo.jpg", bytes);
    const { out } = await desk.run([
      "predict",
      "./p.ts",
      "photo.jpg",
      "--json",
    ]);
    const wanted: Record<string, number> = JSON.parse(out).probabilities;
    for (const format of ["safetensors", "onnx"]) {
      const args = ["export", "./p.ts", "--to", format, "--out", format];
      assert.equal((await desk.run(args)).code, 0);
      const folder = join(desk.folder, format);
      await Deno.writeFile(join(folder, "photo.jpg"), bytes);
      const guide = await Deno.readTextFile(join(folder, "README.md"));
      const answer = await said(["-c", pythonIn(guide)], folder);
      assert.ok(answer, format);
      const shares = answer.trim().split("\n").map((line) => line.split(" "));
      assert.deepEqual(shares.map(([name]) => name), Object.keys(wanted));
      for (const [name = "", share] of shares) {
        const [is, was] = [Number(share), wanted[name] ?? NaN];
        assert.ok(Math.abs(is - was) < 1e-4, `${format}, ${name}: ${is}`);
        // Of a share next to 0 that says little.
        const ratio = was > 1e-20 ? is / was : 1;
        assert.ok(Math.abs(ratio - 1) < 1e-3, `${format}, ${name}: ${is}`);
      }
    }
  },
});
