import { excessive, reservedName } from "../../base/errors/remote_trust.ts";
import type {
  PipelineDescription,
  StageDescription,
} from "../../flow/pipeline/description.ts";
import { isBuiltIn, stageList, stagesOf } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";

/** What a drawn dataset holds; the size of an archive is bounded elsewhere. */
const MOST_OF_SOURCE: Readonly<Record<string, number>> = { count: 100_000 };

/** Params of other stages by their names, wherever they stand. */
const MOST: Readonly<Record<string, number>> = {
  batch: 65_536,
  cycleLength: 10_000,
  cycleMultiplier: 16,
  cycles: 32,
  epochs: 10_000,
  freezeEpochs: 10_000,
  size: 1024,
};

/** Epochs of all phases. */
const EPOCHS = 10_000;
/** Stages of one list. */
const STAGES = 32;
/** Characters of the description as JSON. */
const LENGTH = 2 ** 20;
/** Weights of all layers: 1 GiB of them. */
const WEIGHTS = 2 ** 28;

/** Names that mean something to every object. */
const RESERVED: ReadonlySet<string> = new Set([
  "__proto__",
  "constructor",
  "prototype",
]);

/** What is too much, in words: what it is, and the most. */
type Excess = readonly [found: string, most: string];

function* within(
  path: string,
  value: unknown,
): Generator<readonly [path: string, name: string, value: unknown]> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, held] of Object.entries(value)) {
    yield [`${path}.${name}`, name, held];
    yield* within(`${path}.${name}`, held);
  }
}

/** Numbers of a list; nothing where it is none. */
function numbers(value: unknown): readonly number[] {
  return Array.isArray(value)
    ? value.filter((each): each is number => typeof each === "number")
    : [];
}

/** Roughly how many weights the layers of a network hold, by their widths. */
function weightsOfLayers({ params }: StageDescription): number {
  const hidden = numbers(params.hidden);
  const blocks = numbers(params.blocks);
  const dense = hidden.reduce(
    (sum, width, at) => sum + width * (hidden[at - 1] ?? 1),
    0,
  );
  // Two convolutions of 3 x 3 a block.
  const convolutions = numbers(params.channels).reduce(
    (sum, width, at) => sum + 18 * width ** 2 * (blocks[at] ?? 1),
    0,
  );
  return dense + convolutions;
}

function epochsOf(description: PipelineDescription): number {
  if (!isBuiltIn(description, registry)) return 0;
  const { architecture, fit } = stagesOf(description, registry);
  const { groups } = architecture.behaviour;
  return fit.behaviour.phases({ groups })
    .reduce((sum, { epochs }) => sum + epochs, 0);
}

function* excesses(description: PipelineDescription): Generator<Excess> {
  const { length } = JSON.stringify(description);
  if (length > LENGTH) {
    yield [`a description of ${length} characters`, `${LENGTH}`];
  }
  for (const key of ["transforms", "metrics"] as const) {
    const count = description[key].length;
    if (count > STAGES) yield [`${count} ${key}`, `${STAGES}`];
  }
  for (const [role, { params }] of stageList(description)) {
    // Rows are data: their columns may be called anything.
    if (role === "source" && "rows" in params) continue;
    const limits = role === "source" ? MOST_OF_SOURCE : MOST;
    for (const [path, name, value] of within(role, params)) {
      const most = Object.hasOwn(limits, name) ? limits[name] : undefined;
      if (most === undefined || typeof value !== "number") continue;
      if (value > most) yield [`${path} of ${value}`, `${most}`];
    }
  }
  const weights = weightsOfLayers(description.architecture);
  if (weights > WEIGHTS) {
    yield [`an architecture of about ${weights} weights`, `${WEIGHTS}`];
  }
  // Last: by now it is known that none of its lists is endless.
  const epochs = epochsOf(description);
  if (!(epochs <= EPOCHS)) yield [`${epochs} epochs in all`, `${EPOCHS}`];
}

/**
 * Checks that a description from the web asks for no more than a pipeline may,
 * before anything is listed, fetched or trained for it.
 *
 * @throws {PipelineError} when it does, naming what is too much
 */
export function checkLimits(
  file: string,
  description: PipelineDescription,
): void {
  for (const [path, name] of within("pipeline", description)) {
    if (RESERVED.has(name)) throw reservedName(file, path);
  }
  const [first] = excesses(description);
  if (first) throw excessive(file, ...first);
}
