// The station of a trainee: one thing at a time, large; everything typed is kept until the server has it.
const frame = document.querySelector("[data-station]");
const [fold, { Delivery, Kept }, write, { cards }] = await Promise.all(
  ["fold", "delivery", "write", "cards"].map((name) => import(frame.dataset[name])),
);
const { make, markdown, face } = write;
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const boot = read("boot");
const words = read("words");
const place = document.getElementById("station");
const told = document.querySelector("[data-told]");
const line = document.querySelector("[data-line]");
const clock = document.querySelector("[data-station-clock]");

const delivery = new Delivery({ at: frame.dataset.liveAt, token: boot.token, run: boot.run, seat: boot.seat, fold });
const kept = new Kept(`kopuro.place.${boot.run}.${boot.seat}`, { where: "", language: boot.languages.includes(boot.language) ? boot.language : boot.languages[0] });
let where = kept.get().where;
let shown = "";
let ended = "";
const told_seen = new Set();
let notice = ""; // a sentence over the card, until the next step
const kit = cards({ delivery, write, boot, words, redraw: draw });
kit.setLanguage(kept.get().language);

const go = (to) => {
  notice = "";
  where = to;
  kept.set({ where, language: kit.getLanguage() });
  draw(true);
  document.getElementById("card-title")?.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
};

const items = () => Object.entries(delivery.view.items).filter(([, item]) => !item.gone).map(([seq, item]) => [Number(seq), item]).sort((a, b) => a[0] - b[0]);
const unread = () => items().filter(([seq, item]) => !delivery.view.opened.includes(seq) && item.seat !== boot.seat && !told_seen.has(seq));

// --- panels

function inbox() {
  const rows = items().reverse();
  return make(
    "section",
    { class: "panel-list" },
    make("h2", { id: "card-title", tabindex: -1 }, words.inbox),
    rows.length
      ? make(
          "ul",
          { class: "inbox" },
          rows.map(([seq, item]) =>
            make(
              "li",
              {},
              make(
                "button",
                { type: "button", class: "inbox-item", onclick: () => go(String(seq)) },
                make("strong", {}, kit.title(item)),
                make(
                  "span",
                  { class: "soft" },
                  [!delivery.view.opened.includes(seq) && !told_seen.has(seq) && item.seat !== boot.seat ? words.unread : "", kit.isOpen({ ...item, seq }) ? words.waits_for_you : ""].filter(Boolean).join(" · "),
                ),
              ),
            ),
          ),
        )
      : make("p", { class: "lead" }, words.nothing_yet),
  );
}

function ask() {
  const asked = Object.values(delivery.view.requests);
  return make(
    "section",
    { class: "panel-list" },
    make("h2", { id: "card-title", tabindex: -1 }, words.ask),
    make("p", {}, words.ask_help),
    make(
      "ul",
      { class: "inbox" },
      boot.requests.map((one) => {
        const found = asked.find((row) => row.code === one.code);
        const about = `ask.${one.code}`;
        const waits = delivery.waiting().some((row) => row.about === about);
        return make(
          "li",
          {},
          make("button", { type: "button", class: "inbox-item", disabled: Boolean(found) || waits, onclick: () => (delivery.give("ask", { request: one.code }, about), draw(true)) },
            make("strong", {}, kit.say(one.label)),
            make("span", { class: "soft" }, waits ? words.being_sent : found ? (found.answered ? words.answer_came : words.asked) : ""),
          ),
        );
      }),
    ),
    make("div", { class: "form" }, kit.area("ask.own.text", words.ask_own, { rows: 2, most: 400 }), kit.foot("ask.own", words.ask_it, () => (delivery.draft("ask.own.text")?.trim() ? "" : words.missing_text), () => delivery.give("ask", { text: delivery.draft("ask.own.text") }, "ask.own"))),
  );
}

function writing() {
  return make(
    "section",
    { class: "panel-list" },
    make("h2", { id: "card-title", tabindex: -1 }, words.write),
    boot.characters.map((one) => kit.replyTo(one.code, `${kit.say(one.name)}, ${kit.say(one.role)}`)),
    boot.chat
      ? make("div", { class: "form" }, kit.area("chat.text", words.team_chat, { rows: 2, most: 400 }), kit.foot("chat", words.send, () => (delivery.draft("chat.text")?.trim() ? "" : words.missing_text), () => delivery.give("chat", { text: delivery.draft("chat.text") }, "chat")))
      : null,
  );
}

function more() {
  const me = delivery.view.me;
  return make(
    "section",
    { class: "panel-list" },
    make("h2", { id: "card-title", tabindex: -1 }, words.more),
    make("p", {}, make("strong", {}, kit.say(boot.role)), " · ", kit.say(boot.brief)),
    make("p", {}, `${words.your_team}: ${[me.sign, ...Object.values(delivery.view.mates).map((one) => one.sign)].join(", ")}`),
    boot.languages.length > 1
      ? make("div", { class: "field" }, make("label", { for: "language" }, words.language),
          make("select", { id: "language", onchange: (event) => (kit.setLanguage(event.target.value), kept.set({ where, language: event.target.value }), draw(true)) },
            boot.languages.map((one) => make("option", { value: one, selected: one === kit.getLanguage() }, new Intl.DisplayNames([one], { type: "language" }).of(one)))))
      : null,
    boot.services.length ? [make("h3", {}, words.services), make("dl", { class: "facts" }, boot.services.flatMap((one) => [make("dt", {}, kit.say(one.title)), make("dd", {}, kit.say(one.about))]))] : null,
    make("h3", {}, words.step_out),
    make("p", {}, words.step_out_help),
    make("p", {}, make("button", { type: "button", class: "button button-quiet", onclick: () => (delivery.give("out", {}, "out"), go("")) }, words.step_out)),
    make("h3", {}, words.stop),
    make("p", {}, words.stop_help),
    make("p", {}, make("button", { type: "button", class: "button button-alert", onclick: () => (delivery.give("stop", {}, "stop"), go(""), (notice = told.textContent = words.stop_given), draw(true)) }, words.stop_now)),
  );
}

function out() {
  return make("section", { class: "panel-list calm" }, make("h2", { id: "card-title", tabindex: -1 }, words.you_are_out), make("p", { class: "lead" }, words.you_are_out_help),
    make("p", {}, make("button", { type: "button", class: "button", onclick: () => (delivery.give("in", {}, "in"), draw(true)) }, words.step_in)));
}

function after() {
  const { debrief, lessons, status } = delivery.view;
  const parts = [];
  if (debrief.stage === "collect") {
    parts.push(make("h2", { id: "card-title", tabindex: -1 }, words.round_collect), make("p", {}, words.round_collect_help),
      make("div", { class: "form" }, kit.area("entry.text", words.entry, { rows: 3, most: 400 }), kit.foot("entry", words.send, () => (delivery.draft("entry.text")?.trim() ? "" : words.missing_text), () => delivery.give("entry", { text: delivery.draft("entry.text") }, "entry"))));
  } else if (debrief.stage === "theme") {
    parts.push(make("h2", { id: "card-title", tabindex: -1 }, words.round_theme), make("ul", {}, Object.values(debrief.entries).map((text) => make("li", { dir: "auto" }, text))));
  } else if (debrief.stage === "rank") parts.push(...ranking(debrief));
  else if (debrief.stage === "closed") {
    const order = debrief.themes.map((title, at) => [title, debrief.points[at] ?? 0]).sort((a, b) => b[1] - a[1]);
    parts.push(make("h2", { id: "card-title", tabindex: -1 }, words.round_closed), make("ol", {}, order.map(([title, points]) => make("li", {}, `${title} · ${points}`))));
  } else parts.push(make("h2", { id: "card-title", tabindex: -1 }, words.over), make("p", { class: "lead" }, words.over_help));
  if (status !== "sealed") parts.push(hotwash());
  const found = Object.values(lessons);
  if (found.length) parts.push(make("h3", {}, words.lessons), make("ul", {}, found.map((one) => make("li", { dir: "auto" }, one.words.text))));
  parts.push(make("h3", {}, words.own_figures), make("p", {}, words.own_figures_help), make("p", { class: "own-code" }, boot.code));
  return make("section", { class: "panel-list" }, parts);
}

function ranking(debrief) {
  const order = delivery.draft("rank.order") ?? debrief.themes.map((_, at) => at);
  const move = (at, step) => () => {
    const next = [...order];
    [next[at], next[at + step]] = [next[at + step], next[at]];
    delivery.keep("rank.order", next);
    draw(true);
    document.getElementById(`rank-${next[at + step]}-${step < 0 ? "up" : "down"}`)?.focus();
  };
  return [
    make("h2", { id: "card-title", tabindex: -1 }, words.round_rank),
    make("ol", { class: "ranking" }, order.map((theme, at) =>
      make("li", {}, make("span", { dir: "auto" }, debrief.themes[theme]), make("span", { class: "rank-moves" },
        make("button", { type: "button", class: "button button-small button-quiet", id: `rank-${theme}-up`, disabled: at === 0, onclick: move(at, -1), "aria-label": `${words.up}: ${debrief.themes[theme]}` }, "↑"),
        make("button", { type: "button", class: "button button-small button-quiet", id: `rank-${theme}-down`, disabled: at === order.length - 1, onclick: move(at, 1), "aria-label": `${words.down}: ${debrief.themes[theme]}` }, "↓"))))),
    make("div", { class: "form" }, kit.foot("rank", words.rank_it, () => "", () => delivery.give("rank", { order }, "rank"))),
  ];
}

const formDone = new Kept(`kopuro.form.${boot.run}.${boot.seat}`, false);
function hotwash() {
  if (formDone.get()) return make("p", { class: "answered" }, words.form_in);
  return make("details", { class: "hotwash" }, make("summary", {}, words.hotwash),
    make("div", { class: "form" },
      kit.area("hotwash.well", words.went_well, { rows: 2 }), kit.area("hotwash.better", words.could_be_better, { rows: 2 }), kit.area("hotwash.learned", words.learned, { rows: 2 }),
      kit.choice("hotwash.worth", words.worth, [1, 2, 3, 4, 5].map((n) => [String(n), String(n)])),
      kit.foot("hotwash", words.send, () => (delivery.draft("hotwash.worth") ? "" : words.missing_option), () =>
        delivery.give("hotwash", { worth: Number(delivery.draft("hotwash.worth")), ...Object.fromEntries(["well", "better", "learned"].map((name) => [name, delivery.draft(`hotwash.${name}`) ?? ""])) }, "hotwash"))));
}

// --- the frame

function current() {
  const { status, me } = delivery.view;
  if (ended) return ["ended", () => make("section", { class: "panel-list" }, make("h2", { id: "card-title", tabindex: -1 }, words.seat_gone), make("p", {}, ended), make("form", { method: "post", action: "/room/leave/" }, make("input", { type: "hidden", name: "csrfmiddlewaretoken", value: boot.csrf }), make("button", { class: "button" }, words.join_again)))];
  if (me.out) return ["out", out];
  const panel = { inbox, ask, write: writing, more }[where];
  if (panel) return [where, panel];
  if (["ended", "debrief", "sealed"].includes(status) && !where) return ["after", after];
  const all = items();
  const chosen = all.find(([seq]) => String(seq) === where);
  const open = all.filter(([seq, item]) => kit.isOpen({ ...item, seq }));
  const found = chosen ?? open[0] ?? all.at(-1);
  if (found) return [`item ${found[0]}`, () => kit.card(found[0], found[1]), found[0]];
  return ["waiting", () => make("section", { class: "panel-list" }, make("h2", { id: "card-title", tabindex: -1 }, words.ready), make("p", { class: "lead" }, delivery.view.status === "running" ? words.nothing_yet : words.not_begun))];
}

function bar() {
  const news = unread().length;
  const button = (to, label, extra) =>
    make("button", { type: "button", class: "bar-button", "aria-current": where === to ? "true" : null, onclick: () => go(where === to ? "" : to) }, label, extra ? make("span", { class: "badge" }, make("span", { class: "visually-hidden" }, ` ${words.unread}: `), String(extra)) : null);
  const after_it = ["ended", "debrief", "sealed"].includes(delivery.view.status);
  return make("nav", { class: "bar", "aria-label": words.station },
    after_it ? button("", words.debrief) : null,
    button("inbox", words.inbox, news),
    after_it ? null : button("ask", words.ask_short),
    !after_it && (boot.characters.length || boot.chat) ? button("write", words.write) : null,
    delivery.view.status === "sealed" ? null : button("more", words.more));
}

function draw(force = false) {
  const [name, build, seq] = current();
  if (seq && !delivery.view.opened.includes(seq) && !told_seen.has(seq) && ["running", "paused", "ended", "debrief"].includes(delivery.view.status)) {
    told_seen.add(seq);
    delivery.give("seen", { items: [seq] }, `seen.${seq}`);
  }
  const { view } = delivery;
  const sign = JSON.stringify([name, seq ? view.items[seq] : null, view.decisions, view.ratings, view.stages, view.polls, view.reflections, view.acked, view.requests, view.debrief, view.lessons, view.status, view.me, view.mates, delivery.waiting(), formDone.get(), name === "inbox" ? [view.items, view.opened] : unread().length]);
  if (!force && sign === shown) return tick();
  const same = name === draw.name_before;
  shown = sign;
  draw.name_before = name;
  const here = same ? document.activeElement : null;
  const [id, from, to] = here && place.contains(here) ? [here.id, here.selectionStart, here.selectionEnd] : [];
  const open = same ? [...place.querySelectorAll("details")].map((one) => one.open) : [];
  place.replaceChildren(...(notice ? [make("p", { class: "message" }, notice)] : []), build(), bar());
  [...place.querySelectorAll("details")].forEach((one, at) => (one.open = open[at] ?? one.open));
  if (id) {
    const field = document.getElementById(id);
    field?.focus({ preventScroll: true });
    if (from !== undefined && from !== null && field?.setSelectionRange && /^(text|textarea)$/.test(field.type)) field.setSelectionRange(from, to);
  }
  place.lang = kit.getLanguage();
  place.dir = ["ar", "fa", "he", "ur"].includes(kit.getLanguage()) ? "rtl" : "auto";
  tick();
}

const exercise = () => {
  const { clock: c } = delivery.view;
  return c.since ? c.base + Math.max(0, delivery.now() - c.since) * c.ratio * c.speed : c.base;
};

function tick() {
  const { status, phase } = delivery.view;
  const at = exercise();
  let text = words[`status_${status}`] ?? "";
  if (phase && ["running", "paused"].includes(status)) {
    const [h, m] = (phase.starts || "0:0").split(":").map(Number);
    const minutes = Math.floor((h * 60 + m) + (at - phase.from) / 60000);
    const time = phase.starts ? `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}` : face(at);
    text = `${time} · ${kit.say(phase.title)}${status === "paused" ? ` · ${words.status_paused}` : ""}`;
  }
  if (clock.textContent !== text) clock.textContent = text;
  const waiting = delivery.waiting().filter((one) => one.kind !== "seen").length;
  const state = waiting ? words.waits_to_send.replace("{n}", waiting) : delivery.online ? words.saved : words.no_line;
  if (line.textContent !== state) line.textContent = state;
  line.dataset.state = waiting ? "waiting" : delivery.online ? "saved" : "away";
  for (const one of place.querySelectorAll("[data-until]")) {
    const left = Number(one.dataset.until) - at;
    const said = left > 0 ? `${words.time_left} ${face(left)}` : words.time_over;
    if (one.textContent !== said) one.textContent = said;
  }
}
setInterval(tick, 500);

let first = true;
delivery.addEventListener("view", () => {
  if (first && ["ended", "debrief", "sealed"].includes(delivery.view.status)) where = "";
  first = false;
  draw();
});
delivery.addEventListener("waiting", () => draw());
delivery.addEventListener("line", tick);
delivery.addEventListener("moved", () => location.reload());
delivery.addEventListener("ended", (event) => {
  ended = event.detail?.problem?.sentence ?? words.seat_gone;
  draw(true);
});
delivery.addEventListener("event", (event) => {
  const { kind, seq } = event.detail;
  const item = delivery.view.items[seq];
  if (item && item.seat !== boot.seat) told.textContent = `${words.new_item}: ${kit.title(item)}`;
  if (kind === "run.paused" || kind === "run.resumed" || kind === "run.ended") told.textContent = words[`status_${delivery.view.status}`];
  const typing = document.activeElement?.matches?.("textarea, input:not([type=radio]):not([type=checkbox])") && place.contains(document.activeElement);
  if (["run.ended", "run.debriefed", "debrief.stage"].includes(kind) && !typing) go("");
  if (item?.data.content && kit.isOpen({ ...item, seq }) && where && !["ask", "write", "more"].includes(where)) {
    // Something waits for an answer: whoever is merely reading is shown it, whoever types stays.
    if (!typing) go(String(seq));
  }
});
delivery.addEventListener("acknowledged", (event) => {
  const { about, kind } = event.detail.command;
  if (!about || kind === "seen") return;
  if (kind === "hotwash") formDone.set(true);
  delivery.forget(`${about}.`);
  if (!["poll"].includes(kind)) delivery.forget(about);
  kit.refuse(about, "");
});
delivery.addEventListener("refused", (event) => {
  const { command, problem } = event.detail;
  if (command.kind === "seen" || problem.code === "room.acked") return;
  kit.refuse(command.about, problem.sentence);
  told.textContent = problem.sentence;
  draw(true);
});

delivery.listen();
