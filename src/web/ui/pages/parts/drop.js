// A place onto which a file is dropped, and a button for those who choose it from a list.
import { h } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { attempt } from "../../lib/toast.js";

// Makes `element` take files that are dropped on it; one at a time, `take(file)` may fail.
export function takesFiles(element, take) {
  let within = 0;
  const mark = (by) => {
    within = Math.max(0, within + by);
    element.classList.toggle("dropping", within > 0);
  };
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  element.addEventListener("dragenter", (event) => holdsFiles(event) && mark(1));
  element.addEventListener("dragleave", (event) => holdsFiles(event) && mark(-1));
  element.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  element.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(-within);
    const [file] = event.dataTransfer.files;
    if (file) attempt(() => take(file));
  });
  return element;
}

// The button; `accept` as of <input type=file>.
export function fileButton(words, accept, take, { label, key } = {}) {
  const input = h("input.unseen", { type: "file", accept, "aria-label": label ?? words, dataset: { key }, onchange: async () => {
    const [file] = input.files;
    input.value = "";
    if (file) await attempt(() => take(file));
  } });
  return h("label.button.file-button", {}, icon("upload"), h("span", {}, words), input);
}

// "My paper.icc" -> "My paper"
export const stem = (name) => name.replace(/\.[^.]{1,5}$/, "");
