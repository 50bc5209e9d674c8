import { Buffer } from "node:buffer";
import { MIMEType } from "node:util";
import { isShallow } from "../../base/codec/shallow.ts";
import { plainText } from "../../base/codec/plain_text.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { About } from "../child/serve_protocol.ts";
import type { Item } from "./predicting.ts";
import { Refusal } from "./refusal.ts";

/** What a request asks about. */
export interface AskedItems {
  readonly items: readonly Item[];
  /** Whether it is a list, whose answer is one too. */
  readonly list: boolean;
}

/** Rows of one request. */
const MOST_ROWS = 1000;

/** Parts of a form: one is read, and who sends many makes others wait. */
const MOST_PARTS = 100;

/** Deeper than any row, and far from the end of the stack. */
const DEPTH = 16;

const FILE_REMEDY =
  'Send it as the field "file" of multipart/form-data, or as the body itself with its content type, such as image/jpeg';

const ROW_REMEDY =
  "Send a row as a JSON object, or a list of rows, with content-type: application/json";

/** A file that was sent. */
type FileItem = Extract<Item, { readonly bytes: Uint8Array }>;

function typeOf(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** A name for messages: anyone may have made it. */
function nameOf(name: string): string {
  return plainText(name.split(/[\\/]/).at(-1) ?? "", 80) || "upload";
}

/**
 * Parts of a form, counted no further than is needed.
 *
 * @throws {TypeError} when the content type is none
 */
function partsOf(
  { buffer, byteOffset, length }: Uint8Array<ArrayBuffer>,
  contentType: string,
): number {
  const boundary = new MIMEType(contentType).params.get("boundary");
  if (!boundary) return 0;
  const bytes = Buffer.from(buffer, byteOffset, length);
  const line = `--${boundary}`;
  let count = -1; // The last line ends the last part.
  let at = bytes.indexOf(line);
  while (at >= 0 && ++count <= MOST_PARTS) {
    at = bytes.indexOf(line, at + line.length);
  }
  return count;
}

async function fileOfForm(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<FileItem> {
  const refuse = (status: number, what: string) =>
    new Refusal(status, `Cannot read the form: ${what}`, {
      remedy: FILE_REMEDY,
    });
  let form: FormData;
  try {
    if (partsOf(body, contentType) > MOST_PARTS) {
      throw refuse(413, `it has more than ${MOST_PARTS} parts`);
    }
    const headers = { "content-type": contentType };
    form = await new Response(body, { headers }).formData();
  } catch (error) {
    throw error instanceof Refusal
      ? error
      : refuse(400, "it is cut or no form");
  }
  const [file, ...more] = form.getAll("file");
  if (!(file instanceof File)) {
    throw new Refusal(400, 'Cannot find the file: no field "file" is one', {
      remedy: FILE_REMEDY,
    });
  }
  if (more.length > 0) {
    throw new Refusal(400, 'Cannot choose: several fields are named "file"', {
      remedy: "Send one file a request",
    });
  }
  return { name: nameOf(file.name), bytes: await file.bytes() };
}

async function fileOf(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
  takes: "image" | "file",
): Promise<FileItem> {
  const type = typeOf(contentType);
  if (type === "multipart/form-data") {
    return await fileOfForm(body, contentType);
  }
  const raw = takes === "file" ||
    type.startsWith("image/") || type === "application/octet-stream";
  if (raw) return { name: "upload", bytes: body };
  const what = type === "" ? "a body without a type" : `"${type.slice(0, 80)}"`;
  throw new Refusal(
    415,
    `Cannot read ${what}: this model is asked about images`,
    { remedy: FILE_REMEDY },
  );
}

function isRow(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function rowsOf(body: Uint8Array, contentType: string): AskedItems {
  const type = typeOf(contentType);
  const refuse = (status: number, what: string) =>
    new Refusal(status, `Cannot read rows: ${what}`, { remedy: ROW_REMEDY });
  if (type !== "application/json") {
    throw refuse(415, "the content type is not application/json");
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refuse(400, `the body is no JSON (${plainText(why, 120)})`);
  }
  const list = Array.isArray(value);
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (rows.length === 0) throw refuse(400, "the list is empty");
  if (rows.length > MOST_ROWS) {
    throw refuse(413, `there are more than ${MOST_ROWS} in one request`);
  }
  const items = rows.map((row, at): Item => {
    const name = list ? `row ${at + 1}` : "row";
    if (!isRow(row) || !isShallow(row, DEPTH)) {
      throw refuse(400, `${name} is no object of cells`);
    }
    return { name, row };
  });
  return { items, list };
}

/**
 * What the body of a request asks about.
 *
 * @param explain whether to say what of it speaks for the answer
 * @throws {Refusal} when it is nothing that this model is asked about
 */
export async function itemsOfBody(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
  { takes }: About,
  explain = false,
): Promise<AskedItems> {
  if (explain && takes !== "image") {
    throw new Refusal(
      400,
      "Cannot explain: this model is not asked about images",
      {
        remedy: "Ask without explain",
      },
    );
  }
  if (takes === "row") return rowsOf(body, contentType);
  if (body.length === 0) {
    throw new Refusal(400, "Cannot read the body: it is empty", {
      remedy: FILE_REMEDY,
    });
  }
  const file = await fileOf(body, contentType, takes);
  return { items: [explain ? { ...file, explain } : file], list: false };
}
