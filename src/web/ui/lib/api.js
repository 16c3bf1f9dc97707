// The REST interface (docs/protocols/rest.md), the only way in which the app changes anything.

// What the server says is wrong: `code` is a word for programs, `message` for people.
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

// Called when a request needs a log-in; resolves to true when there is one now, and the request is
// made again: nothing that was typed is lost.
let askForLogin = async () => false;
export function onLoginWanted(ask) {
  askForLogin = ask;
}

async function errorOf(answer) {
  const body = await answer.json().catch(() => undefined);
  return new ApiError(answer.status, body?.error?.code ?? "http", body?.error?.message ?? answer.statusText);
}

export async function request(method, path, { json, body, signal, type } = {}) {
  const headers = {};
  if (csrf && method !== "GET") headers["X-Platen-CSRF"] = csrf;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  else if (body !== undefined) headers["Content-Type"] = type ?? "application/octet-stream";
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method, headers, signal, body: json !== undefined ? JSON.stringify(json) : body, credentials: "same-origin",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "unreachable");
  }
  if (answer.status === 401 && path !== "session" && (await askForLogin())) return request(method, path, { json, body, signal, type });
  if (!answer.ok) throw await errorOf(answer);
  return answer;
}

export const get = async (path, options) => (await request("GET", path, options)).json();
export const post = async (path, json = {}, options) => (await request("POST", path, { json, ...options })).json();
export const put = async (path, json = {}, options) => (await request("PUT", path, { json, ...options })).json();
export const remove = async (path, options) => (await request("DELETE", path, options)).json();

// One name within a path.
export const name = encodeURIComponent;
