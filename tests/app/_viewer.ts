/**
 * Somebody who looks at a page of trainings, without a browser.
 *
 * @module
 */

/** A message of a stream. */
export interface Message {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A viewer of the page, without a browser. */
export class Viewer implements AsyncDisposable {
  readonly #leave = new AbortController();
  readonly #lines: ReadableStreamDefaultReader<string>;
  #text = "";

  private constructor(lines: ReadableStreamDefaultReader<string>) {
    this.#lines = lines;
  }

  static async open(
    { url }: { readonly url: string },
    query: string,
    headers: Record<string, string> = {},
  ): Promise<Viewer> {
    const leave = new AbortController();
    const { body, status } = await fetch(`${url}live?${query}`, {
      headers,
      signal: leave.signal,
    });
    if (body === null || status !== 200) throw new Error(`It is ${status}`);
    const lines = body.pipeThrough(new TextDecoderStream()).getReader();
    const viewer = new Viewer(lines);
    viewer.#leave.signal.addEventListener("abort", () => leave.abort());
    return viewer;
  }

  /** The next message that fits. */
  async next(
    fits: (message: Message) => boolean = () => true,
  ): Promise<Message> {
    for (;;) {
      const cut = this.#text.indexOf("\n\n");
      if (cut < 0) {
        const { value, done } = await this.#lines.read();
        if (done) throw new Error(`The stream ended at ${this.#text}`);
        this.#text += value;
        continue;
      }
      const fields = new Map(
        this.#text.slice(0, cut).split("\n").map((line) => {
          const at = line.indexOf(": ");
          return [line.slice(0, at), line.slice(at + 2)] as const;
        }),
      );
      this.#text = this.#text.slice(cut + 2);
      const data = fields.get("data");
      if (data === undefined) continue;
      const message = {
        event: fields.get("event") ?? "message",
        id: fields.get("id"),
        data: JSON.parse(data),
      };
      if (fits(message)) return message;
    }
  }

  /** So many events of the run, with their numbers. */
  async events(
    count: number,
  ): Promise<readonly (readonly [number, unknown])[]> {
    const events: (readonly [number, unknown])[] = [];
    while (events.length < count) {
      const { id, data } = await this.next(({ event }) => event === "message");
      events.push([Number(id), data]);
    }
    return events;
  }

  /** The next message of a kind. */
  async told(kind: string): Promise<Record<string, unknown>> {
    const { data } = await this.next(({ event }) => event === kind);
    return data as Record<string, unknown>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const left = this.#lines.cancel().catch(() => {});
    this.#leave.abort();
    await left;
  }
}
