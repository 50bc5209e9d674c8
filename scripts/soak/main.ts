/**
 * Asks a served model without rest, and shows that its memory stays where it is:
 *
 *     deno run -A scripts/soak/main.ts http://127.0.0.1:8000 cat.jpg \
 *       --clients 64 --seconds 120
 *
 * Every fifth request sends what is no picture. It ends with 1 when an answer is
 * none of those that are right, or when the memory in the fourth quarter of
 * the time exceeds that of the third by a tenth.
 *
 * @module
 */
import { parseArgs } from "node:util";

const { positionals: [url = "", file = ""], values } = parseArgs({
  allowPositionals: true,
  options: {
    clients: { type: "string", default: "64" },
    seconds: { type: "string", default: "120" },
    /** The process that answers: its memory is measured where Linux tells it. */
    pid: { type: "string" },
  },
});
const picture = await Deno.readFile(file);
const junk = new TextEncoder().encode("no picture");
const end = performance.now() + Number(values.seconds) * 1000;
const statuses = new Map<number, number>();
const serving: number[] = [];
const answering: number[] = [];

async function client(number: number): Promise<void> {
  for (let count = number; performance.now() < end; count++) {
    const body = count % 5 === 0 ? junk : picture;
    const headers = { "content-type": "image/jpeg" };
    const response = await fetch(`${url}/predict`, {
      method: "POST",
      headers,
      body,
    });
    await response.bytes();
    const { status } = response;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    // Who is told to come back in a second does.
    if (status === 503) await rest(1000);
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The memory of a process in bytes, where the system tells. */
async function memoryOf(pid: string): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
}

async function watch(): Promise<void> {
  while (performance.now() < end) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const memory = /^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1];
    serving.push(Number(memory));
    if (values.pid) answering.push(await memoryOf(values.pid));
    await rest(1000);
  }
}

const MIB = 2 ** 20;

/**
 * The least in the third quarter and in the fourth, which is what no collection
 * of garbage takes away; in the first half, heaps grow to what they need.
 */
function quarters(memory: readonly number[]): readonly [number, number] {
  const warm = memory.slice(Math.ceil(memory.length / 2));
  const middle = warm.length >> 1;
  return [
    Math.min(...warm.slice(0, middle)),
    Math.min(...warm.slice(middle)),
  ];
}

await Promise.all([
  watch(),
  ...Array.from({ length: Number(values.clients) }, (_, at) => client(at)),
]);
let good = [...statuses.keys()].every((each) => [200, 400, 503].includes(each));
console.log(
  `answers by status: ${JSON.stringify(Object.fromEntries(statuses))}`,
);
for (const [name, memory] of Object.entries({ serving, answering })) {
  if (memory.length < 4) continue;
  const [first, second] = quarters(memory);
  const spoken = [first, second].map((each) => (each / MIB).toFixed(0));
  console.log(`${name}: ${spoken.join(" MiB, then ")} MiB`);
  good &&= second <= first * 1.1;
}
console.log(good ? "steady" : "NOT steady");
Deno.exit(good ? 0 : 1);
