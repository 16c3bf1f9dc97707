// The printers' DNS records, for networks that multicast DNS does not reach.
import { get } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { field } from "../../lib/form.js";
import { t } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { act } from "../parts/page.js";
import { card } from "./findings.js";

export function records(report) {
  const text = h("textarea.records", { readonly: true, rows: 8, spellcheck: "false", "aria-label": t("doctor.records.title"), value: report["dns-records"] ?? "" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text.value);
    } catch { // only there over TLS and on this machine
      text.select();
      document.execCommand("copy");
    }
    toast(t("doctor.records.copied"));
  };
  const address = h("input", { autocomplete: "off", inputmode: "text", placeholder: "192.0.2.17" });
  const box = field(t("doctor.records.client"), address, { hint: t("doctor.records.client-hint") });
  const found = h("ul.plain.cards", { role: "status" });
  const look = async () => {
    box.fail("");
    try {
      const { findings } = await get(`doctor?client=${encodeURIComponent(address.value.trim())}`);
      const here = findings.filter(({ code }) => ["routed-network", "listens-here-alone", "dns-sd-not-running", "announcing-off", "printer-not-shared"].includes(code));
      show(found, here.length > 0 ? here.map((one) => card(one, look)) : h("li", {}, t("doctor.records.near")));
    } catch (error) {
      box.fail(error.message);
    }
  };
  return h("details.routed", {}, h("summary", {}, h("h2", {}, t("doctor.records.title"))),
    h("div.stack", {}, h("p", {}, t("doctor.records.words")), text, h("div.row", {}, act(t("doctor.records.copy"), copy)),
      h("div.row.client", {}, box, act(t("doctor.records.look"), look)), found));
}
