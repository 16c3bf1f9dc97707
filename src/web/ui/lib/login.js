import { h } from "./dom.js";
import { formDialog } from "./dialog.js";
import { field } from "./form.js";
import { logIn } from "./session.js";
import { t } from "./text.js";

let asking;

// A dialog over the page, which stays as it is below. Resolves to true when somebody has logged in.
// `why`: what is said above the fields.
export function askForLogin(why) {
  asking ??= ask(why).finally(() => (asking = undefined));
  return asking;
}

async function ask(why) {
  const user = h("input", { name: "user", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, autofocus: true });
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true });
  const send = async () => {
    await logIn(user.value, password.value);
    return true;
  };
  return (await formDialog(t("login.title"), [why && h("p", {}, why), field(t("login.user"), user), field(t("login.password"), password)], t("login.send"), send)) === true;
}
