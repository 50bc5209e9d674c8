/**
 * What all servers of ours do about their answers: one way to give a file of a
 * page, to refuse a method, and to end with an answer whatever happened.
 *
 * @module
 */
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { refusalAnswer } from "./answer.ts";
import { type PageFile, SAFE_HEADERS } from "./pages.ts";
import { Refusal } from "./refusal.ts";

/** A file of a page. */
export function pageAnswer({ bytes, type }: PageFile): Response {
  return new Response(bytes, { headers: { "content-type": type } });
}

/** What a path is asked with: whoever asks for headers alone may do so. */
export function methodOf({ method }: Request): string {
  return method === "HEAD" ? "GET" : method;
}

/**
 * Refuses what a path is not asked with.
 *
 * @throws {Refusal}
 */
export function assertMethod(
  { method }: Request,
  wanted: string,
  asked = method,
): void {
  if (asked === wanted) return;
  throw new Refusal(405, `Cannot ${method} this`, {
    remedy: `Use ${wanted}`,
    headers: { allow: wanted },
  });
}

/** Why there is no answer: what is no refusal is a fault of ours, and printed. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  console.error(error);
  return new Refusal(500, "Cannot answer: the server is at fault");
}

/**
 * The same, of a server whose only user is whoever started it: what is wrong
 * with files of theirs is told.
 */
export function ownRefusalOf(error: unknown): Refusal {
  if (!(error instanceof PipelineError)) return refusalOf(error);
  const { message, remedy } = error;
  return new Refusal(500, message, { remedy });
}

/**
 * The answer, or why there is none, with the headers of every answer.
 *
 * @param why says what an error means to whoever asked
 */
export async function answering(
  answer: Promise<Response>,
  headers: Readonly<Record<string, string>> = SAFE_HEADERS,
  why: (error: unknown) => Refusal = refusalOf,
): Promise<Response> {
  const response = await answer.catch((error) => refusalAnswer(why(error)));
  for (const [name, value] of Object.entries(headers)) {
    response.headers.set(name, value);
  }
  return response;
}
