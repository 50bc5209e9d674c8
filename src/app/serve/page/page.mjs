/** The page: what is given to the model, and what it says. */
import { camera } from "./camera.mjs";
import { heatOver } from "./heat.mjs";
import { fillForm, rowIn } from "./row_form.mjs";
import { showResult, spokenResult } from "./result.mjs";
import { ask, keepToken } from "./token.mjs";

const find = (id) => document.getElementById(id);
const main = document.querySelector("main");

/** What the model is; nothing before the server has told. */
let model;
/** Counts what was asked: an answer that comes after another question is late. */
let asked = 0;
let pictureUrl;

function say(text) {
  find("status").textContent = text;
}

function showProblem(message, remedy) {
  const problem = find("problem");
  problem.textContent = [message, remedy].filter(Boolean).join(". ");
  problem.hidden = false;
  find("result").hidden = true;
  main.classList.remove("answered");
  say("");
}

function titleOf({ kind, classes, takes }) {
  if (kind === "quantity") return "How much is it?";
  if (kind === "tags") {
    return takes === "row" ? "What is it?" : "What is in it?";
  }
  const names = classes.map(String);
  if (names.length !== 2 || names.includes("true")) return "What is it?";
  const [first, second] = names;
  const title = `${first} or ${second}?`;
  return title.charAt(0).toUpperCase() + title.slice(1);
}

const LEADS = {
  image: "Give it a picture of your own, and see what the model makes of it.",
  file: "Give it a file of your own, and see what the model makes of it.",
  row: "Fill in a row, and see what the model makes of it.",
};

/** Asks what the model is, and shows what it is asked with. */
async function begin() {
  const response = await ask("/model").catch(() => undefined);
  if (response === undefined) {
    return showProblem("The server does not answer", "Start it again");
  }
  find("token-form").hidden = response.status !== 401;
  if (response.status === 401) {
    find("lead").textContent = "This server answers those who know its token.";
    find("token").focus();
    return;
  }
  model = await response.json();
  find("problem").hidden = true;
  const title = titleOf(model);
  document.title = `${title} · ${model.pipeline}`;
  find("title").textContent = title;
  find("lead").textContent = LEADS[model.takes];
  find("model").textContent = `${model.pipeline}, model ${
    model.model.slice(0, 12)
  }.`;
  const rows = model.takes === "row";
  find("files").hidden = rows;
  find("row-form").hidden = !rows;
  if (rows) fillForm(find("columns"), model.columns);
  if (model.takes === "image") find("file").accept = "image/*";
  else find("what-to-drop").textContent = "Drop a file here";
  // On a phone there is nothing to drop.
  if (matchMedia("(hover: none)").matches) {
    find("what-to-drop").textContent = "Tap to choose";
  }
  find("webcam").hidden = model.takes !== "image" ||
    !navigator.mediaDevices?.getUserMedia;
  find("paste").hidden = !navigator.clipboard?.read;
}

async function explained(response) {
  try {
    return (await response.json()).error;
  } catch {
    return { message: `The server answered ${response.status}` };
  }
}

const heat = heatOver({
  picture: find("picture"),
  canvas: find("heat"),
  opacity: find("opacity"),
});

/** Shows what of the picture speaks for the answer, where that was told. */
function showLooks(explanation) {
  const any = explanation?.map.flat().some((value) => value > 0);
  find("looks").hidden = !any || pictureUrl === undefined;
  if (find("looks").hidden) return heat.clear();
  find("speaks").textContent = `bright: speaks for ${
    explanation.of ?? "a larger number"
  }`;
  heat.show(explanation);
}

/** Asks the model, and shows what it says. */
async function predict(options) {
  const own = ++asked;
  const result = find("result");
  result.setAttribute("aria-busy", "true");
  find("problem").hidden = true;
  say("The model looks at it …");
  let response;
  try {
    const query = model.takes === "image" ? "?explain=1" : "";
    response = await ask(`/predict${query}`, { method: "POST", ...options });
  } catch {
    if (own !== asked) return;
    showProblem("The server does not answer", "Look whether it still runs");
    return;
  } finally {
    if (own === asked) result.removeAttribute("aria-busy");
  }
  const told = response.ok ? await response.json() : await explained(response);
  if (own !== asked) return;
  if (response.status === 401) return await begin();
  if (!response.ok) return showProblem(told.message, told.remedy);
  main.classList.add("answered");
  result.hidden = false;
  showResult(find, told, model);
  showLooks(told.explanation);
  say(spokenResult(told, model));
  // On a phone the answer is below what is seen.
  result.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

/** Shows the picture, or else invites to give one. */
function show(seen) {
  find("picture").hidden = !seen;
  find("frame").hidden = !seen;
  find("invitation").hidden = seen;
  find("drop").classList.toggle("full", seen);
  if (!seen) showLooks(undefined);
}

function showPicture(blob) {
  if (pictureUrl) URL.revokeObjectURL(pictureUrl);
  // What was said of the one before says nothing of this one.
  showLooks(undefined);
  pictureUrl = undefined;
  if (model.takes !== "image") {
    find("what-to-drop").textContent = blob.name;
    return;
  }
  const picture = find("picture");
  pictureUrl = URL.createObjectURL(blob);
  // The server reads more formats than a browser, and some files are none.
  picture.onerror = () => {
    pictureUrl = undefined;
    show(false);
  };
  picture.src = pictureUrl;
  picture.alt = blob.name
    ? `The picture that you chose: ${blob.name}`
    : "The picture that you took";
  show(true);
}

async function give(blob) {
  if (!model || !blob) return;
  lens.close();
  showPicture(blob);
  if (blob.size > model.maxBytes) {
    asked++;
    const most = Math.floor(model.maxBytes / 2 ** 20 * 10) / 10;
    showProblem(`The file is larger than ${most} MiB`, "Choose a smaller one");
    return;
  }
  const body = new FormData();
  body.append("file", blob, blob.name || "picture.png");
  await predict({ body });
}

const lens = camera({
  find,
  onPicture: give,
  onProblem: showProblem,
  onOpen: () => {
    find("problem").hidden = true;
    show(true);
    showLooks(undefined);
    find("picture").hidden = true;
  },
  onClose: () => show(pictureUrl !== undefined),
});

find("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepToken(find("token").value.trim());
  begin();
});

find("row-form").addEventListener("submit", (event) => {
  event.preventDefault();
  let row;
  try {
    row = rowIn(find("columns"));
  } catch (error) {
    return showProblem("The row is no JSON object", error.message);
  }
  predict({
    body: JSON.stringify(row),
    headers: { "content-type": "application/json" },
  });
});

const file = find("file");
file.addEventListener("change", () => {
  give(file.files[0]);
  // The same file may be chosen again.
  file.value = "";
});

const drop = find("drop");
drop.addEventListener("click", () => {
  if (!lens.isOpen()) file.click();
});
// A file that misses the frame is not to take the place of the page.
for (const type of ["dragover", "drop"]) {
  document.addEventListener(type, (event) => event.preventDefault());
}
document.addEventListener("dragover", () => drop.classList.add("over"));
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) drop.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  drop.classList.remove("over");
  if (model?.takes !== "row") give(event.dataTransfer?.files[0]);
});

document.addEventListener("paste", (event) => {
  const [pasted] = event.clipboardData?.files ?? [];
  if (pasted && model?.takes !== "row") give(pasted);
});

find("paste").addEventListener("click", async () => {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((each) => each.startsWith("image/"));
      if (type) return await give(await item.getType(type));
    }
    showProblem("There is no picture to paste", "Copy one first");
  } catch {
    showProblem("The browser lets nobody paste here", "Press Ctrl+V instead");
  }
});

begin();
