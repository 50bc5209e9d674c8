/** Upper bounds of seconds, as Prometheus counts them. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const ITEMS = [1, 2, 4, 8, 16, 32];

/** Counts values below each of some bounds. */
class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.#sum += value;
    this.#count++;
    this.#bounds.forEach((bound, at) => {
      if (value <= bound) this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    });
  }

  lines(): readonly string[] {
    const name = this.#name;
    return [
      `# HELP ${name} ${this.#help}`,
      `# TYPE ${name} histogram`,
      ...this.#bounds.map((bound, at) =>
        `${name}_bucket{le="${bound}"} ${this.#counts[at]}`
      ),
      `${name}_bucket{le="+Inf"} ${this.#count}`,
      `${name}_sum ${this.#sum}`,
      `${name}_count ${this.#count}`,
    ];
  }
}

/** A number as it is now, for Prometheus. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly value: number;
}

/** What a server counts of itself. */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #seconds = new Histogram(
    "leat_predict_seconds",
    "Seconds from a request to predict to its answer",
    SECONDS,
  );
  readonly #batches = new Histogram(
    "leat_batch_items",
    "Items that were answered at once",
    ITEMS,
  );

  /** A request, by the path that it is counted under. */
  request(path: string, status: number, seconds: number): void {
    const labels = `path="${path}",status="${status}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    if (path === "/predict") this.#seconds.observe(seconds);
  }

  batch(items: number): void {
    this.#batches.observe(items);
  }

  /** All of it as Prometheus reads it. */
  text(gauges: readonly Gauge[]): string {
    return [
      "# HELP leat_requests_total Requests by path and status",
      "# TYPE leat_requests_total counter",
      ...[...this.#requests].sort().map(([labels, count]) =>
        `leat_requests_total{${labels}} ${count}`
      ),
      ...this.#seconds.lines(),
      ...this.#batches.lines(),
      ...gauges.flatMap(({ name, help, type, value }) => [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        `${name} ${value}`,
      ]),
      "",
    ].join("\n");
  }
}
