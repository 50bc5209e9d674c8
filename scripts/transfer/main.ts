/**
 * `deno task transfer <photographs> <model.json>`: prints the errors of a
 * MobileNetV1 from random weights, with a trained body that is frozen, and
 * fine-tuned, on five folds of cats and dogs. Trained folds are kept in `.leat`.
 *
 * @module
 */
import { errorsOf, type FoldErrors, FOLDS } from "./experiment.ts";
import { foldLine, head, meanLine } from "./table.ts";

const [photographs, mobilenet] = Deno.args;
if (photographs === undefined || mobilenet === undefined) {
  console.error("Usage: deno task transfer <photographs> <model.json>");
  console.error(
    "A folder of Oxford-IIIT Pet photographs, and a MobileNetV1 as a tfjs layers model",
  );
  Deno.exit(2);
}

console.log(head());
const folds: FoldErrors[] = [];
for (let fold = 1; fold <= FOLDS; fold++) {
  const errors = await errorsOf({ photographs, mobilenet }, fold);
  console.log(foldLine(fold, errors));
  folds.push(errors);
}
console.log(meanLine(folds));
Deno.exit(0);
