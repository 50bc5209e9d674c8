/**
 * Asks a served model without rest, and shows that its memory stays where it is:
 *
 *     deno run -A scripts/soak/main.ts http://127.0.0.1:8000 cat.jpg dog.jpg \
 *       --pid 4711 --clients 64 --seconds 600
 *
 * Clients send pictures as they are and in forms, ask for what speaks for the
 * answer, and send what is no picture in between. With the id of the process
 * that serves, its memory and that of the process that answers are told as they
 * go. It ends with 1 when an answer is not the one that is right, or when the
 * memory in the last quarter of the time exceeds that of the one before by a
 * tenth.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { isSteady, memoryOf, type Sample, spoken } from "./memory.ts";
import { requestOf } from "./requests.ts";

const { positionals: [url = "", ...files], values } = parseArgs({
  allowPositionals: true,
  options: {
    clients: { type: "string", default: "64" },
    seconds: { type: "string", default: "120" },
    /** Between two looks at the memory. */
    every: { type: "string", default: "5" },
    /** The process that serves. */
    pid: { type: "string" },
  },
});
const pictures = await Promise.all(files.map((each) => Deno.readFile(each)));
const start = performance.now();
const end = start + Number(values.seconds) * 1000;
const statuses = new Map<string, number>();
const samples: Sample[] = [];

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function client(number: number): Promise<void> {
  for (let count = number; performance.now() < end; count++) {
    const { path, init, right } = requestOf(count, pictures);
    const response = await fetch(`${url}${path}`, init);
    await response.bytes();
    const { status } = response;
    const name = right.includes(status) ? `${status}` : `${status}, wrong`;
    statuses.set(name, (statuses.get(name) ?? 0) + 1);
    // Who is told to come back in a second does.
    if (status === 503) await rest(1000);
  }
}

async function watch(pid: number): Promise<void> {
  while (performance.now() < end) {
    const sample = memoryOf(pid, (performance.now() - start) / 1000);
    samples.push(sample);
    console.log(spoken(sample));
    await rest(Number(values.every) * 1000);
  }
}

await Promise.all([
  values.pid === undefined ? undefined : watch(Number(values.pid)),
  ...Array.from({ length: Number(values.clients) }, (_, at) => client(at)),
]);
console.log(`answers: ${JSON.stringify(Object.fromEntries(statuses))}`);
const good = [...statuses.keys()].every((each) => !each.includes("wrong")) &&
  isSteady(samples);
console.log(good ? "steady" : "NOT steady");
Deno.exit(good ? 0 : 1);
