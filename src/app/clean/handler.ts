import { json } from "../serve/answer.ts";
import {
  answering,
  assertMethod,
  methodOf,
  ownRefusalOf,
  pageAnswer,
} from "../serve/answering.ts";
import type { Budget } from "../serve/budget.ts";
import { type Guarded, refuseStrangers } from "../serve/guard.ts";
import type { PageFile } from "../serve/pages.ts";
import { type BodyLimits, readBody } from "../serve/read_body.ts";
import { Refusal } from "../serve/refusal.ts";
import { ChosenMeanwhile } from "./choices_file.ts";
import { pictureOf } from "./picture.ts";
import type { Session } from "./session.ts";
import { wantedChoice } from "./wanted_choice.ts";

/** What answers requests. */
export interface Parts {
  readonly session: Session;
  readonly guarded: Guarded;
  readonly limits: BodyLimits;
  /** Bytes of bodies. */
  readonly memory: Budget;
  readonly pages: ReadonlyMap<string, PageFile>;
}

async function picture({ session }: Parts, at: string): Promise<Response> {
  const file = session.card(Number(at))?.file;
  const bytes = file === undefined ? undefined : await pictureOf(file);
  if (bytes === undefined) throw new Refusal(404, "Cannot show this picture");
  return new Response(bytes, { headers: { "content-type": "image/webp" } });
}

async function choose(parts: Parts, request: Request): Promise<Response> {
  const { session, limits, memory } = parts;
  // A form of another page cannot send this type without being asked first.
  if (request.headers.get("content-type") !== "application/json") {
    throw new Refusal(415, "Cannot read the choice: it is not JSON");
  }
  using share = memory.open();
  const body = await readBody(request, limits, share);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new Refusal(400, "Cannot read the choice: it is not JSON");
  }
  const wanted = wantedChoice.safeParse(value);
  if (!wanted.success) {
    throw new Refusal(400, "Cannot read the choice: it is none");
  }
  const card = session.card(wanted.data.card);
  if (card === undefined) throw new Refusal(404, "Cannot find that item");
  const choice = await session.choose(wanted.data, card);
  const { gone } = await session.chosen();
  return json({ choice: choice ?? null, gone });
}

async function answer(parts: Parts, request: Request): Promise<Response> {
  const { guarded, pages, session } = parts;
  refuseStrangers(guarded, request.headers);
  const { pathname } = new URL(request.url);
  const wanted = pathname === "/choose" ? "POST" : "GET";
  const page = pages.get(pathname);
  const shown = /^\/picture\/(\d{1,9})$/.exec(pathname)?.[1];
  const isData = ["/choose", "/choices", "/cards"].includes(pathname);
  if (page === undefined && shown === undefined && !isData) {
    throw new Refusal(404, "Cannot find this page: there is none");
  }
  assertMethod(request, wanted, methodOf(request));
  if (page) return pageAnswer(page);
  if (shown !== undefined) return await picture(parts, shown);
  if (pathname === "/cards") return json(await session.tell());
  if (pathname === "/choices") return json(await session.chosen());
  return await choose(parts, request);
}

function whyNot(error: unknown): Refusal {
  if (error instanceof ChosenMeanwhile) {
    return new Refusal(
      412,
      "Cannot choose: something else was chosen about this item meanwhile",
      { remedy: "Look at it again, then choose" },
    );
  }
  return ownRefusalOf(error);
}

/** Answers requests of the page. */
export function handlerOf(
  parts: Parts,
): (request: Request) => Promise<Response> {
  return async (request) =>
    await answering(answer(parts, request), undefined, whyNot);
}
