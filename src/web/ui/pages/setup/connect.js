// How each device is connected. What no source tells is said to be unknown; docs/howto/connect.md names the
// sources.
import { h } from "../../lib/dom.js";
import { t } from "../../lib/text.js";

const families = ["pro-1000", "imagerunner"];
const ways = ["usb", "ethernet", "wifi"];

export function connecting() {
  return h("details.setup-connect", {}, h("summary", {}, t("setup.connect.title")),
    h("div.stack", {}, h("p", {}, t("setup.connect.words")), families.map((family) => h("section.stack.tight", {},
      h("h3", {}, t(`setup.connect.${family}.title`)),
      h("dl.facts", {}, ways.map((way) => [h("dt", {}, t(`setup.connect.${way}`)), h("dd", {}, t(`setup.connect.${family}.${way}`))]))))));
}
