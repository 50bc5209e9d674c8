/** What is shown of many classes. */
const MOST_BARS = 8;

function percent(share) {
  if (share === null || share === undefined) return "?";
  const value = share * 100;
  // Nothing is certain, and a model least of all.
  if (value > 99.9 && value < 100) return "over 99.9 %";
  if (value > 0 && value < 0.1) return "under 0.1 %";
  return `${value.toFixed(value > 99 || value < 1 ? 1 : 0)} %`;
}

function quantity(value) {
  if (value === null) return "no number";
  return new Intl.NumberFormat("en", { maximumSignificantDigits: 5 })
    .format(value);
}

function labelText({ label }, { kind }) {
  if (kind === "quantity") return quantity(label);
  if (kind !== "tags") return String(label);
  return label.length === 0 ? "none of them" : label.join(", ");
}

function sureText({ probability, probabilities }, { kind }) {
  if (kind === "category") return `${percent(probability)} sure`;
  if (kind === "quantity") return "";
  const count = Object.keys(probabilities ?? {}).length;
  return `of ${count} tags; one is there from 50 %`;
}

/** How unlike it is to what was seen in training, in words. */
function unlikeText({ flag, percentile }) {
  if (flag === null) {
    return [
      "",
      "Too few validation pictures to say how unlike it is to those of training.",
    ];
  }
  const share = percentile === 100 ? "all" : `${Math.round(percentile)} %`;
  return flag
    ? [
      "Unlike anything seen in training.",
      `It is farther from it than ${share} of the validation pictures: the answer may mean nothing.`,
    ]
    : [
      "",
      `Like pictures of its training: ${share} of the validation pictures are nearer to them.`,
    ];
}

function showUnlike(note, unlike) {
  note.hidden = unlike === undefined;
  if (unlike === undefined) return;
  const [alarm, text] = unlikeText(unlike);
  const strong = document.createElement("strong");
  strong.textContent = alarm;
  note.classList.toggle("flag", unlike.flag === true);
  note.replaceChildren(...alarm ? [strong] : [], text);
}

function bar(name, share, said) {
  const item = document.createElement("li");
  item.className = said ? "said" : "";
  const [label, value, track, fill] = ["span", "span", "div", "div"]
    .map((each) => document.createElement(each));
  label.className = "name";
  label.textContent = name;
  value.className = "share";
  value.textContent = percent(share);
  track.className = "track";
  track.setAttribute("aria-hidden", "true");
  fill.className = "fill";
  track.append(fill);
  item.append(label, value, track);
  // From nothing to its length, which is seen.
  requestAnimationFrame(() => fill.style.width = `${(share ?? 0) * 100}%`);
  return item;
}

/** Shows an answer. */
export function showResult(find, answer, model) {
  find("label").textContent = labelText(answer, model);
  const sure = sureText(answer, model);
  find("sure").textContent = sure;
  find("sure").hidden = sure === "";
  showUnlike(find("unlike"), answer.unlike);
  const said = new Set([answer.label].flat().map(String));
  const shares = Object.entries(answer.probabilities ?? {})
    .sort(([, a], [, b]) => (b ?? 0) - (a ?? 0));
  const bars = shares.slice(0, MOST_BARS)
    .map(([name, share]) => bar(name, share, said.has(name)));
  const left = shares.length - bars.length;
  if (left > 0) {
    const more = document.createElement("li");
    more.className = "hint";
    more.textContent = `and ${left} less likely`;
    bars.push(more);
  }
  find("bars").replaceChildren(...bars);
  find("bars").hidden = bars.length === 0;
  find("time").textContent = `answered in ${
    Math.max(1, Math.round(answer.milliseconds))
  } ms`;
}

/** An answer as a screen reader says it. */
export function spokenResult(answer, model) {
  const sure = model.kind === "category" ? `, ${sureText(answer, model)}` : "";
  const unlike = answer.unlike?.flag
    ? `. ${unlikeText(answer.unlike).join(" ")}`
    : "";
  return `The model says: ${labelText(answer, model)}${sure}${unlike}`;
}
