// Elements without a template language: text is always text, so that nothing a client or a device
// says becomes markup.

// h("button.primary", {onclick: f, "aria-label": "Print"}, "Print", anotherElement)
export function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) set(element, key, value);
  append(element, children);
  return element;
}

// The same for drawings: svg("rect.bar", {x: 1, y: 2})
export function svg(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  if (classes.length > 0) element.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("--")) element.style.setProperty(key, value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value);
  }
  append(element, children);
  return element;
}

const properties = new Set(["value", "checked", "disabled", "selected", "hidden", "indeterminate", "open"]);

function set(element, key, value) {
  if (value === undefined || value === null || value === false) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key.startsWith("--")) element.style.setProperty(key, value);
  else if (key === "class") element.className = `${element.className} ${value}`.trim();
  else if (key === "dataset") Object.assign(element.dataset, value);
  else if (properties.has(key)) element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

// Takes the place of all that is in `element`. What is named by `data-key` keeps its focus.
export function show(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  element.replaceChildren();
  append(element, children);
  if (focused) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

// An id that no other element has.
let given = 0;
export const newId = (word = "id") => `${word}-${++given}`;

// A page's own style: style("pages/jobs.css"). Resolves when it counts, so that nothing is drawn without.
const styles = new Map();
export function style(path) {
  if (!styles.has(path)) {
    styles.set(path, new Promise((resolve) => {
      const link = h("link", { rel: "stylesheet", href: `/app/${path}`, onload: resolve, onerror: () => {
        link.remove(); // tried again with the next
        styles.delete(path);
        resolve();
      } });
      document.head.append(link);
    }));
  }
  return styles.get(path);
}

// Moving an element would take the focus from what is in it.
function put(parent, element, before) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  parent.insertBefore(element, before);
  focused?.focus({ preventScroll: true });
}

// Keeps the children of `parent` in step with a list: one element for each key, made once, moved and
// changed but not made anew, so that focus, scrolling and open menus stay.
//   const list = keyed(ul, {key: (job) => job["job-id"], make: (job) => element, update: (element, job) => {}});
//   list(jobs)
export function keyed(parent, { key, make, update }) {
  const elements = new Map();
  const all = (items) => {
    const named = items.map((item) => String(key(item)));
    const wanted = new Set(named);
    for (const [name, element] of elements) {
      if (wanted.has(name)) continue;
      element.remove();
      elements.delete(name);
    }
    let at = parent.firstElementChild;
    for (const [place, item] of items.entries()) {
      let element = elements.get(named[place]);
      if (element) update?.(element, item);
      else elements.set(named[place], (element = make(item)));
      // One that has left its place for a later one: it is moved when its turn comes, and not all others.
      if (at && element === at.nextElementSibling) at = element;
      if (element === at) at = at.nextElementSibling;
      else put(parent, element, at);
    }
  };
  // More of them, behind those that are there.
  all.add = (items) => {
    for (const item of items) {
      const name = String(key(item));
      if (elements.has(name)) update?.(elements.get(name), item);
      else elements.set(name, make(item));
      parent.append(elements.get(name));
    }
  };
  return all;
}
