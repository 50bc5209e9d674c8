import type { Outcome } from "./served_model.ts";
import { Refusal } from "./refusal.ts";

/** An answer in JSON. */
export function json(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(value, { status, headers });
}

/** What was refused, as its answer tells it. */
function errorOf({ message, remedy }: Pick<Refusal, "message" | "remedy">) {
  return { error: { message, ...remedy === undefined ? {} : { remedy } } };
}

/** The answer to a request that is refused. */
export function refusalAnswer(refusal: Refusal): Response {
  return json(errorOf(refusal), refusal.status, refusal.headers);
}

/** One answer of a list: what the model says, or why it does not. */
function part(outcome: Outcome) {
  if ("prediction" in outcome) return outcome.prediction;
  if ("unanswered" in outcome) {
    const { message, remedy } = outcome.unanswered;
    return errorOf({ message, remedy });
  }
  return errorOf(outcome.refused);
}

/**
 * The answer to what was asked. Each of a list has its own part, also where it
 * cannot be answered; a single one is answered or refused.
 *
 * @param told what is said besides
 * @throws {Refusal}
 */
export function predictionAnswer(
  outcomes: readonly Outcome[],
  list: boolean,
  told: { readonly milliseconds: number; readonly model: string },
): Response {
  if (list) return json({ predictions: outcomes.map(part), ...told });
  const [outcome] = outcomes;
  if (outcome && "prediction" in outcome) {
    return json({ ...outcome.prediction, ...told });
  }
  if (outcome && "refused" in outcome) throw outcome.refused;
  const { message = "", remedy } = outcome?.unanswered ?? {};
  throw new Refusal(400, message, { remedy });
}
