// The live view: calls in progress on the diagram, and replays of those that have ended.

import { Picture } from "./picture.js";
import { element } from "./transcript.js";
import { clock } from "./wait.js";

const $ = (id) => document.getElementById(id);
const picture = new Picture($("picture"));
/** The events of each call by its id, in the order of their beginning. */
const calls = new Map();
/** The maximum wait in a replay, in milliseconds. */
const LONGEST = 900;

let chosen = null;
let followsLatest = true;
let replaying = 0;

const isOver = (events) => events.at(-1).over;
const trail = (events) => events.flatMap((event) => event.trail);
const name = (node = "") => node.replace(/^(state|end)-/, "");
/** Returns the state of a call, or its last state. */
const place = (events) => trail(events).findLast(({ node }) => node.startsWith("state-"))?.node;

function add(event) {
  const events = calls.get(event.call) ?? [];
  events.push({ ...event, came: performance.now() });
  calls.set(event.call, events);
}

function show() {
  $("none").hidden = calls.size > 0;
  $("calls").replaceChildren(...[...calls].reverse().map(([call, events]) => row(call, events)));
  const places = new Map();
  for (const events of calls.values()) {
    const last = trail(events).at(-1)?.node;
    if (!isOver(events)) places.set(last, (places.get(last) ?? 0) + 1);
  }
  picture.count(places);
  $("replay").disabled = chosen === null;
}

function row(call, events) {
  const button = element("button", "");
  button.type = "button";
  button.setAttribute("aria-pressed", String(call === chosen));
  button.append(
    element("code", call),
    element("b", name(place(events))),
    element("small", isOver(events) ? `over after ${clock(events.at(-1).at)}` : "in progress"),
  );
  button.className = isOver(events) ? "over" : "on";
  button.addEventListener("click", () => {
    latest(false);
    choose(call);
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function choose(call, atOnce = true) {
  clearTimeout(replaying);
  chosen = call;
  const events = calls.get(call) ?? [];
  picture.follow(trail(events), atOnce);
  steps(events);
  show();
}

function steps(events) {
  const items = events.map((event) => {
    const item = document.createElement("li");
    item.append(element("small", clock(event.at)), element("i", event.heard ?? "a call comes in"));
    item.append(element("b", event.trail.map(({ node }) => name(node)).join(" → ")));
    return item;
  });
  $("steps").replaceChildren(...items);
  $("steps").scrollTop = $("steps").scrollHeight;
}

/** Replays the chosen call event by event, with shorter waits. */
function replay() {
  const events = calls.get(chosen);
  latest(false);
  clearTimeout(replaying);
  picture.clear();
  const next = (count) => {
    picture.follow(trail(events.slice(0, count)));
    steps(events.slice(0, count));
    if (count >= events.length) return;
    const between = (events[count].at - events[count - 1].at) * 1000;
    const walks = events[count - 1].trail.length * 330;
    replaying = setTimeout(() => next(count + 1), Math.max(walks, Math.min(between, LONGEST)));
  };
  next(1);
}

function latest(follows) {
  followsLatest = follows;
  $("latest").setAttribute("aria-pressed", String(follows));
}

function listen() {
  const events = new EventSource("events");
  // After a reconnect, the server sends all events that it keeps.
  events.addEventListener("begin", () => {
    calls.clear();
    $("line").textContent = "live";
  });
  events.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    add(event);
    if (followsLatest || chosen === event.call) choose(event.call, false);
    else show();
  });
  events.addEventListener("error", () => ($("line").textContent = "connecting"));
}

$("replay").addEventListener("click", replay);
$("latest").addEventListener("click", () => {
  latest(!followsLatest);
  if (followsLatest && calls.size) choose([...calls.keys()].at(-1));
});
$("fit").addEventListener("click", () => {
  const whole = $("fit").getAttribute("aria-pressed") !== "true";
  $("fit").setAttribute("aria-pressed", String(whole));
  picture.fit(whole);
});

picture.fit(true);
picture.load().then(show);
listen();
