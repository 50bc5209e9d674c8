/** What a run said, a line each; the last one is in view unless one scrolled. */
import { h } from "./dom.mjs";

/** The log in an element of the page. */
export class Log {
  #root;
  #shown = [];

  constructor(root) {
    this.#root = root;
  }

  show(lines) {
    const same = this.#shown.length <= lines.length &&
      this.#shown.every((text, at) => text === textOf(lines[at]));
    if (same && this.#shown.length === lines.length) return;
    const { scrollTop, scrollHeight, clientHeight } = this.#root;
    const atEnd = scrollTop + clientHeight > scrollHeight - 24;
    if (!same) this.#root.replaceChildren();
    const from = same ? this.#shown.length : 0;
    this.#root.append(
      ...lines.slice(from).map(({ kind, text, times, remedy }) =>
        h(
          "li",
          { class: kind },
          h("span", {}, text),
          times === undefined ? [] : h("b", {}, ` × ${times}`),
          remedy === undefined ? [] : h("span", { class: "remedy" }, remedy),
        )
      ),
    );
    this.#shown = lines.map(textOf);
    if (atEnd) this.#root.scrollTop = this.#root.scrollHeight;
  }
}

function textOf({ kind, text, times = 1 }) {
  return `${kind} ${times} ${text}`;
}
