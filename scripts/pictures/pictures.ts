/**
 * The pictures of the README, a line each. All show doodles, which a program
 * draws: nothing of anybody's photographs gets into the repository.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { drawDoodle } from "../../datasets/drawn/doodles.ts";
import type { Studio } from "./studio.ts";

/** Smaller than `doodles` is: two minutes without a GPU. */
const SETTINGS = [
  "--set",
  "source.from.count=2000",
  "--set",
  "input.size=48",
  "--set",
  "fit.epochs=10",
];

/** Makes one picture; all that was made before it is there. */
type Make = (studio: Studio) => Promise<Uint8Array>;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
};

/** What a command prints, as in a terminal. */
function terminal(command: string, text: string): string {
  const shown = `$ ${command}\n${text.trimEnd()}`
    .replaceAll(/[&<]/g, (sign) => ESCAPES[sign] ?? "");
  return `<style>body{margin:0;background:#17191c}pre{margin:0;padding:18px 22px;color:#eceae4;font:14px/1.45 "DejaVu Sans Mono",monospace;white-space:pre-wrap}</style><pre>${shown}</pre>`;
}

/** Without what is of this machine alone: where a model was put. */
const withoutPaths = (text: string) =>
  text.replaceAll(/^Model: .*\n/gm, "").replaceAll(/^To do: .*\n/gm, "");

const train: Make = async (studio) => {
  const text = await studio.run("train", "doodles", ...SETTINGS);
  return await studio.shoot(
    { markup: terminal("deno task train doodles", withoutPaths(text)) },
    { width: 760, height: 410, part: "pre" },
  );
};

const show: Make = async (studio) => {
  const sheet = join(studio.folder, "sheet.png");
  await studio.run(
    ...["show", "doodles", ...SETTINGS, "--columns", "2", "--rows", "2"],
    ...["--out", sheet],
  );
  const { href: url } = pathToFileURL(sheet.replace(/png$/, "html"));
  return await studio.shoot({ url }, { width: 900, height: 620 });
};

const reportFile = (studio: Studio) => join(studio.folder, "report.html");

const report: Make = async (studio) => {
  const file = reportFile(studio);
  await studio.run("report", "doodles", ...SETTINGS, "--out", file);
  const { href: url } = pathToFileURL(file);
  return await studio.shoot({ url }, { width: 1000, height: 1100 });
};

/** After `report`. */
const confusion: Make = async (studio) => {
  const { href: url } = pathToFileURL(reportFile(studio));
  return await studio.shoot({ url: `${url}#classes` }, {
    width: 1000,
    height: 1010,
  });
};

const serve: Make = async (studio) => {
  await using served = await studio.serve("serve", "doodles");
  // One that it was not trained on: another seed draws it.
  const { name, bytes } = await drawDoodle(7, 1002);
  const file = join(studio.folder, name);
  await Deno.writeFile(file, bytes);
  return await studio.shoot(served, {
    width: 1000,
    height: 760,
    before: async (page) => {
      await page.getByLabel("Choose a file").setInputFiles(file);
      await page.locator("#label").waitFor();
      await page.evaluate("scrollTo(0, 0)");
    },
  });
};

const clean: Make = async (studio) => {
  await using served = await studio.serve(
    ...["clean", "doodles", ...SETTINGS, "--no-copies"],
  );
  return await studio.shoot(served, {
    width: 1000,
    height: 760,
    before: async (page) => {
      await page.locator("#cards img").first().waitFor();
    },
  });
};

const dashboard: Make = async (studio) => {
  await using served = await studio.serve("dashboard", "--no-open");
  return await studio.shoot(served, {
    width: 1280,
    height: 900,
    live: true,
    before: async (page) => {
      await page.getByRole("img", { name: /^Losses: training from/ }).waitFor();
    },
  });
};

const inspect: Make = async (studio) => {
  const file = join(studio.folder, "inspect.html");
  await studio.run(
    ...["inspect", "doodles", ...SETTINGS, "--channels", "4", "--looks", "6"],
    ...["--out", file],
  );
  const { href: url } = pathToFileURL(file);
  return await studio.shoot({ url }, { width: 900, height: 800 });
};

/** By the names of their files, in the order in which they are made. */
export const pictures: Readonly<Record<string, Make>> = {
  train,
  show,
  report,
  confusion,
  serve,
  clean,
  dashboard,
  inspect,
};
