import { labelText } from "/cards.mjs";

const $ = (id) => document.getElementById(id);

const HINTS = {
  classes: "",
  "true or false": "true or false",
  numbers: "A number",
  tags: "Tags, with commas between them",
};

/** Buttons for so many classes; what is not among them is typed. */
const MOST = 60;

/** Asks what an item is; `send` throws what the server objects to. */
export function relabelDialog({ kind, classes }, send) {
  const dialog = $("relabel");
  const label = $("label");
  let about;

  const problem = (text) => {
    $("relabel-problem").textContent = text;
  };
  const known = new Set(classes);
  const isNew = () =>
    kind === "classes" || kind === "tags"
      ? label.value.split(kind === "tags" ? "," : "\n").map((each) =>
        each.trim()
      ).some((each) => each !== "" && !known.has(each))
      : false;
  const checkNew = () => {
    $("new-class").hidden = !isNew();
    $("is-new").checked = false;
  };
  label.addEventListener("input", () => {
    problem("");
    checkNew();
  });

  $("hint").textContent = HINTS[kind];
  $("known").replaceChildren(...classes.map((each) => {
    const option = document.createElement("option");
    option.value = each;
    return option;
  }));

  const buttons = () =>
    kind === "numbers" ? [] : classes.slice(0, MOST)
      .filter((each) => kind === "tags" || each !== labelText(about.label))
      .map((each, at) => {
        const button = document.createElement("button");
        button.type = "button";
        if (at < 9) {
          const key = document.createElement("kbd");
          key.textContent = String(at + 1);
          button.append(key, " ");
        }
        button.append(each);
        button.addEventListener("click", () => pick(each));
        return button;
      });

  function pick(name) {
    if (kind !== "tags") {
      label.value = name;
      return submit();
    }
    const tags = label.value.split(",").map((tag) => tag.trim())
      .filter((tag) => tag !== "");
    label.value =
      (tags.includes(name)
        ? tags.filter((tag) => tag !== name)
        : [...tags, name]).join(", ");
    checkNew();
  }

  async function submit() {
    if (isNew() && !$("is-new").checked) {
      $("new-class").hidden = false;
      problem("No item is of that class: tick that a new one is meant");
      return;
    }
    try {
      await send(about.at, {
        choice: "relabel",
        label: label.value,
        newClass: $("is-new").checked,
        ...$("why").value === "" ? {} : { why: $("why").value },
      });
      for (const each of label.value.split(",")) {
        if ($("is-new").checked) known.add(each.trim());
      }
      dialog.close();
    } catch (error) {
      // What is kept to be sent again is told by the page.
      if (error.status === undefined || error.status >= 500) dialog.close();
      else problem(error.message);
    }
  }

  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  $("no-relabel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.target.tagName === "INPUT" && event.target.value !== "") return;
    const at = Number(event.key) - 1;
    const button = $("classes").children[at];
    if (!/^[1-9]$/.test(event.key) || !button || kind === "numbers") return;
    event.preventDefault();
    button.click();
  });

  return (card, at, choice) => {
    about = { at, label: card.label };
    problem("");
    $("relabel-title").textContent = `What is ${card.id}?`;
    const tags = kind === "tags";
    label.value = choice?.choice === "relabel"
      ? labelText(choice.label)
      : tags
      ? card.label.join(", ")
      : "";
    $("why").value = choice?.why ?? "";
    checkNew();
    $("classes").replaceChildren(...buttons());
    dialog.showModal();
    label.focus();
  };
}
