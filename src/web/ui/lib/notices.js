// What the server tells of by itself (a jam, low ink, a job that is done): shown by the browser's own
// notifications where they were asked for, else as a short word on the page.
import { get } from "./api.js";
import { follow } from "./events.js";
import { said } from "./said.js";
import { toast } from "./toast.js";

const key = "platen-notify";
let last; // the newest that was there when the app was opened, or was shown since

export const canNotify = () => "Notification" in window && window.isSecureContext;

export function notifies() {
  try {
    return canNotify() && Notification.permission === "granted" && localStorage.getItem(key) === "yes";
  } catch {
    return false;
  }
}

// On a press alone: browsers ask for permission only then. Resolves to whether they are shown now.
export async function setNotifies(wanted) {
  if (wanted && Notification.permission !== "granted") await Notification.requestPermission();
  try {
    localStorage.setItem(key, wanted ? "yes" : "no");
  } catch {}
  return notifies();
}

// Phones show them only through a service worker. It becomes active soon after it is known.
async function showByWorker(title, options) {
  const worker = await navigator.serviceWorker.register("/app/notify.js");
  for (let tries = 0; !worker.active && tries < 50; ++tries) await new Promise((resolve) => setTimeout(resolve, 100));
  await worker.showNotification(title, options);
}

async function tell(notice) {
  if (notifies()) {
    const title = notice.printer ? `platen: ${notice.printer}` : "platen";
    const options = { body: said(notice.text), tag: `platen-${notice.id}` };
    try {
      return void new Notification(title, options);
    } catch {}
    try {
      return await showByWorker(title, options);
    } catch {} // none here: a word on the page
  }
  if (notice.kind !== "job-completed") toast(said(notice.text));
}

async function newest(limit) {
  const all = await get(`notices?limit=${limit}`).catch(() => []); // nobody who may see them
  return all.sort((a, b) => a.id - b.id);
}

export function followNotices() {
  newest(1).then((all) => (last ??= all.at(-1)?.id ?? 0));
  return follow(["notice"], async ({ kind }) => {
    const all = (await newest(10)).filter(({ id }) => last === undefined || id > last);
    last = all.at(-1)?.id ?? last;
    if (kind !== "all") all.forEach(tell);
  });
}
