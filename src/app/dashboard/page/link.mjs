/**
 * The line to the server: one connection, which goes on where it was lost and
 * rests while nobody sees the page.
 *
 * @module
 */

/** Why a line was refused, if it is of a run that is not there. */
async function whatIsMissing(url) {
  const asking = new AbortController();
  try {
    const response = await fetch(url, { signal: asking.signal });
    if (response.status !== 404) return undefined;
    return (await response.json()).error.message;
  } catch {
    return undefined;
  } finally {
    asking.abort();
  }
}

/** A line that tells of one run at a time. */
export class Link {
  #hear;
  #source;
  #run;
  #heard = 0;
  #token = "";

  /** @param hear `{ session, run, record, batch, end, fault, missing, lost }` */
  constructor(hear) {
    this.#hear = hear;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#close();
      else this.#open();
    });
    addEventListener("pagehide", () => this.#close());
  }

  /** Tells of a run from its first event on; of none where there is none. */
  follow(run) {
    this.#run = run;
    this.#heard = 0;
    this.#close();
    if (!document.hidden) this.#open();
  }

  #close() {
    this.#source?.close();
    this.#source = undefined;
  }

  #open() {
    if (this.#source) return;
    const asked = new URLSearchParams({ from: String(this.#heard) });
    if (this.#run !== undefined) asked.set("run", this.#run);
    const source = new EventSource(`/live?${asked}`);
    this.#source = source;
    const own = (listen) => (event) => {
      // One that was closed may still have something to say.
      if (this.#source === source) listen(event);
    };
    const on = (name, listen) =>
      source.addEventListener(
        name,
        own(({ data }) => listen(JSON.parse(data))),
      );
    source.onmessage = own(({ data, lastEventId }) => {
      const at = Number(lastEventId);
      if (at < this.#heard) return;
      this.#heard = at + 1;
      this.#hear.run(JSON.parse(data), at);
    });
    source.onopen = own(() => this.#hear.lost(false));
    source.onerror = own(() => {
      this.#hear.lost(true);
      // Refused rather than lost: no browser tries that again by itself.
      if (source.readyState !== EventSource.CLOSED) return;
      this.#close();
      this.#tryAgain(source.url);
    });
    on("session", (session) => {
      this.#token = session.token;
      this.#hear.session(session);
    });
    for (const name of ["record", "batch", "end", "fault"]) {
      on(name, (value) => this.#hear[name](value));
    }
  }

  /** Asks again in a while; not for what is not there. */
  async #tryAgain(url) {
    const missing = await whatIsMissing(url);
    // Another run may be followed by now.
    if (this.#source !== undefined) return;
    if (missing !== undefined) return this.#hear.missing(missing);
    setTimeout(() => {
      if (!document.hidden) this.#open();
    }, 2000);
  }

  /** Asks for something to be done with a run; throws the reason where it is not. */
  async ask(deed, run) {
    const response = await fetch(`/${deed}?${new URLSearchParams({ run })}`, {
      method: "POST",
      headers: { "x-leat-token": this.#token },
    });
    if (response.ok) return;
    const { error } = await response.json();
    throw new Error(error.message);
  }
}
