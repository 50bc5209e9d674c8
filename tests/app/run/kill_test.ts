import assert from "node:assert/strict";
import { join } from "node:path";
import { stream } from "../../../src/base/random/stream.ts";
import { Desk, eventsOf, type Told, watched } from "../_cli.ts";
import { allow, GATES } from "../_gate.ts";
import { drawImages } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { tellsParents, trainerOf } from "../_processes.ts";

/** Pipelines by the name of their file: what varies of each. */
const PIPELINES = {
  adamW: { fit: "optimizer: leat.adamW()" },
  sgd: { fit: "optimizer: leat.sgd()" },
  // What is gathered goes over the ends of epochs, and a phase over its best.
  callbacks: {
    transforms: "leat.mixup()",
    fit: `callbacks: [
      leat.keepBest(),
      leat.earlyStopping({ patience: 3 }),
      leat.reduceOnPlateau({ monitor: "error_rate" }),
      leat.accumulateGradients(6),
      leat.clipGradients(0.5),
    ]`,
  },
} as const;

type PipelineName = keyof typeof PIPELINES;

/** Runs of one pipeline that are killed one after the other. */
interface Chain {
  readonly pipeline: PipelineName;
  /** Seconds between saves; "" is once a minute, which no epoch here takes. */
  readonly saveEvery: string;
  readonly kills: number;
}

const CHAINS: readonly Chain[] = [
  { pipeline: "adamW", saveEvery: "0", kills: 5 },
  { pipeline: "sgd", saveEvery: "0", kills: 5 },
  { pipeline: "sgd", saveEvery: "", kills: 5 },
  { pipeline: "callbacks", saveEvery: "0", kills: 3 },
];

const network = (weights = "") =>
  `leat.resnet({ channels: [4, 4], blocks: [1, 1], hidden: 4${weights} })`;

/** Two epochs frozen and four not, of 14 steps: augmentation and dropout. */
function tuned({ transforms = "", fit }: {
  readonly transforms?: string;
  readonly fit: string;
}): string {
  return pictures({
    before: GATES,
    transforms:
      `[leat.flip(), leat.rotate(10), leat.brightness(), stepGate({}), ${transforms}]`,
    architecture: network(', weights: "./start.safetensors"'),
    fit: `leat.fineTune(4, {
      freezeEpochs: 2,
      batch: 2,
      baseLearningRate: 0.01,
      ${fit},
    })`,
  });
}

async function weightsOf({ end }: Told): Promise<Uint8Array> {
  return await Deno.readFile(join(end.model ?? "", "weights.safetensors"));
}

/** A desk with pictures, pipelines and weights to start from. */
async function desk(): Promise<Desk> {
  const made = await Desk.open();
  await drawImages(made, 40);
  await made.write("first.ts", pictures({ architecture: network() }));
  const first = await made.train("./first.ts");
  await made.write("start.safetensors", await weightsOf(first));
  for (const [name, varied] of Object.entries(PIPELINES)) {
    await made.write(`${name}.ts`, tuned(varied));
  }
  return made;
}

/** How far a run is: the phase, the epoch and the step, to be compared. */
type Place = readonly [phase: number, epoch: number, step: number];

/** Whether one place is at least as far as another. */
function reaches(one: Place, other: Place): boolean {
  const at = one.findIndex((each, at) => each !== other[at]);
  return at < 0 || (one[at] ?? 0) > (other[at] ?? 0);
}

/** What a run that was killed showed. */
interface Killed {
  /** Where it was when it first said so. */
  readonly first: Place | undefined;
  readonly last: Place | undefined;
  /** It got to its end before the signal came. */
  readonly ended: boolean;
}

/** When a run is killed. */
interface Moment {
  /** After so many reports, … */
  readonly reports: number;
  /** … and so many milliseconds. */
  readonly delay: number;
  /** It does no more steps than these until the signal comes. */
  readonly most: number;
}

/** Starts a run and kills its processes at some moment. */
async function killed(
  place: Desk,
  pipeline: string,
  environment: Readonly<Record<string, string>>,
  { reports, delay, most }: Moment,
): Promise<Killed> {
  await allow(place, most);
  const child = place.start(["train", pipeline, "--json"], environment);
  const places: Place[] = [];
  let trainer: number | undefined;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const kill = () => {
    try {
      // The trainer first: it would save if it saw its supervisor go.
      if (trainer !== undefined) Deno.kill(trainer, "SIGKILL");
      child.kill("SIGKILL");
    } catch {
      ended = true;
    }
  };
  await watched(child, (event) => {
    if (event.type === "adapter") trainer = trainerOf(child.pid);
    if (event.type === "run.end") ended = true;
    if (event.type !== "batch") return;
    const phase = event.phase === "frozen" ? 0 : 1;
    places.push([phase, event.epoch, event.step]);
    if (places.length === reports) timer = setTimeout(kill, delay);
  });
  clearTimeout(timer);
  assert.notEqual(trainer, undefined);
  return { first: places[0], last: places.at(-1), ended };
}

/** The end of a chain of kills, and where each of its runs was. */
async function survived(
  place: Desk,
  { pipeline: name, saveEvery, kills }: Chain,
  index: number,
): Promise<{ readonly told: Told; readonly runs: readonly Killed[] }> {
  const pipeline = `./${name}.ts`;
  const environment = {
    LEAT_CACHE: join(place.folder, `cache-${index}`),
    LEAT_SAVE_EVERY: saveEvery,
  };
  const random = stream(3, "kills", index);
  const runs: Killed[] = [];
  for (let kill = 0; kill < kills; kill++) {
    // Of 84 steps, 15 a run leave the last one some. Without saves there is one
    // report an epoch, on a fast machine, and epochs are left as well.
    const reports = saveEvery === "0" ? 1 + Math.floor(random.float() * 12) : 1;
    runs.push(
      await killed(place, pipeline, environment, {
        reports,
        delay: random.float() * 20,
        most: saveEvery === "0" ? reports + 3 : 20,
      }),
    );
  }
  await allow(place, "all");
  const told = await place.train(pipeline, [], environment);
  return { told, runs };
}

Deno.test({
  name:
    "kill -9 at any moment, and the next run ends with the bits of an unbroken one",
  ignore: !tellsParents,
  fn: async (t) => {
    await using place = await desk();
    const unbroken: Record<string, Told> = {};
    for (const name of Object.keys(PIPELINES)) {
      unbroken[name] = await place.train(`./${name}.ts`);
      assert.equal(unbroken[name].code, 0);
    }
    const phases = new Set<number | undefined>();
    for (const [index, chain] of CHAINS.entries()) {
      const { pipeline, saveEvery, kills } = chain;
      const saves = saveEvery === "0" ? "after every step" : "with epochs";
      await t.step(
        `${pipeline}, saved ${saves}, killed ${kills} times`,
        async () => {
          const { told, runs } = await survived(place, chain, index);
          assert.equal(told.code, 0, told.err);
          for (const { last } of runs) phases.add(last?.[0]);
          assert.deepEqual(
            runs.map(({ ended }) => ended),
            Array(kills).fill(false),
          );
          const whole = unbroken[pipeline];
          assert.ok(whole);
          // Other kernels would round otherwise, which no kill is at fault for.
          assert.deepEqual(told.end.adapter, whole.end.adapter);
          assert.deepEqual(await weightsOf(told), await weightsOf(whole));
          assert.deepEqual(told.end.metrics, whole.end.metrics);
          assert.deepEqual(told.end.decisions, whole.end.decisions);
          const losses = ({ end }: Told) =>
            end.history.map((row) => [row.train_loss, row.valid_loss]);
          assert.deepEqual(losses(told), losses(whole));
          if (saveEvery !== "0") return;
          // The step that was just reported may not be saved; all before it are.
          const [batch] = eventsOf(told.events, "batch");
          const final: Place | undefined = batch &&
            [batch.phase === "frozen" ? 0 : 1, batch.epoch, batch.step];
          const firsts = [...runs.slice(1).map(({ first }) => first), final];
          runs.forEach(({ last }, at) => {
            const next = firsts[at];
            assert.ok(
              last && next && reaches(next, last),
              `${next} after ${last}`,
            );
          });
        },
      );
    }
    assert.deepEqual([...phases].sort(), [0, 1], "kills in both phases");
  },
});
