import type { Choice } from "../../flow/clean/choice.ts";
import { kindOfLabel, type LabelKind } from "../../flow/clean/kind_of_label.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Card } from "./cards.ts";
import type { ChoicesFile } from "./choices_file.ts";
import { choiceOf, type WantedChoice } from "./wanted_choice.ts";

/** What there is to look at, and where choices go. */
export interface SessionParts {
  /** The name of the pipeline. */
  readonly pipeline: string;
  readonly cards: readonly Card[];
  /** Where choices go. */
  readonly file: ChoicesFile;
  /** The file as the pipeline names it, or would. */
  readonly path: string;
  /** What to write into the pipeline, where it does not read the file yet. */
  readonly lacking: string | undefined;
  /** What the model could not be asked, and why. */
  readonly notes: readonly string[];
  /** How many items each class has with no choice applied, in order. */
  readonly classes: ReadonlyMap<string, number>;
  /** Who is said to have chosen. */
  readonly who: string | undefined;
}

/** What a page shows. */
export interface Told extends Chosen {
  readonly pipeline: string;
  readonly path: string;
  readonly lacking: string | null;
  readonly notes: readonly string[];
  readonly kind: LabelKind;
  readonly classes: readonly string[];
  readonly cards: readonly (Omit<Card, "file" | "content"> & {
    readonly picture: boolean;
    /** Whether what was chosen before was about other content. */
    readonly changed: boolean;
  })[];
}

/** What is chosen, and what becomes of it. */
export interface Chosen {
  /** By the place of the card. */
  readonly choices: Readonly<Record<number, Choice>>;
  /** Classes that no item is left of. */
  readonly gone: readonly string[];
}

/** Somebody looks at the data of a pipeline and chooses. */
export class Session {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** The card at a place, if there is one. */
  card(at: number): Card | undefined {
    return this.#parts.cards[at];
  }

  /** All that a page shows. */
  async tell(): Promise<Told> {
    const { cards, lacking, classes, pipeline, path, notes } = this.#parts;
    const chosen = await this.chosen();
    const { choices } = chosen;
    return {
      pipeline,
      path,
      lacking: lacking ?? null,
      notes,
      kind: kindOfLabel(cards[0]?.label ?? ""),
      classes: [...classes.keys()],
      cards: cards.map(({ file, content, ...card }, at) => ({
        ...card,
        picture: file !== undefined,
        changed: choices[at] !== undefined && choices[at].content !== content,
      })),
      ...chosen,
    };
  }

  /** What is chosen about the cards, and which classes that empties. */
  async chosen(): Promise<Chosen> {
    const { cards, file } = this.#parts;
    const choices = await file.read();
    const ofCards = cards.flatMap(({ id }, at) => {
      const choice = choices.get(id);
      return choice === undefined ? [] : [[at, choice] as const];
    });
    return {
      choices: Object.fromEntries(ofCards),
      // Of choices about other content nothing comes.
      gone: this.#gone(
        ofCards.flatMap(([at, choice]) =>
          cards[at]?.content === choice.content ? [choice] : []
        ),
      ),
    };
  }

  #gone(choices: readonly Choice[]): readonly string[] {
    const left = new Map(this.#parts.classes);
    const count = (label: LabelValue, by: number) => {
      for (const name of [label].flat().map(String)) {
        left.set(name, (left.get(name) ?? 0) + by);
      }
    };
    for (const choice of choices) {
      if (choice.choice !== "keep") count(choice.was, -1);
      if (choice.choice === "relabel") count(choice.label, 1);
    }
    return [...left].flatMap(([name, count]) => count > 0 ? [] : [name]);
  }

  /**
   * Chooses about a card.
   *
   * @returns what stands in the file now
   * @throws {Refusal} when it cannot be chosen
   * @throws {ChosenMeanwhile} when something else was, elsewhere
   * @throws {PipelineError} when it cannot be written
   */
  async choose(wanted: WantedChoice, card: Card): Promise<Choice | undefined> {
    const { file, classes, who } = this.#parts;
    const relabelled = [...(await file.read()).values()].flatMap((each) =>
      each.choice === "relabel" ? [each.label].flat().map(String) : []
    );
    const about = { classes: new Set([...classes.keys(), ...relabelled]), who };
    const choice = choiceOf(wanted, card, about);
    // A page sends back what it was told: what is no choice is none of ours.
    const before = wanted.before as Choice | null;
    await file.put(card.id, before ?? undefined, choice);
    return choice;
  }
}
