// Who uses the app: GET /api/v1/session.
import { get, post, remove, setCsrf } from "./api.js";

const roles = ["guest", "user", "operator", "administrator"];
export const session = { user: null, role: "guest", csrf: null, expires: null };
const watchers = new Set();

// May they do what needs `role`?
export const may = (role) => roles.indexOf(session.role) >= roles.indexOf(role);

// Calls `tell()` when somebody else is logged in now; returns what ends it.
export function followSession(tell) {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

export async function renewSession() {
  const { user, role } = session;
  Object.assign(session, { user: null, role: "guest", csrf: null, expires: null }, await get("session"));
  setCsrf(session.csrf);
  if (user !== session.user || role !== session.role) told();
}

function told() {
  for (const watcher of [...watchers]) watcher();
}

export async function logIn(user, password) {
  const before = session.user;
  await post("session", { user, password });
  await renewSession();
  if (before === session.user) told(); // again: what could not be seen meanwhile is asked for anew
}

export async function logOut() {
  await remove("session");
  await renewSession();
}
