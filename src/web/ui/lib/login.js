import { post, ApiError } from "./api.js";
import { h } from "./dom.js";
import { t } from "./text.js";

let asking;

// A dialog over the page, which stays as it is below. Resolves to true when somebody has logged in.
export function askForLogin(renewSession) {
  asking ??= dialog(renewSession).finally(() => (asking = undefined));
  return asking;
}

function dialog(renewSession) {
  return new Promise((resolve) => {
    const problem = h("p.problem", { role: "alert" });
    const user = h("input", { id: "login-user", autocomplete: "username", required: true });
    const password = h("input", { id: "login-password", type: "password", autocomplete: "current-password", required: true });
    const send = async (event) => {
      event.preventDefault();
      try {
        await post("session", { user: user.value, password: password.value });
        await renewSession();
        end(true);
      } catch (error) {
        problem.textContent = error instanceof ApiError ? error.message : String(error);
      }
    };
    const box = h("dialog", { "aria-labelledby": "login-title" },
      h("form", { onsubmit: send },
        h("h2", { id: "login-title" }, t("login.title")),
        h("label", { for: "login-user" }, t("login.user")), user,
        h("label", { for: "login-password" }, t("login.password")), password, problem,
        h("div.buttons", {}, h("button.primary", {}, t("login.send")), h("button", { type: "button", onclick: () => end(false) }, t("login.cancel")))));
    const end = (result) => {
      box.close();
      box.remove();
      resolve(result);
    };
    box.addEventListener("cancel", () => end(false));
    document.body.append(box);
    box.showModal();
  });
}
