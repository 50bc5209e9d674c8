/** Draws the graph of a run: across where there is room, else downwards. */
import { h, s, tell } from "./dom.mjs";
import { columnsOf, graphOf } from "./graph.mjs";
import { duration } from "./text.mjs";

/** A node across takes at least so many pixels. */
const LEAST = 98;

/** What people read for each state, and a sign that needs no colour. */
export const STATES = {
  pending: ["pending", "·"],
  unreached: ["not reached", "·"],
  reused: ["reused", "↺"],
  done: ["done", "✓"],
  running: ["running", "▶"],
  stale: ["stale", "○"],
  failed: ["failed", "✕"],
  blocked: ["blocked", "⊘"],
  stopped: ["stopped", "‖"],
  killed: ["killed", "✕"],
};

/** How many of its epochs are done, where some are not. */
function countOf({ total, done }) {
  return done < total && total > 1 ? `${done}/${total}` : "";
}

/** Why it is done, or how long that took. */
function noteOf({ state, reason, from, seconds }) {
  if (state === "blocked") return "";
  if (state === "stale" || state === "running") {
    const why = from === undefined ? reason ?? "" : `from ${from}`;
    return why === "no record" ? "" : why;
  }
  // Next to nothing finds no room.
  return seconds === undefined || seconds < 0.05 || state === "reused"
    ? ""
    : duration(seconds);
}

function sentenceOf(node) {
  const { title, state, reason, from, by, seconds, expected, total, done } =
    node;
  const [word] = STATES[state];
  return [
    `${title}: ${word}`,
    total > 1 ? `${done} of ${total} epochs` : "",
    state === "blocked" ? `since ${by} failed` : "",
    reason === undefined || reason === "no record" && state !== "stale"
      ? ""
      : reason === "no record"
      ? "nothing is recorded of it yet"
      : `because of ${reason}`,
    from === undefined ? "" : `goes on from ${from}`,
    seconds === undefined
      ? ""
      : state === "running"
      ? `${duration(seconds)} so far`
      : `took ${duration(seconds)}`,
    expected === undefined || seconds !== undefined
      ? ""
      : `takes about ${duration(expected)}`,
  ].filter(Boolean).join(", ");
}

/** The graph in an element of the page. */
export class GraphView {
  #root;
  #detail;
  #list = h("ol", { class: "nodes" });
  #edges = s("svg", { class: "edges", "aria-hidden": "true" });
  #items = new Map();
  #shape = "";
  #graph = { nodes: [], edges: [] };
  #picked;

  constructor(root, detail) {
    this.#root = root;
    this.#detail = detail;
    root.append(this.#edges, this.#list);
    new ResizeObserver(() => this.#arrange()).observe(root);
  }

  /** Shows the nodes as they are now. */
  show(nodes) {
    this.#graph = graphOf(nodes);
    this.#arrange();
    for (const node of this.#graph.nodes) this.#fill(node);
    this.#tellDetail();
  }

  #arrange() {
    const columns = columnsOf(this.#graph);
    const width = this.#root.clientWidth;
    if (width === 0) return;
    const across = columns.length * LEAST <= width;
    const shape = JSON.stringify([across, columns]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#root.classList.toggle("across", across);
      const order = across ? columns.flat() : downwards(this.#graph);
      for (const [id, item] of this.#items) {
        if (order.includes(id)) continue;
        item.remove();
        this.#items.delete(id);
      }
      const most = Math.max(1, ...columns.map(({ length }) => length));
      for (const id of order) {
        const item = this.#items.get(id) ?? this.#item(id);
        this.#items.set(id, item);
        const column = columns.findIndex((each) => each.includes(id));
        const { length } = columns[column];
        const row = columns[column].indexOf(id);
        // Half rows, so that few stand in the middle beside many.
        const top = 1 + (most - length) + 2 * row;
        item.style.gridColumn = across ? String(column + 1) : "";
        item.className = across ? "" : `level-${levelOf(id, this.#graph)}`;
        item.style.gridRow = across ? `${top} / span 2` : "";
        this.#list.append(item);
      }
      this.#list.style.gridTemplateColumns = across
        ? `repeat(${columns.length}, minmax(0, 1fr))`
        : "";
    }
    this.#draw(across);
  }

  #item(id) {
    const parts = {
      icon: h("span", { class: "icon", "aria-hidden": "true" }),
      title: h("span", { class: "title" }),
      word: h("span", { class: "word" }),
      count: h("span", { class: "count" }),
      note: h("span", { class: "note" }),
    };
    const bar = h("span", { class: "meter" }, h("span"));
    const button = h(
      "button",
      {
        type: "button",
        class: "node",
        onclick: () => this.#pick(id),
        onmouseenter: () => this.#hover(id),
        onfocus: () => this.#hover(id),
        onmouseleave: () => this.#hover(undefined),
        onblur: () => this.#hover(undefined),
      },
      parts.title,
      h(
        "span",
        { class: "foot" },
        h("span", {}, parts.icon, parts.word),
        parts.count,
        parts.note,
      ),
      bar,
    );
    const item = h("li", {}, button);
    item.parts = { ...parts, bar, button };
    return item;
  }

  #fill(node) {
    const item = this.#items.get(node.id);
    if (item === undefined) return;
    const { icon, title, word, count, note, bar, button } = item.parts;
    const [text, sign] = STATES[node.state];
    button.className = `node ${node.state}`;
    tell(icon, sign);
    tell(title, node.title);
    tell(word, text);
    tell(count, countOf(node));
    tell(note, noteOf(node));
    bar.hidden = node.total <= 1;
    bar.firstChild.style.width = `${100 * node.done / node.total}%`;
    button.setAttribute("aria-label", sentenceOf(node));
  }

  #pick(id) {
    this.#picked = this.#picked === id ? undefined : id;
    this.#tellDetail();
  }

  #hover(id) {
    this.#tellDetail(id);
  }

  #tellDetail(id = this.#picked) {
    const { nodes } = this.#graph;
    const node = nodes.find((each) => each.id === id) ??
      nodes.find(({ state }) => state === "failed") ??
      nodes.find(({ state }) => state === "running") ??
      nodes.find(({ reason }) => reason !== undefined);
    tell(this.#detail, node === undefined ? "" : sentenceOf(node));
    for (const [each, { parts }] of this.#items) {
      parts.button.setAttribute("aria-pressed", String(each === this.#picked));
    }
  }

  /** Lines from node to node, where they lie now. */
  #draw(across) {
    const box = this.#root.getBoundingClientRect();
    this.#edges.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    const paths = this.#graph.edges.flatMap(([from, to]) => {
      const [a, b] = [this.#items.get(from), this.#items.get(to)]
        .map((item) => item?.firstChild.getBoundingClientRect());
      if (a === undefined || b === undefined) return [];
      return s("path", {
        d: across ? bend(a, b, box) : descend(a, b, box),
      });
    });
    this.#edges.replaceChildren(...paths);
  }
}

/** How far a node stands in, of what comes after all training. */
function levelOf(id, { edges }) {
  const [from] = edges.find(([, to]) => to === id) ?? [];
  if (from === undefined) return 0;
  const branches = edges.filter(([each]) => each === from).length > 1;
  const own = levelOf(from, { edges });
  return own > 0 || branches ? own + 1 : 0;
}

/** The ids so that whoever reads another stands below it, first what it feeds. */
function downwards({ nodes, edges }) {
  const [first] = nodes;
  const below = (id) => [
    id,
    ...edges.filter(([from]) => from === id).flatMap(([, to]) => below(to)),
  ];
  return first === undefined ? [] : below(first.id);
}

const round = (value) => Math.round(value * 10) / 10;

/** From the right of one to the left of another. */
function bend(a, b, box) {
  const [x1, y1] = [a.right - box.left, a.top + a.height / 2 - box.top];
  const [x2, y2] = [b.left - box.left, b.top + b.height / 2 - box.top];
  const middle = round((x1 + x2) / 2);
  return `M${round(x1)},${round(y1)}C${middle},${round(y1)} ${middle},${
    round(y2)
  } ${round(x2)},${round(y2)}`;
}

/** From below one into the left of another, or straight into its top. */
function descend(a, b, box) {
  const x = a.left + 22 - box.left;
  const y1 = a.bottom - box.top;
  if (Math.abs(b.left - a.left) < 1) {
    return `M${round(x)},${round(y1)}V${round(b.top - box.top)}`;
  }
  const y2 = b.top + b.height / 2 - box.top;
  return `M${round(x)},${round(y1)}V${round(y2 - 8)}Q${round(x)},${round(y2)} ${
    round(x + 8)
  },${round(y2)}H${round(b.left - box.left)}`;
}
