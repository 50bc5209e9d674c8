import { basename } from "node:path";
import { canonical } from "../../base/codec/canonical.ts";
import { choicesUnusable } from "../../base/errors/clean.ts";
import { changeFile } from "../../base/store/change_file.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import {
  type Choice,
  choicesText,
  readChoices,
} from "../../flow/clean/choice.ts";

/** Another page, or an editor, chose about the same item meanwhile. */
export class ChosenMeanwhile extends Error {
  override readonly name = "ChosenMeanwhile";
}

const same = (a: Choice | undefined, b: Choice | undefined) =>
  canonical(a === undefined ? null : { ...a }) ===
    canonical(b === undefined ? null : { ...b });

/** The file that holds what was chosen; whoever writes it writes all of it. */
export class ChoicesFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws {PipelineError} when it cannot be read, or a line is no choice */
  async read(): Promise<ReadonlyMap<string, Choice>> {
    try {
      const text = await unlessAbsent(Deno.readTextFile(this.path)) ?? "";
      return readChoices(text, basename(this.path));
    } catch (error) {
      throw explained("read", this.path, error);
    }
  }

  /**
   * Puts a choice in the place of another, or of none; alone, and at once.
   *
   * @param item that both are about
   * @param before what whoever chose believed to stand there
   * @throws {ChosenMeanwhile} when another stands there
   * @throws {PipelineError} when it cannot be written, or a line is no choice
   */
  async put(
    item: string,
    before: Choice | undefined,
    after: Choice | undefined,
  ): Promise<void> {
    const name = basename(this.path);
    try {
      await changeFile(this.path, (text) => {
        const choices = new Map(readChoices(text, name));
        const found = choices.get(item);
        if (!same(found, before) && !same(found, after)) {
          throw new ChosenMeanwhile(item);
        }
        if (after === undefined) choices.delete(item);
        else choices.set(item, after);
        return choicesText(choices);
      });
    } catch (error) {
      throw explained("write", this.path, error);
    }
  }
}

/** A folder that may not be written, a full disk and the like, in words. */
function explained(
  doing: "read" | "write",
  path: string,
  error: unknown,
): unknown {
  const isOfFiles = error instanceof Error && "code" in error;
  return isOfFiles ? choicesUnusable(doing, path, error) : error;
}
