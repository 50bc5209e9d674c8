/** What is shown of many classes. */
const MOST_BARS = 8;
const MOST_CELLS = 4;

function percent(share) {
  if (share === null || share === undefined) return "?";
  const value = share * 100;
  // Nothing is certain, and a model least of all.
  if (value > 99.9) return "over 99.9 %";
  if (value < 0.1) return "under 0.1 %";
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

/** What a model is asked about, in words. */
const THINGS = { image: "pictures", file: "files", row: "rows" };

/** A cell that no row of the training has the like of, in words. */
function cellText({ column, value, range }) {
  if (value === null) return `${column} is missing, as never in training`;
  if (range === undefined) {
    return `${column} ${JSON.stringify(value)} has no like in training`;
  }
  return `${column} ${quantity(value)} is outside of what training has, ${
    range.map(quantity).join(" to ")
  }`;
}

/** How far it is from what was seen in training, in words. */
function distanceText({ flag, distance, threshold, percentile }, things) {
  if (percentile === null || distance === null) return "";
  const share = percentile === 100 ? "all" : `${Math.round(percentile)} %`;
  if (threshold !== null && distance > threshold) {
    return `It is farther from the training ${things} than ${share} of the validation ${things}.`;
  }
  return flag
    ? ""
    : `Like ${things} of its training: ${share} of the validation ${things} are nearer to them.`;
}

/** How unlike it is to what was seen in training: an alarm, and why. */
function unlikeText({ unmet = [], ...unlike }, { takes }) {
  const things = THINGS[takes] ?? "items";
  const cells = unmet.slice(0, MOST_CELLS).map(cellText);
  const left = unmet.length - cells.length;
  if (left > 0) cells.push(`and ${left} more like these`);
  const why = [
    ...cells.map((each) => `${each}.`),
    unlike.flag === null
      ? `Too few validation ${things} to say how unlike it is to those of training.`
      : distanceText(unlike, things),
    ...unlike.flag ? ["The answer may mean nothing."] : [],
  ].filter(Boolean).join(" ");
  return [unlike.flag ? "Unlike anything seen in training." : "", why];
}

function showUnlike(note, unlike, model) {
  note.hidden = unlike === undefined;
  if (unlike === undefined) return;
  const [alarm, text] = unlikeText(unlike, model);
  const strong = document.createElement("strong");
  strong.textContent = alarm;
  note.classList.toggle("flag", unlike.flag === true);
  note.replaceChildren(...alarm ? [strong] : [], text);
  note.hidden = alarm === "" && text === "";
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
  showUnlike(find("unlike"), answer.unlike, model);
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
  const where = answer.on === undefined ? "" : ` by ${answer.on}`;
  find("time").textContent = `answered in ${
    Math.max(1, Math.round(answer.milliseconds))
  } ms${where}`;
}

/** An answer as a screen reader says it. */
export function spokenResult(answer, model) {
  const sure = model.kind === "category" ? `, ${sureText(answer, model)}` : "";
  const unlike = answer.unlike?.flag
    ? `. ${unlikeText(answer.unlike, model).join(" ")}`
    : "";
  return `The model says: ${labelText(answer, model)}${sure}${unlike}`;
}
