import type {
  Listing,
  Location,
  SourceBehaviour,
  SourceHost,
} from "../../../src/flow/stage/source.ts";
import { refusals } from "../_refusals.ts";

/** A machine with one folder of files, and one text. */
export class Machine implements SourceHost {
  readonly #paths: readonly string[];
  readonly #text: string;
  /** What was asked for, in order. */
  readonly asked: (readonly (Location | string)[])[] = [];

  constructor({ paths = [], text = "" }: {
    readonly paths?: readonly string[];
    readonly text?: string;
  }) {
    this.#paths = paths;
    this.#text = text;
  }

  files(location: Location) {
    this.asked.push([location]);
    return Promise.resolve(this.#paths.map((path) => ({
      path,
      absolute: `/data/${path}`,
      size: 1,
      sha256: `hash of ${path}`,
    })));
  }

  text(location: Location, file?: string) {
    this.asked.push([location, ...(file === undefined ? [] : [file])]);
    return Promise.resolve(this.#text);
  }
}

/** A source of any kind. */
export interface HasList {
  readonly behaviour: SourceBehaviour;
}

/** Lists a table of text. */
export async function listText(
  { behaviour }: HasList,
  text: string,
): Promise<Listing> {
  return await behaviour.list(new Machine({ text }));
}

/** A pattern of a source's error, for `assert.throws` and `assert.rejects`. */
export const refusal = refusals("source");
