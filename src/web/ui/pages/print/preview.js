// The true preview: asked for anew when something changes, the last picture staying until the next is
// there. One question at a time; a newer one gives up the older.
import { get, name, post, remove, request } from "../../lib/api.js";

const pause = 150; // milliseconds in which further changes join

export class Preview {
  // question(): {printer, documents, title, options} or undefined; told({state, preview, error}) with the
  // states "none", "asking", "shown", "failed".
  constructor(question, told) {
    this.question = question;
    this.told = told;
    this.preview = undefined;
  }

  // Something has changed. `now`: no further changes are waited for.
  ask({ now = false } = {}) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.fetch(), now ? 0 : pause);
  }

  async fetch() {
    const asked = this.question();
    this.stop?.abort();
    if (!asked) {
      this.preview = undefined;
      return this.told({ state: "none" });
    }
    const stop = (this.stop = new AbortController());
    this.told({ state: "asking", preview: this.preview });
    try {
      const before = this.preview?.id;
      const preview = await post("previews", { ...asked, ...(before && { "instead-of": before }) }, { signal: stop.signal });
      if (stop.signal.aborted) return;
      this.preview = preview;
      this.told({ state: "shown", preview, fresh: preview.id !== before });
    } catch (error) {
      if (error.name !== "AbortError" && !stop.signal.aborted) this.told({ state: "failed", error, preview: this.preview });
    }
  }

  // The picture of a side (from 1), its longer edge of so many pixels.
  picture(preview, number, size, look, signal) {
    return this.view(preview, number, { size }, look, signal);
  }

  // Device pixels of a side: "X,Y,WIDTHxHEIGHT".
  part(preview, number, part, look, signal) {
    return this.view(preview, number, { part }, look, signal);
  }

  async view(preview, number, what, look, signal) {
    const query = new URLSearchParams(what);
    if (look.gamut) query.set("gamut", "yes");
    if (!look.white) {
      query.set("paper-white", "no");
      query.set("paper-black", "no");
    }
    if (!look.lines) query.set("lines", "no");
    const answer = await request("GET", `previews/${name(preview.id)}/sides/${number}?${query}`, { signal });
    return answer.blob();
  }

  // What drawing has told of the sides since.
  async renewed(signal) {
    const preview = this.preview;
    if (!preview) return undefined;
    const now = await get(`previews/${name(preview.id)}`, { signal });
    if (this.preview === preview) Object.assign(preview, now);
    return preview;
  }

  end() {
    clearTimeout(this.waiting);
    this.stop?.abort();
    if (this.preview) remove(`previews/${name(this.preview.id)}`).catch(() => {});
  }
}
