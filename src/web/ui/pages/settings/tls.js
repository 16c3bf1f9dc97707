// The certificate with which the server proves who it is.
import { get, put, remove } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { fullTime } from "../../lib/format.js";
import { note } from "../../lib/states.js";
import { t } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { askForm } from "../parts/ask.js";
import { area } from "../parts/fields.js";
import { act } from "../parts/page.js";

const soon = 30 * 86400e3;

const facts = (one) => h("dl.facts", {}, [
  [t("settings.subject"), one.subject], [t("settings.names"), one.names.join(", ")], [t("settings.issuer"), one.issuer],
  [t("settings.valid-from"), fullTime(one.begins)], [t("settings.valid-until"), fullTime(one.ends)], [t("settings.fingerprint"), one.fingerprint],
].filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));

export async function open(root) {
  const change = async () => {
    const saved = await askForm({
      title: t("settings.new-certificate"), send: t("settings.take-certificate"), wide: true,
      content: [h("p.quiet", {}, t("settings.certificate-words")), field(t("settings.certificate"), area("certificate", "", { required: true, spellcheck: "false", placeholder: "-----BEGIN CERTIFICATE-----", rows: 6 })),
        field(t("settings.key"), area("key", "", { required: true, spellcheck: "false", placeholder: "-----BEGIN PRIVATE KEY-----", rows: 6 }), { hint: t("settings.hint-key") })],
      submit: ({ certificate, key }) => put("settings/certificate", { certificate: `${certificate}\n`, key: `${key}\n` }),
    });
    if (!saved) return;
    toast(t("settings.certificate-taken"));
    await draw();
  };
  const back = async () => {
    if (!(await confirm({ title: t("settings.own-certificate-title"), text: t("settings.own-certificate-words"), action: t("settings.own-certificate"), danger: true }))) return;
    await remove("settings/certificate");
    await draw();
  };
  const draw = async () => {
    const one = await get("settings/certificate");
    const left = one.ends * 1000 - Date.now();
    show(root, h("section.card.stack", {}, h("h2", {}, t("settings.tab-tls")), left < soon && note(left < 0 ? "bad" : "warn", left < 0 ? t("settings.expired") : t("settings.expires-soon")), facts(one),
      one.source === "file" ? h("p.quiet", {}, t("settings.from-file")) : h("div.row", {}, act(t("settings.new-certificate"), change, { dataset: { key: "certificate" } }),
        one.source === "app" && act(t("settings.own-certificate"), back, { class: "bare" }))));
  };
  await draw();
  return follow(["settings"], () => draw().catch(() => {}));
}
