// What a station shows: a fold of the events it was sent. The same rules as kopuro/rooms/rules/run/station.py; a test
// in a real browser compares the two for every kind of event.
export function blank(seat) {
  return {
    seq: 0, status: "prepared", clock: { base: 0, since: 0, speed: 1, ratio: 1 }, phase: null,
    me: { seat, team: "", role: "", sign: "", out: false, left: false }, mates: {}, items: {}, opened: [], acked: [],
    decisions: { seat: {}, team: {} }, ratings: { seat: {}, team: {}, locked: [] }, stages: [], polls: {}, reflections: [],
    requests: {}, stops: {}, debrief: { stage: "", entries: {}, of: {}, themes: [], points: {} }, lessons: {},
  };
}

const number = (a, b) => a - b;
const united = (list, more) => [...new Set([...list, ...more])].sort(typeof more[0] === "number" ? number : undefined);

function clock(view, form, runs) {
  view.clock.base = form.at;
  view.clock.since = runs ? form.time : 0;
}
const status = (name, runs) => (view, form) => {
  view.status = name;
  clock(view, form, runs);
};
function item(view, form, data, words) {
  view.items[form.seq] = { kind: form.kind, at: form.at, data, words };
  if (form.kind === "reply.sent" || form.kind === "chat.said") view.items[form.seq].seat = form.seat;
}
function presence(view, form, data) {
  if (data.seat !== view.me.seat) return;
  view.me.out = form.kind === "seat.out";
  view.me.left = view.me.left || form.kind === "seat.left";
}

const SEE = {
  "run.opened": status("open", false),
  "run.started": status("running", true),
  "run.paused": status("paused", false),
  "run.resumed": status("running", true),
  "run.ended": status("ended", false),
  "run.debriefed": status("debrief", false),
  "run.sealed": status("sealed", false),
  "clock.speed"(view, form, data) {
    clock(view, form, Boolean(view.clock.since));
    view.clock.speed = data.speed;
  },
  "clock.jumped"(view, form, data) {
    clock(view, form, Boolean(view.clock.since));
    view.clock.base = data.to;
  },
  "phase.entered"(view, form, data) {
    clock(view, form, Boolean(view.clock.since));
    view.clock.ratio = data.ratio;
    view.phase = { ...data, from: form.at };
  },
  "seat.joined"(view, form, data, words) {
    const sign = words.sign ?? data.seat;
    if (data.seat === view.me.seat) view.me.sign = sign;
    else view.mates[data.seat] = { role: data.role, sign };
  },
  "seat.moved"(view, form, data, words) {
    if (data.seat === view.me.seat) return;
    if (data.team !== view.me.team) delete view.mates[data.seat];
    else view.mates[data.seat] = { role: data.role, sign: words.sign ?? data.seat };
  },
  "seat.out": presence,
  "seat.in": presence,
  "seat.left": presence,
  "inject.released": item,
  "inject.edited"(view, form, data, words) {
    for (const seq of data.items) {
      const shown = view.items[seq];
      if (!shown) continue;
      shown.words = { ...shown.words, ...words };
      shown.edited = form.seq;
    }
  },
  "inject.recalled"(view, form, data) {
    for (const seq of data.items) if (view.items[seq]) view.items[seq].gone = true;
  },
  "item.opened"(view, form, data) {
    view.opened = united(view.opened, data.items);
  },
  "item.acked"(view, form, data) {
    view.acked = united(view.acked, [data.item]);
  },
  "decision.made"(view, form, data, words) {
    view.decisions[data.as][data.inject] = { seq: form.seq, at: form.at, seat: form.seat, ...data, words };
  },
  "stage.opened"(view, form, data) {
    view.stages = united(view.stages, [data.inject]);
  },
  "rating.given"(view, form, data) {
    const given = (view.ratings[data.as][data.set] ??= {});
    given[data.case] = { value: data.value, confidence: data.confidence, indicators: data.indicators };
  },
  "ratings.locked"(view, form, data) {
    view.ratings.locked = united(view.ratings.locked, [data.set]);
  },
  "poll.answered"(view, form, data) {
    view.polls[data.inject] = data.options;
  },
  "reflection.written"(view, form, data) {
    view.reflections = united(view.reflections, [data.inject]);
  },
  "request.made"(view, form, data, words) {
    view.requests[form.seq] = { code: data.code, words, due: data.due, answered: 0 };
  },
  "request.answered"(view, form, data, words) {
    view.requests[data.request].answered = form.seq;
    item(view, form, data, words);
  },
  "character.spoke": item,
  "reply.sent": item,
  "chat.said": item,
  "stop.called"(view, form) {
    view.stops[form.seq] = 0;
  },
  "stop.cleared"(view, form, data) {
    view.stops[data.stop] = form.seq;
  },
  "debrief.stage"(view, form, data, words) {
    view.debrief.stage = data.stage;
    if ("entries" in words) [view.debrief.entries, view.debrief.of] = [words.entries, data.of];
    if ("themes" in words) view.debrief.themes = words.themes;
    if ("points" in data) view.debrief.points = data.points;
  },
  "debrief.themed"(view, form, data, words) {
    view.debrief.themes = words.themes ?? [];
    view.debrief.of = { ...view.debrief.of, ...data.of };
  },
  "lesson.written"(view, form, data, words) {
    view.lessons[form.seq] = { ...data, words };
  },
};

// The view after one event in station form, changed in place. Events seen before are passed over.
export function see(view, form) {
  if (form.seq <= view.seq) return view;
  view.seq = form.seq;
  SEE[form.kind]?.(view, form, form.data, form.words);
  return view;
}
