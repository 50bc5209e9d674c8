/**
 * `deno task transfer <photographs> <model.json>`: prints the errors of a
 * MobileNetV1 from random weights, with a trained body that is frozen, and
 * fine-tuned, on five folds of cats and dogs. Trained folds are kept in `.leat`.
 *
 * @module
 */
import { readOrExit, taskCommand } from "../_command.ts";
import { errorsOf, type FoldErrors, FOLDS } from "./experiment.ts";
import { foldLine, head, meanLine } from "./table.ts";

const [photographs, mobilenet] = readOrExit(() =>
  taskCommand("transfer")
    .description("Print what transfer learning does, on five folds")
    .argument("<photographs>", "a folder of Oxford-IIIT Pet photographs")
    .argument("<model.json>", "a MobileNetV1 as a tfjs layers model")
    .parse(Deno.args, { from: "user" })
    .processedArgs
);

console.log(head());
const folds: FoldErrors[] = [];
for (let fold = 1; fold <= FOLDS; fold++) {
  const errors = await errorsOf({ photographs, mobilenet }, fold);
  console.log(foldLine(fold, errors));
  folds.push(errors);
}
console.log(meanLine(folds));
Deno.exit(0);
