// The troubles that owners' guides name, each as a path of steps. Kinds of steps:
//   check: the doctor looks; where it finds one of `codes`, that is shown, and the path waits
//   do:    something that a person does at the device
//   ask:   what a person sees; each answer leads to a step
//   act:   the printer does something to itself; passed over where it does not offer it
//   test:  a page whose result the person tells; `no` is where the path goes on if it is not right. "test-page" is that of setting up,
//          with its questions; others are passed over where the device does not offer them
//   end:   where platen can do no more
// Without `next` the following step comes. Their words are in text/LANGUAGE.json under doctor.step.
const device = ["device-unreachable", "device-name-not-resolved", "device-refuses", "device-not-found", "device-claimed-by-several", "device-known-in-part", "other-device-answers", "usb-device-missing", "usb-held-by-process", "usb-not-permitted"];
const attention = ["paper-jam", "cover-open", "paper-empty", "supply-empty", "waste-full", "device-needs-attention"];
const queue = ["printer-paused", "printer-not-accepting", "printer-holds-new-jobs"];
const setUp = ["no-printers", "model-missing", "wrong-model", "wrong-language", "defaults-impossible", "filter-missing"];
const announced = ["listens-here-alone", "dns-sd-not-running", "announcing-off", "printer-not-shared"];
const server = ["disk-full", "spool-not-writable", "program-missing", "program-replaced", "configuration-wrong"];
const jobs = ["job-stuck", "job-held-for-attention", "job-failed"];
const colours = ["profile-missing", "profile-unreadable", "library-out-of-order", "paper-mismatch"];

const ending = (no) => [{ id: "test", kind: "test", actions: ["test-page"], no }, { id: "service", kind: "end" }];

export const guides = [
  {
    id: "installing",
    steps: [
      { id: "server-well", kind: "check", codes: server },
      { id: "set-up", kind: "check", codes: setUp },
      { id: "reached", kind: "check", codes: device },
      { id: "announced", kind: "check", codes: announced },
      { id: "add-on-computer", kind: "do" },
      ...ending("service"),
    ],
  },
  {
    id: "connection",
    steps: [
      { id: "switched-on", kind: "do" },
      { id: "reached", kind: "check", codes: device, stuck: "cable" },
      { id: "connection-test", kind: "test", actions: ["test-page"], no: "cable" },
      { id: "cable", kind: "do" },
      { id: "same-address", kind: "ask", answers: { yes: "one-at-a-time", no: "new-address" } },
      { id: "new-address", kind: "do", next: "reached-again" },
      { id: "one-at-a-time", kind: "do" },
      { id: "reached-again", kind: "check", codes: device },
      ...ending("service"),
    ],
  },
  {
    id: "responding",
    steps: [
      { id: "queue", kind: "check", codes: queue },
      { id: "reached", kind: "check", codes: device },
      { id: "attention", kind: "check", codes: attention },
      { id: "jobs", kind: "check", codes: jobs },
      { id: "server-well", kind: "check", codes: server },
      { id: "responding-test", kind: "test", actions: ["test-page"], no: "off-and-on" },
      { id: "off-and-on", kind: "do" },
      ...ending("service"),
    ],
  },
  {
    id: "quality",
    steps: [
      { id: "supplies", kind: "check", codes: ["supply-empty", "supply-low"], passable: true },
      { id: "what-is-wrong", kind: "ask", answers: { stripes: "pattern", blurred: "align", colours: "colours", smudged: "right-paper" } },
      { id: "pattern", kind: "test", actions: ["nozzle-check"], yes: "quality-test", no: "clean" },
      { id: "clean", kind: "act", action: "cleaning" },
      { id: "pattern-again", kind: "test", actions: ["nozzle-check"], yes: "quality-test", no: "clean-deep" },
      { id: "clean-deep", kind: "act", action: "deep-cleaning", next: "quality-test" },
      { id: "align", kind: "act", action: "alignment" },
      { id: "right-side", kind: "do", next: "quality-test" },
      { id: "colours", kind: "check", codes: colours },
      { id: "right-profile", kind: "do", next: "quality-test" },
      { id: "right-paper", kind: "do" },
      { id: "quality-test", kind: "test", actions: ["test-page"], no: "service" },
      { id: "service", kind: "end" },
    ],
  },
  {
    id: "jam",
    steps: [
      { id: "take-out", kind: "do" },
      { id: "torn-pieces", kind: "do" },
      { id: "load-paper", kind: "do" },
      { id: "closed", kind: "check", codes: ["paper-jam", "cover-open", "paper-empty"] },
      { id: "jam-test", kind: "test", actions: ["test-page"], no: "same-place" },
      { id: "same-place", kind: "ask", answers: { yes: "service", no: "other-paper" } },
      { id: "other-paper", kind: "do" },
      ...ending("service"),
    ],
  },
  {
    id: "noise",
    steps: [
      { id: "which-noise", kind: "ask", answers: { smell: "switch-off", feeding: "load-paper", always: "covers" } },
      { id: "load-paper", kind: "do", next: "attention" },
      { id: "covers", kind: "do" },
      { id: "attention", kind: "check", codes: attention },
      { id: "noise-test", kind: "test", actions: ["test-page"], no: "service" },
      { id: "service", kind: "end" },
      { id: "switch-off", kind: "end" },
    ],
  },
];

export const findGuide = (id) => guides.find((guide) => guide.id === id);

// Where the path goes on behind a step; null: all is well.
export function after(guide, id, answer) {
  const at = guide.steps.findIndex((step) => step.id === id);
  const step = guide.steps[at];
  if (step.kind === "ask") return step.answers[answer];
  if (step.kind === "test") return answer === "no" ? step.no : (step.yes ?? null);
  if (answer === "stuck" && step.stuck) return step.stuck;
  return step.next ?? guide.steps[at + 1]?.id ?? null;
}
