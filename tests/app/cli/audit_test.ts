import assert from "node:assert/strict";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { petMarkup } from "../../../datasets/drawn/pets.ts";
import { Desk } from "../_cli.ts";
import { pictures, points } from "../_pipelines.ts";
import type { AuditEnd } from "../../../src/app/look/audit_pipeline.ts";
import type { Finding } from "../../../src/flow/audit/finding.ts";

/** A drawn pet, as a picture that can be changed. */
function pet(number: number): Sharp {
  return sharp(new TextEncoder().encode(petMarkup(42, number)))
    .flatten({ background: "white" }).resize(80, 80, { fit: "fill" });
}

/** The last event of `audit --json`. */
async function audited(desk: Desk, ...args: readonly string[]) {
  const { code, out, err } = await desk.run(["audit", ...args, "--json"]);
  const end = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as AuditEnd;
  assert.equal(end.type, "audit.end", err);
  const of = (kind: Finding["kind"]) =>
    end.findings.filter((each) => each.kind === kind);
  return { code, end, of };
}

/** Twelve pictures of which file names decide labels and sets. */
async function drawPets(desk: Desk): Promise<void> {
  for (const set of ["train", "valid"]) {
    await Deno.mkdir(join(desk.folder, "images", set), { recursive: true });
  }
  for (let at = 0; at < 12; at++) {
    const set = at < 8 ? "train" : "valid";
    const name = `${set}/${at % 2 ? "red" : "blue"}_${at}.png`;
    await pet(at).png().toFile(join(desk.folder, "images", name));
  }
  await desk.write(
    "p.ts",
    pictures({
      split: "leat.folders()",
    }),
  );
}

Deno.test("audit finds what was planted across the split, and changes nothing", async () => {
  await using desk = await Desk.open();
  await drawPets(desk);
  const clean = await audited(desk, "./p.ts", "--strict");
  assert.deepEqual(clean.end.findings, []);
  assert.equal(clean.code, 0);
  assert.equal(clean.end.looked, 12);
  // The very same file, and a smaller, brighter copy of another.
  const images = join(desk.folder, "images");
  await Deno.copyFile(
    join(images, "train/red_1.png"),
    join(images, "valid/red_50.png"),
  );
  await pet(2).resize(53, 53).modulate({ brightness: 1.1 })
    .jpeg({ quality: 60 }).toFile(join(images, "valid/blue_51.jpg"));
  await desk.write("images/train/blue_60.jpg", "no picture");
  const { code, of } = await audited(desk, "./p.ts");
  assert.equal(code, 0);
  assert.deepEqual(of("duplicates").flatMap(({ about }) => about), [
    "train/red_1.png (train), valid/red_50.png (valid)",
  ]);
  assert.deepEqual(of("near-duplicates").flatMap(({ about }) => about), [
    "train/blue_2.png (train), valid/blue_51.jpg (valid)",
  ]);
  assert.match(of("unreadable")[0]?.about[0] ?? "", /blue_60\.jpg"/);
  const text = await desk.run(["audit", "./p.ts", "--strict"]);
  assert.equal(text.code, 1);
  assert.match(text.out, /\nWarning: 1 pair looks the same across the split/);
  assert.match(text.out, /\n3 warnings\n$/);
  // What needs no decoding is said before a run.
  const plan = await desk.run(["plan", "./p.ts"]);
  assert.equal(plan.code, 0, plan.err);
  assert.match(
    plan.out,
    /1 item is in the training set and in another as well.*deno task audit/,
  );
});

Deno.test("audit goes through rows, and tells what it cannot begin with", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const { code, end } = await audited(desk, "./p.ts");
  assert.equal(code, 0);
  assert.equal(end.looked, 0);
  assert.deepEqual(end.classes.map(({ name }) => name), ["left", "right"]);
  const text = await desk.run(["audit", "./p.ts"]);
  assert.match(text.out, /53 train, 11 valid\n\nclass +train +valid\nleft/);
  assert.equal((await audited(desk, "./none.ts")).code, 2);
  await desk.write("broken.ts", points({ label: "(row) => row.none.more" }));
  assert.equal((await audited(desk, "./broken.ts")).code, 1);
});
