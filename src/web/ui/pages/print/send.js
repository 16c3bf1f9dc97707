// What belongs to the job and not to its pages: PIN, time, department; and sending it.
import { post } from "../../lib/api.js";
import { h } from "../../lib/dom.js";
import { field, select } from "../../lib/form.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/text.js";

const times = ["no-hold", "indefinite", "day-time", "evening", "night", "weekend", "moment"];

// job: {pin, hold, moment, department, departmentPin}; kept by the page. Secrets are not.
export function jobFields(job, { offers }) {
  const moment = h("input", { type: "datetime-local", value: job.moment ?? "", "aria-label": t("print.moment"), hidden: job.hold !== "moment", onchange: (event) => (job.moment = event.target.value) });
  const hold = select(times.map((value) => [value, t(`print.hold.${value}`)]), job.hold ?? "no-hold", { onchange: (event) => {
    job.hold = event.target.value;
    moment.hidden = job.hold !== "moment";
  } });
  const secret = (key, more) => h("input", { type: "password", inputmode: "numeric", autocomplete: "off", value: job[key] ?? "", oninput: (event) => (job[key] = event.target.value), ...more });
  return h("details.group", { dataset: { group: "job" } }, h("summary", {}, h("h2", {}, t("print.group.job")), h("span.group-changed.small"), icon("down")),
    h("div.group-fields", {},
      field(t("print.when"), hold), moment,
      field(t("print.pin"), secret("pin", { maxlength: 255 }), { hint: t("print.pinHint") }),
      offers("job-account-id") && field(t("print.department"), h("input", { autocomplete: "off", value: job.department ?? "", oninput: (event) => (job.department = event.target.value) })),
      offers("job-account-id") && field(t("print.departmentPin"), secret("departmentPin", { maxlength: 255 }))));
}

// What POST jobs takes beside printer, documents, title and options.
export function wishesOf(job) {
  const wishes = {};
  if (job.pin) wishes.pin = job.pin;
  if (job.departmentPin) wishes["department-pin"] = job.departmentPin;
  if (job.hold === "moment" && job.moment) wishes["hold-until"] = new Date(job.moment).toISOString();
  else if (job.hold && !["no-hold", "moment"].includes(job.hold)) wishes["hold-until"] = job.hold;
  return wishes;
}

export async function send(question, job) {
  const options = { ...question.options, ...(job.department && { "job-account-id": job.department }) };
  const made = await post("jobs", { ...question, options, ...wishesOf(job) });
  job.pin = job.departmentPin = "";
  return made["job-id"];
}

export const titleOf = (documents) => (documents.length === 1 ? documents[0].name : t("print.title", { name: documents[0]?.name ?? "", n: documents.length - 1 }));
