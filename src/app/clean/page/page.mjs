/** Looks at items, and chooses. */
import { cardOf, labelText, markCard } from "/cards.mjs";
import { Choices } from "/choices.mjs";
import { relabelDialog } from "/relabel.mjs";

const $ = (id) => document.getElementById(id);

function problem(text, retry = false) {
  $("problem-text").textContent = text;
  $("problem").hidden = text === "";
  $("retry").hidden = !retry;
}

function note(...parts) {
  const paragraph = document.createElement("p");
  paragraph.append(...parts);
  $("notes").append(paragraph);
}

function code(text) {
  const node = document.createElement("code");
  node.textContent = text;
  return node;
}

async function told() {
  const answer = await fetch("/cards");
  const value = await answer.json();
  if (answer.ok) return value;
  const { message, remedy } = value.error;
  throw new Error(remedy ? `${message}. ${remedy}` : message);
}

function start(state) {
  const { cards } = state;
  const choices = new Choices(state);
  let focused = 0;

  document.title = `Clean ${state.pipeline}`;
  $("title").textContent = `Clean ${state.pipeline}`;
  if (state.lacking !== null) {
    note(
      `The pipeline does not read these choices yet. Write there: `,
      code(state.lacking),
    );
  }
  for (const each of state.notes) note(each);

  const groups = new Map();
  for (const { group } of cards) {
    if (group !== undefined) groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const articles = cards.map((card, at) =>
    cardOf(card, at, {
      onChoose: choose,
      copy: groups.get(card.group) > 1
        ? `copy ${card.group + 1}: ${groups.get(card.group)} items`
        : undefined,
    })
  );
  const items = articles.map((article, at) => {
    const item = document.createElement("li");
    item.append(article);
    article.addEventListener("focus", () => {
      focused = at;
    });
    return item;
  });

  const shownIn = {
    losses: (at) => cards[at].said !== undefined,
    copies: (at) => cards[at].group !== undefined,
    chosen: (at) => choices.of(at) !== undefined,
  };
  const all = cards.map((_, at) => at);
  const view = () => $("filters").elements.view.value;
  const visible = () =>
    all.filter((at) => !items[at].hidden && items[at].isConnected);

  for (
    const each of [
      ...new Set(cards.flatMap(({ label }) => [label].flat().map(String))),
    ].sort()
  ) {
    const option = document.createElement("option");
    option.value = option.textContent = each;
    $("class").append(option);
  }
  $("class").parentElement.hidden = state.kind === "numbers";

  /** Puts what is wanted into the list; a card that was just chosen stays. */
  function filter() {
    const wanted = $("class").value;
    const order = view() === "copies"
      ? all.toSorted((a, b) => cards[a].group - cards[b].group || a - b)
      : all;
    const list = order.filter((at) =>
      shownIn[view()](at) &&
      (wanted === "" ||
        [cards[at].label].flat().map(String).includes(wanted)) &&
      !($("fresh").checked && choices.of(at))
    );
    $("cards").replaceChildren(...list.map((at) => items[at]));
    $("none").hidden = list.length > 0;
    focused = list[0] ?? 0;
    rove();
  }

  /** One card at a time is reached by the tab key. */
  function rove() {
    for (const [at, article] of articles.entries()) {
      article.tabIndex = at === focused ? 0 : -1;
    }
  }

  function mark() {
    for (const at of all) {
      markCard(articles[at], cards[at], choices.of(at), choices.isUnsaved(at));
    }
    const chosen = all.filter((at) => choices.of(at) !== undefined);
    const count = (of) =>
      chosen.filter((at) => choices.of(at).choice === of).length;
    for (const name of ["losses", "copies", "chosen"]) {
      $(`count-${name}`).textContent = all.filter(shownIn[name]).length;
    }
    $("lead").textContent =
      `${chosen.length} of ${cards.length} items looked at: ${
        count("drop")
      } to drop, ${count("relabel")} to relabel, ${
        count("keep")
      } to keep. Choices are saved in ${state.path}`;
    const { gone } = choices;
    $("gone").hidden = gone.length === 0;
    $("gone").textContent = gone.length === 0
      ? ""
      : `No item is left of class ${gone.join(", ")}`;
    $("undo").disabled = !choices.undoable;
  }

  function say(at) {
    const choice = choices.of(at);
    $("status").textContent = choice
      ? `${cards[at].id}: ${choice.choice}${
        choice.choice === "relabel" ? ` to ${labelText(choice.label)}` : ""
      }`
      : `${cards[at].id}: nothing chosen`;
  }

  function go(by) {
    const list = order();
    const at = list.indexOf(focused);
    const next = list[Math.min(Math.max(at + by, 0), list.length - 1)];
    if (next !== undefined) focus(next);
  }

  function order() {
    return [...$("cards").children].map((item) => items.indexOf(item));
  }

  function focus(at) {
    focused = at;
    rove();
    articles[at].focus({ preventScroll: true });
    articles[at].scrollIntoView({ block: "nearest" });
  }

  function columns() {
    const [first, ...others] = $("cards").children;
    if (first === undefined) return 1;
    const next = others.findIndex((item) => item.offsetTop > first.offsetTop);
    return next === -1 ? others.length + 1 : next + 1;
  }

  async function send(at, wanted) {
    try {
      await choices.choose(at, wanted);
      problem("", false);
      say(at);
      if (focused === at) go(1);
    } catch (error) {
      await failed(error);
      throw error;
    }
  }

  async function failed(error) {
    // A dialog tells what it was itself told.
    if (!$("relabel").open || !(error.status < 500)) {
      problem(error.message, choices.unsaved > 0);
    }
    if (error.status === 412) await choices.refresh();
  }

  const askLabel = relabelDialog(state, send);

  function choose(at, choice) {
    focused = at;
    if (choice === "relabel") return askLabel(cards[at], at, choices.of(at));
    send(at, { choice }).catch(() => {});
  }

  async function undo() {
    try {
      const at = await choices.undo();
      if (at === undefined) return;
      problem("", false);
      say(at);
      if (items[at].isConnected) focus(at);
    } catch (error) {
      await failed(error);
    }
  }

  const KEYS = {
    ArrowRight: () => go(1),
    ArrowLeft: () => go(-1),
    ArrowDown: () => go(columns()),
    ArrowUp: () => go(-columns()),
    Home: () => go(-cards.length),
    End: () => go(cards.length),
    k: () => choose(focused, "keep"),
    d: () => choose(focused, "drop"),
    r: () => choose(focused, "relabel"),
    c: () => send(focused, { choice: null }).catch(() => {}),
    u: undo,
  };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    // Arrows move within a choice of several; letters mean the same anywhere.
    const isOwn = target.tagName === "SELECT" ||
      target.type === "radio" && key.length > 1;
    if (event.ctrlKey || event.metaKey || event.altKey || isOwn) return;
    const act = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (act === undefined || !items[focused]?.isConnected && key !== "u") {
      return;
    }
    event.preventDefault();
    act();
  });

  choices.addEventListener("change", mark);
  $("filters").addEventListener("change", filter);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("undo").addEventListener("click", undo);
  $("retry").addEventListener("click", async () => {
    try {
      await choices.retry();
      problem("", false);
    } catch (error) {
      await failed(error);
    }
  });
  // Another page may have chosen meanwhile.
  addEventListener("focus", () => choices.refresh().catch(() => {}));
  addEventListener("beforeunload", (event) => {
    if (choices.unsaved > 0) event.preventDefault();
  });

  if (!cards.some(({ said }) => said)) {
    $("filters").elements.view.value = cards.some(({ group }) =>
        group !== undefined
      )
      ? "copies"
      : "chosen";
  }
  mark();
  filter();
  $("filters").hidden = false;
  $("keys").hidden = false;
  if (visible().length > 0) articles[focused].focus({ preventScroll: true });
}

told().then(start, (error) => {
  $("lead").textContent = "";
  problem(error.message);
});
