import type { Entry } from "../../../base/store/store.ts";
import type { Answers, Ask } from "../../train/evaluate.ts";
import { stateOf } from "../job/checkpoints.ts";
import type { TrainedJob } from "../recall/recall.ts";
import { targetsOf } from "../job/targets.ts";
import type { Workbench } from "../job/workbench.ts";

/** Puts items through the network of a checkpoint. */
export async function askAbout(
  { front, graph: { vocabulary }, index, input }: TrainedJob,
  ids: readonly string[],
  checkpoint: Entry,
  workbench: Workbench,
  ask: Ask<Answers>,
): Promise<Answers> {
  const items = workbench.items(input, index);
  const session = await workbench.session(items, vocabulary);
  const { variables } = await stateOf(checkpoint);
  session.variables.assign(variables);
  const targets = targetsOf(front, vocabulary, ids);
  const answers = await ask(session, { items, ids, targets });
  await (await workbench.device()).settle();
  return answers;
}
