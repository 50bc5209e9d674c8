/**
 * No stage fits under the key of another role, whatever its kinds.
 *
 * @module
 */
import type {
  Architecture,
  Category,
  Image,
  ImageFile,
  Input,
  Loss,
  Metric,
  Schedule,
  Scratch,
  Source,
  Split,
  Transform,
} from "leat";
import { assertType, type IsExact } from "./_exact.ts";

interface Stages {
  readonly source: Source<ImageFile>;
  readonly split: Split<ImageFile>;
  readonly input: Input<ImageFile, Image>;
  readonly transforms: Transform<Image>;
  readonly architecture: Architecture<Image, Scratch>;
  readonly loss: Loss<Category>;
  readonly metrics: Metric<Category>;
  readonly fit: Schedule<Scratch>;
}

/** Of what takes anything, as a role alone keeps it apart from others. */
interface Widest {
  readonly source: Source<never>;
  readonly split: Split<unknown>;
  readonly input: Input<unknown, never>;
  readonly transforms: Transform<unknown>;
  readonly architecture: Architecture<unknown, never>;
  readonly loss: Loss<unknown>;
  readonly metrics: Metric<unknown>;
  readonly fit: Schedule<unknown>;
}

/** Every `[stage, key]` that the checker takes. */
type Fits<Given> = {
  [From in keyof Given]: {
    [Key in keyof Stages]: Given[From] extends Stages[Key] ? [From, Key]
      : never;
  }[keyof Stages];
}[keyof Given];

/** Every `[key, key]`. */
type Own = { [Key in keyof Stages]: [Key, Key] }[keyof Stages];

Deno.test("a stage fits under its own key and under no other", () => {
  assertType<IsExact<Fits<Stages>, Own>>();
  assertType<IsExact<Fits<Widest>, Own>>();
});
