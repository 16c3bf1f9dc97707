// What changes on the server, as it changes (GET /api/v1/events). An event names the kind of thing
// and which one; whoever shows it asks for it anew. After a lost connection everything counts as
// changed: {kind: "all"}.

const listeners = new Set();
const watchers = new Set();
let source;
let again;
let lost = false;
let up; // undefined: not known yet

// Calls `listen({kind, id})` for events of these kinds: "printer", "job", "scan", "scanner", "library",
// "settings", "notice", "session"; returns what ends it. Of many events at once the last one of each id is told.
export function follow(kinds, listen) {
  const entry = { kinds: new Set(kinds), listen };
  listeners.add(entry);
  return () => listeners.delete(entry);
}

// Calls `tell(true|false)` as the connection comes and goes; returns what ends it.
export function followConnection(tell) {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
export const disconnected = () => up === false;

const waiting = new Map();
let scheduled = false;

function tell(event) {
  waiting.set(`${event.kind} ${event.id ?? ""}`, event);
  if (scheduled) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { kinds, listen } of [...listeners])
      for (const event of all) if (event.kind === "all" || kinds.has(event.kind)) listen(event);
  }, 100);
}

function set(now) {
  if (now === up) return;
  up = now;
  for (const watcher of [...watchers]) watcher(now);
}

// Begins, or begins anew at once (after a log-in, for what the new user may see).
export function open() {
  clearTimeout(again);
  source?.close();
  source = new EventSource("/api/v1/events");
  source.onopen = () => {
    set(true);
    if (lost) tell({ kind: "all" });
    lost = false;
  };
  source.onerror = () => {
    lost = true;
    set(false);
    // The browser tries again by itself unless the answer was none; a second of our own is enough.
    source.close();
    clearTimeout(again);
    again = setTimeout(open, 1000);
  };
  source.onmessage = (message) => tell(JSON.parse(message.data));
}

// Something that the server does not tell of has changed here.
export { tell as announceChange };
