import { z } from "zod";
import { brokenTensors } from "../errors/safetensors.ts";
import { listComplaints } from "../errors/stage.ts";

/** The bytes before the header: its length as a little-endian uint64. */
export const LENGTH_BYTES = 8;

/** What the reference implementation reads at most. */
const LIMIT_BYTES = 100_000_000;

const Entry = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const Metadata = z.record(z.string(), z.string());

/** One tensor of a header; `begin` and `end` count from the end of the header. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of the data. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the data begin, counted from the start of the file. */
  readonly dataStart: number;
}

/** The header of a safetensors file, whose entries cover the data exactly. */
export function readHeader(bytes: Uint8Array, name: string): Header {
  const dataStart = findData(bytes, name);
  const header = parse(bytes.subarray(LENGTH_BYTES, dataStart), name);
  const metadata = check(Metadata, header.__metadata__ ?? {}, name, "metadata");
  const entries = Object.entries(header)
    .filter(([key]) => key !== "__metadata__")
    .map(([key, value]) => {
      const entry = check(Entry, value, name, `tensor "${key}"`);
      const [begin, end] = entry.data_offsets;
      return { name: key, dtype: entry.dtype, shape: entry.shape, begin, end };
    })
    // JSON.parse moves names that look like integers to the front.
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCover(entries, bytes.length - dataStart, name);
  return { entries, metadata, dataStart };
}

function findData(bytes: Uint8Array, name: string): number {
  if (bytes.length < LENGTH_BYTES) {
    throw brokenTensors(
      name,
      `it has ${bytes.length} bytes, too few to be one`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(LIMIT_BYTES)) {
    throw brokenTensors(
      name,
      `its header claims ${length} bytes, more than the ${LIMIT_BYTES} allowed`,
    );
  }
  const end = LENGTH_BYTES + Number(length);
  if (end > bytes.length) {
    throw brokenTensors(
      name,
      `its header ends at byte ${end}, but the file at byte ${bytes.length}`,
    );
  }
  return end;
}

function parse(bytes: Uint8Array, name: string): Record<string, unknown> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return z.looseObject({}).parse(JSON.parse(text));
  } catch (cause) {
    throw brokenTensors(name, "its header is not a JSON object", cause);
  }
}

function check<Value>(
  schema: z.ZodType<Value>,
  value: unknown,
  name: string,
  part: string,
): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const complaints = listComplaints(result.error.issues);
  throw brokenTensors(name, `its ${part} is not in order: ${complaints}`);
}

/** Neither gap nor overlap: what is not named could hide, or be damage. */
function checkCover(
  entries: readonly HeaderEntry[],
  dataBytes: number,
  name: string,
): void {
  let at = 0;
  for (const { name: tensor, begin, end } of entries) {
    if (begin !== at || end < begin) {
      throw brokenTensors(
        name,
        `tensor "${tensor}" lies at bytes ${begin} to ${end} and should begin at ${at}`,
      );
    }
    at = end;
  }
  if (at !== dataBytes) {
    throw brokenTensors(
      name,
      `its tensors take ${at} bytes and ${dataBytes} bytes follow the header`,
    );
  }
}
