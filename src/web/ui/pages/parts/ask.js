// A form in a dialog, asked for what was typed: `submit(values, form)` may throw, and then its words are
// shown and all that was typed stays. Resolves to what it gave, undefined when it was left.
import { ApiError } from "../../lib/api.js";
import { formDialog } from "../../lib/dialog.js";
import { h } from "../../lib/dom.js";
import { values } from "./fields.js";

export function askForm({ title, content, send, submit, danger, wide }) {
  const form = h("div.stack", {}, content);
  return formDialog(title, form, send, () => submit(values(form), form), { danger, wide });
}

// What submit() throws when it is the page itself that finds something wrong.
export const wrong = (words) => new ApiError(400, "invalid", words);
