/** The list of recorded runs: one is looked at, two are compared. */
import { el, h, onChange, tell } from "./dom.mjs";
import { ago, duration, figure, when, words } from "./text.mjs";

/** So many are not seen at one glance. */
const MANY = 12;

const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether a run is meant: by its pipeline, name, status, day or settings. */
function isFound({ id, pipeline, status, settings }, words) {
  if (words.length === 0) return true;
  const all = [id, pipeline, status, ...settings].join(" ").toLowerCase();
  return words.every((word) => all.includes(word));
}

/** The list in an element of the page. */
export class Runs {
  #root;
  #times = new Map();
  #picked = new Set();
  #onPick;
  #draw;

  /** @param onPick is handed what is picked to be compared, two at most */
  constructor(root, onPick) {
    this.#root = root;
    this.#onPick = onPick;
    this.#draw = onChange((shown) => this.#fill(shown));
    setInterval(() => this.#tellTimes(), 20_000);
  }

  show(runs, selected) {
    const field = el("find");
    field.hidden = runs.length < MANY;
    const words = field.hidden ? [] : wordsOf(field.value);
    const found = runs.filter((run) => isFound(run, words));
    el("none-found").hidden = found.length > 0 || words.length === 0;
    this.#draw({ runs: found, selected, picked: [...this.#picked] });
  }

  /** Picks those that are compared. */
  pick(ids) {
    this.#picked = new Set(ids);
  }

  #fill({ runs, selected }) {
    this.#times.clear();
    const focused = document.activeElement?.id;
    const link = (run) => {
      const { id, pipeline, status, metrics, baseline: _rest } = run;
      const [metric] = Object.entries(metrics);
      const time = h("time", {
        datetime: run.started,
        title: when(run.started),
      });
      this.#times.set(time, run.started);
      const took = status === "running" || run.seconds === 0
        ? ""
        : ` · ${duration(run.seconds)}`;
      return h(
        "li",
        { class: id === selected ? "selected" : "" },
        h(
          "a",
          {
            id: `run-${id}`,
            href: `?${new URLSearchParams({ run: id })}`,
            "data-run": id,
            "aria-current": id === selected ? "page" : false,
          },
          h("span", { class: `dot ${status}`, "aria-hidden": "true" }),
          h("span", { class: "name" }, pipeline),
          h("code", {}, run.short),
          h("span", { class: "word" }, status),
          h("span", { class: "about" }, time, took),
          h(
            "span",
            { class: "metric" },
            metric ? `${words(metric[0])} ${figure(metric[1])}` : "",
          ),
          run.settings.length === 0
            ? []
            : h("span", { class: "settings" }, run.settings.join(" ")),
        ),
        h("input", {
          type: "checkbox",
          id: `pick-${id}`,
          title: "Compare",
          "aria-label": `Compare ${pipeline} ${run.short}`,
          ...this.#picked.has(id) ? { checked: true } : {},
          onchange: ({ target }) => this.#toggle(id, target.checked),
        }),
      );
    };
    this.#root.replaceChildren(...runs.map(link));
    this.#tellTimes();
    if (focused) document.getElementById(focused)?.focus();
  }

  #toggle(id, picked) {
    if (picked) this.#picked.add(id);
    else this.#picked.delete(id);
    // Of three, the first is let go.
    if (this.#picked.size > 2) {
      const [first] = this.#picked;
      this.#picked.delete(first);
      const box = document.getElementById(`pick-${first}`);
      if (box) box.checked = false;
    }
    this.#onPick([...this.#picked]);
  }

  #tellTimes() {
    const now = Date.now();
    for (const [time, started] of this.#times) tell(time, ago(started, now));
  }
}
