// The phone: turns buttons and keys into moves, sends them to the server, and shows and plays the result. Only the server
// interprets documents; this file handles what takes time, that is, playing prompts and waiting.

import { Ear } from "./ear.js";
import { Line } from "./line.js";
import { Picture } from "./picture.js";
import { Playback } from "./playback.js";
import { Tones } from "./tones.js";
import { Transcript, element } from "./transcript.js";
import { Voice } from "./voice.js";
import { Timer, Wait } from "./wait.js";

const $ = (id) => document.getElementById(id);
const phone = document.querySelector(".phone");
const { language } = document.body.dataset;

const line = new Line();
const voice = new Voice();
const tones = new Tones();
const timer = new Timer($("timer"));
const wait = new Wait($("wait"));
const transcript = new Transcript($("transcript"));
const picture = new Picture($("picture"));
const ear = new Ear((listens) => $("mic").setAttribute("aria-pressed", String(listens)));
const playback = new Playback({ voice, tones, caption, language });

/** The current turn, as the server reports it. */
let turn = null;
/** The number of the call, to ignore late results of earlier calls. */
let calls = 0;
/** The call as a test. */
let test = "";

const isOn = () => phone.dataset.call === "on";

// ---------------------------------------------------------------- the call

/** Returns the chosen start with its fields, or the first if there is no choice. */
function start() {
  const name = $("start")?.value;
  if (!name) return {};
  const inputs = [...document.querySelectorAll(`[data-start="${name}"] input`)].filter((input) => input.value);
  return { start: name, with: Object.fromEntries(inputs.map((input) => [input.dataset.field, input.value])) };
}

$("start")?.addEventListener("change", () => {
  for (const label of document.querySelectorAll("[data-start]")) label.hidden = label.dataset.start !== $("start").value;
});

async function call() {
  tones.wake();
  const mine = ++calls;
  show("on");
  transcript.clear();
  picture.clear();
  $("place").textContent = "Calling";
  caption("", language);
  tones.ring();
  timer.start();
  try {
    const [shown] = await Promise.all([line.begin(start()), voice.ready()]);
    if (mine !== calls) return;
    sound();
    tones.quiet();
    await take(shown);
  } catch (error) {
    if (mine === calls) broken(error);
  }
}

/** Makes a move. Stops the playback unless the move was lost. */
async function act(move, { keeps = false } = {}) {
  const mine = calls;
  wait.stop();
  if (!keeps) playback.stop();
  try {
    const shown = await line.act(move);
    if (mine !== calls) return;
    const plays = playback.plays;
    const interrupts = shown.news.some((news) => news.kind === "interrupts");
    const goesOn = keeps && plays && !interrupts && !shown.news.some((news) => news.kind === "hears");
    if (goesOn) keep(shown);
    else await take(shown);
  } catch (error) {
    if (mine === calls) broken(error);
  }
}

/** The call did not listen for the move, so the playback continues. */
function keep(shown) {
  turn = shown.turn;
  for (const news of shown.news) transcript.add(news, language);
  note(shown);
}

/** Shows the current state of the call, and plays what is new. */
async function take(shown) {
  const mine = calls;
  turn = shown.turn;
  note(shown);
  picture.follow(shown.trail);
  $("place").textContent = shown.state ?? lastNode(shown.trail) ?? "On the line";
  $("entered").textContent = turn.entered ?? "";
  offer();
  const news = [...shown.news];
  const sounds = news.filter(({ sound }) => sound).map(({ sound }) => sound);
  const upTo = (sound) => {
    while (news.length) {
      const next = news.shift();
      transcript.add(next, language);
      if (next.sound === sound) return;
    }
  };
  $("skip").disabled = !sounds.length;
  tones.quiet();
  const heard = await playback.play(sounds, upTo);
  if (!heard || mine !== calls) return;
  upTo(null);
  $("skip").disabled = true;
  rest();
}

/** Everything was played: the call waits for a move, or is over. */
function rest() {
  switch (turn.kind) {
    case "gather":
      return wait.start(turn.timeout, "Listening", () => act(turn.entered ? "settle" : "silence"));
    case "record":
      caption("Leave a message.", "en");
      return wait.start(turn.longest, "Recording", () => message({}), true);
    case "dial":
      caption(`Ringing ${turn.parties}`, "en");
      tones.ring();
      return wait.start(turn.timeout, "Ringing", () => act({ world: "no_answer" }));
    case "queue":
      caption(`Waiting in the queue “${turn.name}”`, "en");
      return tones.music();
    case "agent":
      return caption(`Speaking with the agent at ${turn.url}`, "en");
    default:
      return end();
  }
}

function end() {
  timer.stop();
  wait.stop();
  playback.stop();
  tones.quiet();
  if (turn?.busy) tones.busy();
  show("over");
  caption(turn?.failed ? "The call broke off." : "The call is over.", "en");
  $("place").textContent = turn?.failed ? "Broken off" : "Over";
}

function hangUp() {
  if (!isOn()) return;
  ear.stop();
  playback.stop();
  if (turn?.kind === "record" && wait.passed >= 1) return message({ hung_up: true });
  if (turn && turn.kind !== "over") return act("hang_up");
  calls += turn ? 0 : 1;
  end();
}

function broken(error) {
  turn = { kind: "over", failed: true };
  transcript.add({ kind: "faults", text: `! ${error.message}` });
  end();
}

// ---------------------------------------------------------------- moves

function press(key) {
  const button = phone.querySelector(`[data-key="${key}"]`);
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 130);
  tones.wake();
  tones.key(key);
  if (!isOn() || !turn) return;
  const plays = playback.plays;
  if (turn.kind === "gather" && turn.keys) {
    $("entered").textContent += key;
    return act(plays ? { press: { keys: key, after: playback.after } } : { press: { keys: key } }, { keeps: true });
  }
  if (turn.kind === "record" && !plays && turn.finish.includes(key)) return message({ key });
  transcript.add({ kind: "lost", text: `[nobody listens: ${key} is lost]` });
}

function say(words, confidence) {
  if (isOn() && turn?.kind === "gather" && turn.words && words.trim()) act({ say: { words, confidence } });
}

function message(end) {
  act({ message: { seconds: Math.max(1, Math.round(wait.passed)), ...end } });
}

/** Plays the agent, whose result is JSON or the name of a value. */
function handBack() {
  const result = window.prompt("What does the agent hand back?");
  if (result) act({ world: `[${result}]` });
}

/** The outcomes that the caller cannot cause with keys or speech. */
function choices() {
  const world = (name) => () => act({ world: name });
  switch (turn?.kind) {
    case "gather":
      return [["Stay silent", () => act("silence")]];
    case "record":
      return [
        ["Finish message", () => (playback.plays ? act({ message: { seconds: 5 } }) : message({}))],
        ["Stay silent", () => act("silence")],
      ];
    case "dial":
      return [
        ["Answered", world("answered")],
        ["Busy", world("busy")],
        ["No answer", world("no_answer")],
        ["Failed", world("failed")],
        ["Canceled", world("canceled")],
      ];
    case "agent":
      return [
        ["Hand back…", () => handBack()],
        ["Nothing comes back", world("failed")],
      ];
    case "queue":
      return [
        ["Somebody answers", world("bridged")],
        ["Leave the queue", world("left")],
        ["Queue is full", world("full")],
        ["Failed", world("failed")],
      ];
    default:
      return [];
  }
}

// ---------------------------------------------------------------- display

function show(state) {
  phone.dataset.call = state;
  const on = state === "on";
  $("call").querySelector("span").textContent = on ? "Hang up" : state === "over" ? "Call again" : "Call";
  $("call").setAttribute("aria-keyshortcuts", on ? "Escape" : "Enter");
  $("news").textContent = on ? "Calling" : "The call is over";
  if (!on) {
    turn = turn?.kind === "over" ? turn : null;
    $("skip").disabled = true;
  }
  if (on) turn = null;
  $("entered").textContent = "";
  offer();
}

function offer() {
  const takesWords = isOn() && turn?.kind === "gather" && turn.words;
  const words = $("words");
  words.disabled = $("send").disabled = !takesWords;
  words.placeholder = takesWords ? "Say something" : isOn() ? "Keys only here" : "Say something";
  $("mic").hidden = !Ear.exists;
  $("mic").disabled = !takesWords;
  phone.dataset.turn = isOn() ? (turn?.kind ?? "ringing") : "none";
  const buttons = (isOn() ? choices() : []).map(([name, make]) => {
    const button = element("button", name);
    button.type = "button";
    button.addEventListener("click", make);
    return button;
  });
  $("outcomes").replaceChildren(...buttons);
}

function caption(text, language) {
  $("caption").textContent = text;
  $("caption").lang = language;
}

/** Shows requests and documents for debugging. */
function note({ exchange, test: written }) {
  test = written;
  $("test").textContent = test;
  $("copy").disabled = false;
  if (!exchange) return;
  const { request, form, status, document: text } = exchange;
  $("request").textContent = `${request} → ${status ?? "no answer"}`;
  $("form").replaceChildren(...form.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  $("document").textContent = indented(text);
}

/** Formats a document with one line per element. */
function indented(xml) {
  let depth = 0;
  return xml.replaceAll(/(<\/?[^>]+>)(?=<)/g, "$1\n").split("\n").map((part) => {
    if (part.startsWith("</")) depth -= 1;
    const shown = "  ".repeat(Math.max(0, depth)) + part;
    if (/^<[^/?!][^>]*[^/]>$/.test(part) || /^<[^/?!]>$/.test(part)) depth += 1;
    return shown;
  }).join("\n");
}

function lastNode(trail) {
  const node = trail.at(-1)?.node;
  return node?.startsWith("state-") ? node.slice("state-".length) : undefined;
}

function sound() {
  const silent = voice.silent || voice.muted;
  $("mute").setAttribute("aria-pressed", String(voice.muted));
  $("mute").dataset.silent = String(silent);
  $("mute").querySelector("span").textContent = voice.muted ? "Muted" : voice.silent ? "No voices" : "Sound";
  $("mute").title = voice.silent ? "This browser has no voices: prompts are shown for as long as they would take" : "";
}

async function copy() {
  try {
    await navigator.clipboard.writeText(test);
    $("copy").textContent = "Copied";
    $("news").textContent = "The call is on the clipboard, as a test";
  } catch {
    // Without access to the clipboard, the text is selected, so that it can be copied by hand.
    $("test").closest("details").open = true;
    getSelection().selectAllChildren($("test"));
  }
  setTimeout(() => ($("copy").textContent = "Copy as test"), 2000);
}

// ---------------------------------------------------------------- input

$("call").addEventListener("click", () => (isOn() ? hangUp() : call()));
$("skip").addEventListener("click", () => playback.skip());
$("copy").addEventListener("click", copy);
$("fit").addEventListener("click", () => {
  const whole = $("fit").getAttribute("aria-pressed") !== "true";
  $("fit").setAttribute("aria-pressed", String(whole));
  picture.fit(whole);
});
$("mute").addEventListener("click", () => {
  voice.mute(!voice.muted);
  tones.mute(voice.muted);
  sound();
});
$("keys").addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (key) press(key);
});
$("say").addEventListener("submit", (event) => {
  event.preventDefault();
  say($("words").value);
  $("words").value = "";
  wait.hold(false);
});
$("words").addEventListener("input", () => wait.hold($("words").value !== ""));
$("mic").addEventListener("click", async () => {
  if (ear.listens) return ear.stop();
  playback.skip();
  wait.hold(true);
  try {
    const heard = await ear.listen(turn.language ?? language);
    if (heard) say(heard.words, heard.confidence);
  } catch {
    $("mic").hidden = true;
    $("words").focus();
  }
  wait.hold(false);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return hangUp();
  if (event.target.closest("input, textarea, select")) return;
  if (/^[0-9*#]$/.test(event.key)) {
    event.preventDefault();
    press(event.key);
  } else if (event.key === "Enter" && !isOn() && !event.target.closest("button, a, summary")) {
    call();
  }
});

sound();
offer();
picture.load();
voice.ready().then(sound);
