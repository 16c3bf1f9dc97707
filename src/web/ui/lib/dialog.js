// Questions over the page, which stays as it is below. The browser's <dialog> keeps the focus inside
// and gives it back.
import { messageOf } from "./api.js";
import { h, newId } from "./dom.js";
import { t } from "./text.js";

// dialog("Title", (close) => elements, {wide}): resolves to what close(value) was given, undefined when it
// was left (Escape). A form in it is sent by its own button.
export function dialog(title, content, { wide = false } = {}) {
  return new Promise((resolve) => {
    const id = newId("dialog");
    const box = h("dialog", { class: wide ? "wide" : "", "aria-labelledby": id });
    let result;
    const close = (value) => {
      result = value;
      box.close();
    };
    box.append(h("div.stack", {}, h("h2", { id }, title), ...[content(close)].flat(Infinity).filter(Boolean)));
    box.addEventListener("close", () => {
      box.remove();
      resolve(result);
    });
    box.addEventListener("pointerdown", (event) => event.target === box && outside(box, event) && close());
    document.body.append(box);
    box.showModal();
  });
}

function outside(box, { clientX, clientY }) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

// confirm({title, text, action: "Cancel the job", danger: true}) -> true or false
export async function confirm({ title, text, action, danger = false }) {
  return (await dialog(title, (close) => [
    text && h("p", {}, text),
    h("div.buttons", {},
      h("button", { type: "button", onclick: () => close(false) }, t("dialog.back")),
      h("button.primary", { type: "button", class: danger ? "danger" : "", autofocus: true, onclick: () => close(true) }, action)),
  ])) === true;
}

// A form in a dialog: `fields` are elements, `send()` does it and may throw, in which case its words are
// shown and all that was typed stays. Resolves to what send() gave, undefined when it was left.
export function formDialog(title, fields, action, send, { danger = false, wide = false } = {}) {
  return dialog(title, (close) => {
    const problem = h("p.problem", { role: "alert" });
    const button = h("button.primary", { class: danger ? "danger" : "" }, action);
    const onsubmit = async (event) => {
      event.preventDefault();
      button.disabled = true;
      problem.textContent = "";
      try {
        close((await send()) ?? true);
      } catch (error) {
        problem.textContent = messageOf(error);
      }
      button.disabled = false;
    };
    return h("form.stack", { onsubmit }, fields, problem,
      h("div.buttons", {}, h("button", { type: "button", onclick: () => close() }, t("dialog.cancel")), button));
  }, { wide });
}
