// What the server tells of by itself (a jam, low ink, a job that is done): shown by the browser's own
// notifications where they were asked for, else as a short word on the page.
import { get } from "./api.js";
import { follow } from "./events.js";
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

function tell(notice) {
  if (notifies()) {
    try {
      new Notification(notice.printer ? `platen: ${notice.printer}` : "platen", { body: notice.text, tag: `platen-${notice.id}` });
      return;
    } catch {} // phones show them only through a service worker
  }
  if (notice.kind !== "job-completed") toast(notice.text);
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
