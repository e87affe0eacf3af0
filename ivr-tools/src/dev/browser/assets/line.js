// The connection to the server: sends moves one after the other, and returns the state of the call after each.

export class Line {
  #call = null;
  #last = Promise.resolve();

  /** Begins a call at a start: {}, or {start, with: {field: value}}. */
  async begin(start) {
    this.#last = Promise.resolve();
    const shown = await send("phone/calls", start);
    this.#call = shown.call;
    return shown;
  }

  /** Sends a move: {press: {keys}}, "silence", … It waits for earlier moves. */
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
