/**
 * A trained pipeline answers in the type of its label.
 *
 * @module
 */
import type {
  Features,
  Image,
  ImageFile,
  LabelValue,
  Pretrained,
  Scratch,
  train,
} from "leat";
import type { Adult } from "./_adult.ts";
import { assertType, type IsExact } from "./_exact.ts";

/** What `predict` of a trained pipeline answers. */
type Answer<Item, Value extends LabelValue, In, Weights> = Awaited<
  ReturnType<
    Awaited<ReturnType<typeof train<Item, Value, In, Weights>>>["predict"]
  >
>;

Deno.test("predict() answers with a class, a number or a truth", () => {
  assertType<
    IsExact<Answer<ImageFile, "cat" | "dog", Image, Pretrained>, "cat" | "dog">
  >();
  assertType<IsExact<Answer<Adult, number, Features, Scratch>, number>>();
  assertType<IsExact<Answer<Adult, boolean, Features, Scratch>, boolean>>();
  assertType<
    IsExact<Answer<ImageFile, string[], Image, Scratch>, string[]>
  >();
});
