// The REST interface (docs/protocols/rest.md), the only way in which the app changes anything.
import { early } from "./early.js";
import { said } from "./said.js";
import { t } from "./text.js";

// What the server says is wrong: `code` is a word for programs, `message` for people. Without an
// answer the code is "unreachable" and the status 0.
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let csrf = "";
export function setCsrf(token) {
  csrf = token ?? "";
}

// Called with 401 or 403 when a request needs a log-in; resolves to true when there is one now, and the
// request is made again: nothing that was typed is lost.
let askForLogin = async () => false;
export function onLoginWanted(ask) {
  askForLogin = ask;
}
// Called when the server does not take the session's CSRF text any more (it was started anew).
let renewSession = async () => {};
export function onSessionStale(renew) {
  renewSession = renew;
}

async function errorOf(answer) {
  const body = await answer.json().catch(() => undefined);
  return new ApiError(answer.status, body?.error?.code ?? "http", said(body?.error?.message) ?? t("api.status", { status: answer.status }));
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// One that only reads is asked again once: a server that was started anew is back after a moment.
async function reached(url, how) {
  for (let left = how.method === "GET" ? 1 : 0; ; --left) {
    try {
      return await ((how.method === "GET" && early(url)) || fetch(url, how));
    } catch (error) {
      if (error.name === "AbortError") throw error;
      if (left <= 0) throw new ApiError(0, "unreachable", t("api.unreachable"));
      await pause(400);
    }
  }
}

// X-Platen-App: the server then asks for a log-in by 401 alone, and the browser opens no window of its own.
function headersFor(method, { json, body, type }) {
  const headers = { "X-Platen-App": "1" };
  if (csrf && method !== "GET") headers["X-Platen-CSRF"] = csrf;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  else if (body !== undefined) headers["Content-Type"] = type ?? "application/octet-stream";
  return headers;
}

// What to do about an answer before it is given up: true, ask again.
async function mended(answer, path, tries) {
  if (path === "session" || tries > 1 || (answer.status !== 401 && answer.status !== 403)) return false;
  const body = await answer.clone().json().catch(() => undefined);
  if (body?.error?.code !== "csrf") return askForLogin(answer.status);
  await renewSession();
  return tries === 0;
}

// `json`: a value; `body`: bytes or a file of media type `type`; `signal`: gives up; `ask: false`: for
// what is shown only to those who may see it, so that nobody is asked to log in for it.
export async function request(method, path, options = {}) {
  const { json, body, signal, ask = true } = options;
  for (let tries = 0; ; ++tries) {
    const answer = await reached(`/api/v1/${path}`, {
      method, headers: headersFor(method, options), signal, body: json !== undefined ? JSON.stringify(json) : body, credentials: "same-origin",
    });
    if (answer.ok) return answer;
    if (!ask || !(await mended(answer, path, tries))) throw await errorOf(answer);
  }
}

async function value(answer) {
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

export const get = async (path, options) => value(await request("GET", path, options));
export const post = async (path, json = {}, options) => value(await request("POST", path, { json, ...options }));
export const put = async (path, json = {}, options) => value(await request("PUT", path, { json, ...options }));
export const remove = async (path, options) => value(await request("DELETE", path, options));

// Sends a file and tells how far it is: upload("documents?name=a.pdf", file, {progress: (part) => ..., signal}).
// fetch() does not tell; XMLHttpRequest does.
export function upload(path, file, { progress, signal, method = "POST", type } = {}) {
  const once = () => new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    asked.open(method, `/api/v1/${path}`);
    for (const [key, text] of Object.entries(headersFor(method, { body: file, type: type ?? (file.type || undefined) }))) asked.setRequestHeader(key, text);
    asked.upload.onprogress = (event) => event.lengthComputable && progress?.(event.loaded / event.total);
    asked.onload = () => resolve(new Response(asked.status === 204 ? null : asked.responseText, { status: asked.status }));
    asked.onerror = () => reject(new ApiError(0, "unreachable", t("api.unreachable")));
    asked.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => asked.abort());
    asked.send(file);
  });
  return (async () => {
    for (let tries = 0; ; ++tries) {
      const answer = await once();
      if (answer.ok) return value(answer);
      if (!(await mended(answer, path, tries))) throw await errorOf(answer);
    }
  })();
}

// Words for whatever went wrong.
export function messageOf(error) {
  if (error instanceof ApiError) return error.message;
  console.error(error);
  return t("api.broken", { what: String(error?.message ?? error) });
}

// One name within a path.
export const name = encodeURIComponent;
