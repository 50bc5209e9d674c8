import { join } from "node:path";
import type { Card } from "../../../src/app/clean/cards.ts";
import { ChoicesFile } from "../../../src/app/clean/choices_file.ts";
import { Session, type SessionParts } from "../../../src/app/clean/session.ts";
import { contentOf } from "../../../src/flow/clean/choice.ts";
import { drawn } from "../_images.ts";

/** Four pictures that were asked about, and a pair of copies. */
export async function cardsIn(folder: string): Promise<readonly Card[]> {
  const cards: Card[] = [];
  for (let at = 0; at < 6; at++) {
    const colour = at % 2 === 0 ? "red" : "blue";
    const id = `${colour}_${at}.jpg`;
    const file = join(folder, id);
    await Deno.writeFile(file, await drawn(colour, at));
    cards.push({
      id,
      set: at < 4 ? "valid" : "train",
      label: colour,
      content: contentOf({ id, item: id }),
      file,
      ...at < 4
        ? {
          said: {
            actual: colour,
            predicted: "red",
            right: colour === "red",
            confidence: 0.75,
            probability: colour === "red" ? 0.75 : 0.25,
            loss: 2 - at / 4,
          },
        }
        : { group: 0 },
    });
  }
  return cards;
}

/** A session about cards, whose choices go into a file of the folder. */
export async function sessionIn(
  folder: string,
  parts: Partial<SessionParts> = {},
): Promise<Session> {
  return new Session({
    pipeline: "colours",
    cards: await cardsIn(folder),
    file: new ChoicesFile(join(folder, "colours.clean.jsonl")),
    path: "colours.clean.jsonl",
    lacking: undefined,
    notes: [],
    classes: new Map([["blue", 3], ["red", 3]]),
    who: undefined,
    ...parts,
  });
}
