/** Why a request is not answered, as its status says. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly remedy: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    { remedy, headers = {} }: {
      readonly remedy?: string | undefined;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.remedy = remedy;
    this.headers = headers;
  }
}

/** Too much is asked at once: nothing is kept of this request. */
export function busy(): Refusal {
  return new Refusal(503, "Cannot answer now: too much is asked at once", {
    remedy: "Ask again in a second",
    headers: { "retry-after": "1" },
  });
}

/** What follows of the body is not read, so the connection ends. */
export const CLOSE = { connection: "close" };
