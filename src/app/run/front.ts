import { allDropped, relabelledOtherwise } from "../../base/errors/clean.ts";
import { unreadableItems } from "../../base/errors/unreadable.ts";
import { readChoices } from "../../flow/clean/choice.ts";
import {
  classWarnings,
  type Cleaned,
  cleaned,
  cleanedNotice,
  cleanedWarnings,
} from "../../flow/clean/cleaned.ts";
import { kindOfLabel } from "../../flow/clean/kind_of_label.ts";
import type { Emit } from "../../flow/events/event.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Listing } from "../../flow/stage/source.ts";
import type { Dividing, Division } from "../child/divide.ts";
import { telling } from "./front_states.ts";

/** A file of choices about the items of a source. */
export interface ChoicesFile {
  /** As the pipeline names it. */
  readonly path: string;
  /** Its text; nothing where there is no such file. */
  read(): Promise<string | undefined>;
}

/** Who lists the items, and who runs the functions of the pipeline. */
export interface FrontSteps {
  list(): Promise<Listing>;
  /** Choices that are applied to what is listed, where the source has some. */
  readonly choices: ChoicesFile | undefined;
  divide(items: readonly Dividing[]): Promise<Division> | Division;
}

/** Choices of a file, applied to what was listed. */
async function applied(
  { items }: Listing,
  { path, read }: ChoicesFile,
  emit: Emit,
): Promise<Cleaned> {
  const text = await read();
  if (text === undefined) {
    emit({
      type: "warning",
      stage: "source",
      text: `There is no "${path}": no item is dropped or relabelled`,
    });
  }
  const result = cleaned(items, readChoices(text ?? "", path));
  if (items.length > 0 && result.items.length === 0) {
    throw allDropped(path, items.length);
  }
  const notice = cleanedNotice(path, result);
  if (notice) emit({ type: "notice", text: notice });
  for (const text of cleanedWarnings(path, result)) {
    emit({ type: "warning", stage: "source", text });
  }
  return result;
}

/** Refuses labels of a file that are of another kind than all others. */
function checkKinds(
  file: string,
  { items, labels }: Cleaned,
  all: readonly LabelValue[],
): void {
  const at = items.findIndex(({ id }) => !labels.has(id));
  const example = all[at];
  if (example === undefined) return;
  const kind = kindOfLabel(example);
  for (const [id, label] of labels) {
    if (kindOfLabel(label) === kind) continue;
    throw relabelledOtherwise(file, id, label, kind);
  }
}

/** How much is told, and what is forgiven. */
interface Manner {
  readonly emit: Emit;
  readonly strict: boolean;
  /** Told what becomes of the steps; nobody is unless told. */
  readonly onStep?: Emit | undefined;
}

/** What there is to be labelled. */
async function listed(
  { list, choices }: FrontSteps,
  { emit, strict }: Manner,
) {
  const listing = await list();
  const { skipped, notices } = listing;
  for (const text of notices) emit({ type: "notice", text });
  for (const { item, why } of skipped) emit({ type: "unreadable", item, why });
  if (strict && skipped.length > 0) throw unreadableItems(skipped);
  const clean = choices && await applied(listing, choices, emit);
  return { items: clean?.items ?? listing.items, clean };
}

type Listed = Awaited<ReturnType<typeof listed>>;

/** Labels and sets of what was listed. */
async function divided(
  { items, clean }: Listed,
  { choices, divide }: FrontSteps,
  emit: Emit,
): Promise<Division> {
  const division = await divide(
    clean === undefined ? items : items.map(({ id, item }) => {
      const label = clean.labels.get(id);
      return label === undefined ? { id, item } : { id, item, label };
    }),
  );
  if (choices && clean) {
    checkKinds(choices.path, clean, division.labels);
    for (const text of classWarnings(clean, division.labels)) {
      emit({ type: "warning", stage: "label", text });
    }
  }
  return division;
}

/**
 * Lists, cleans, labels and splits, and tells what becomes of these steps and
 * what a user must know of them: notices first, then what was skipped, then
 * warnings.
 *
 * @throws {PipelineError} when something was skipped and the run is strict, or
 * choices cannot be applied
 */
export async function prepareFront(
  steps: FrontSteps,
  manner: Manner,
): Promise<Front> {
  const { emit, onStep } = manner;
  const source = await telling(
    ["source"],
    onStep,
    () => listed(steps, manner),
  );
  const { labels, sets, warnings } = await telling(
    ["label", "split"],
    onStep,
    () => divided(source, steps, emit),
  );
  for (const text of warnings) emit({ type: "warning", stage: "split", text });
  return { items: source.items, labels, sets };
}
