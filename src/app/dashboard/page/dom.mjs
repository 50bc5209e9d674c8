/** Makes elements. Whatever is put into one is text, never markup. */

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(3).filter((each) => each !== undefined && each !== null),
  );
  return element;
}

/** An element of a page: `h("p", { class: "soft" }, "text")`. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** An element of a drawing. */
export function s(tag, attributes = {}, ...children) {
  const space = "http://www.w3.org/2000/svg";
  return filled(document.createElementNS(space, tag), attributes, children);
}

/** The element of the page with that id. */
export function el(id) {
  return document.getElementById(id);
}

/** Sets a text, and touches nothing where it is that already. */
export function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A key of a drawing: rebuilds only where what it is of changed. */
export function onChange(draw) {
  let before;
  return (value, ...rest) => {
    const text = JSON.stringify(value);
    if (text === before) return;
    before = text;
    draw(value, ...rest);
  };
}
