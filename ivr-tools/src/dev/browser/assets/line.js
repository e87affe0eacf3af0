// The line to the server: moves go out one after the other, and what the call comes to is handed back.

export class Line {
  #call = null;
  #last = Promise.resolve();

  /** A new call, at a start: {}, or {start, with: {field: value}}. */
  async begin(start) {
    this.#last = Promise.resolve();
    const shown = await send("phone/calls", start);
    this.#call = shown.call;
    return shown;
  }

  /** A move: {press: {keys}}, "silence", … It waits for those before it. */
  act(move) {
    const made = this.#last.then(() => send(`phone/calls/${this.#call}/act`, move));
    this.#last = made.catch(() => {});
    return made;
  }
}

async function send(path, body = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error((await answer.text()).trim() || `status ${answer.status}`);
  return answer.json();
}
