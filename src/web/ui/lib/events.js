// What changes on the server, as it changes (GET /api/v1/events). An event names the kind of thing
// and which one; whoever shows it asks for it anew. After a lost connection everything counts as
// changed.

const listeners = new Map();
let source;
let wasLost = false;

// Calls `listen({kind, id})` for events of these kinds: "printer", "job", "scan", "scanner", "library",
// "notice", "session"; returns what ends it. Of many events at once the last one of each id is told.
export function follow(kinds, listen) {
  const entry = { kinds: new Set(kinds), listen };
  listeners.set(listen, entry);
  return () => listeners.delete(listen);
}

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
    for (const { kinds, listen } of [...listeners.values()])
      for (const event of all) if (event.kind === "all" || kinds.has(event.kind)) listen(event);
  }, 100);
}

// `connected(true|false)` is called as the connection comes and goes.
export function open(connected) {
  source?.close();
  source = new EventSource("/api/v1/events");
  source.onopen = () => {
    connected(true);
    if (wasLost) tell({ kind: "all" });
    wasLost = false;
  };
  source.onerror = () => {
    wasLost = true;
    connected(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => open(connected), 3000);
  };
  source.onmessage = (message) => tell(JSON.parse(message.data));
}
