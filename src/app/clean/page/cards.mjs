/** One item, as it is looked at. */

export const WORDS = { keep: "Keep", relabel: "Relabel", drop: "Drop" };

const SETS = { train: "training", valid: "validation" };
const COLUMNS = 12;

export const labelText = (label) =>
  Array.isArray(label) ? label.join(", ") || "no tag" : String(label);

const percent = (share) =>
  share === undefined ? "" : ` ${Math.round(share * 100)} %`;

function made(tag, parts = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined) node.setAttribute(name, value);
  }
  node.append(
    ...children.filter((child) => child !== undefined && child !== false),
  );
  return node;
}

function cellText(value) {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "string" ? value : JSON.stringify(value);
}

function pictureOf(card, at) {
  if (card.picture) {
    const image = made("img", {
      src: `/picture/${at}`,
      alt: `${card.id}, labelled ${labelText(card.label)}`,
      loading: "lazy",
    });
    image.addEventListener(
      "error",
      () => image.replaceWith(made("div", { class: "none" }, "no picture")),
    );
    return image;
  }
  if (!card.row) return made("div", { class: "none" }, "no picture");
  const entries = Object.entries(card.row);
  const left = entries.length - COLUMNS;
  return made(
    "dl",
    {},
    ...entries.slice(0, COLUMNS).flatMap(([name, value]) => [
      made("dt", {}, name),
      made("dd", {}, cellText(value)),
    ]),
    ...left > 0
      ? [made("dt", {}, "…"), made("dd", {}, `${left} more columns`)]
      : [],
  );
}

function lossText(loss) {
  return loss === null ? "not a number" : Number(loss.toPrecision(3));
}

function wordsOf({ said, label, id, set, sealed, changed }) {
  const look = said?.right === null ? "" : said?.right ? "right" : "wrong";
  return made(
    "div",
    { class: "words" },
    said && made(
      "span",
      {},
      "said: ",
      made("strong", { class: look }, said.predicted),
      percent(said.confidence),
    ),
    made(
      "span",
      {},
      "is: ",
      made("strong", {}, labelText(label)),
      said?.right ? "" : percent(said?.probability),
    ),
    said && made("small", {}, `loss ${lossText(said.loss)}`),
    made("small", {}, `${SETS[set]} · ${id}`),
    sealed &&
      made("small", { class: "wrong" }, "A copy of it is in the test set"),
    changed &&
      made("small", { class: "wrong" }, "It changed since it was chosen about"),
    made("small", { class: "chosen" }),
  );
}

/** The card of an item; `onChoose` is called with what is pressed. */
export function cardOf(card, at, { onChoose, copy }) {
  const article = made(
    "article",
    { tabindex: "-1", id: `card-${at}` },
    pictureOf(card, at),
    copy && made("span", { class: "badge" }, copy),
    wordsOf(card),
    made(
      "div",
      { class: "choose" },
      ...Object.entries(WORDS).map(([choice, word]) => {
        const button = made(
          "button",
          { type: "button", "data-choose": choice, "aria-pressed": "false" },
          word,
        );
        button.addEventListener("click", () => onChoose(at, choice));
        return button;
      }),
    ),
  );
  return article;
}

/** Shows what is chosen about an item. */
export function markCard(article, card, choice, unsaved) {
  if (choice) article.dataset.choice = choice.choice;
  else delete article.dataset.choice;
  article.classList.toggle("unsaved", unsaved);
  for (const button of article.querySelectorAll("[data-choose]")) {
    const pressed = button.dataset.choose === choice?.choice;
    button.setAttribute("aria-pressed", String(pressed));
  }
  const told = [
    choice?.choice === "relabel" ? `now: ${labelText(choice.label)}` : "",
    choice?.why ?? "",
    unsaved ? "not saved" : "",
  ].filter((part) => part !== "").join(" · ");
  article.querySelector(".chosen").textContent = told;
  article.setAttribute(
    "aria-label",
    [
      `${card.id}, labelled ${labelText(card.label)}`,
      card.said && `the model says ${card.said.predicted}`,
      choice ? `chosen: ${choice.choice}` : "nothing chosen",
      told,
    ].filter(Boolean).join("; "),
  );
}
