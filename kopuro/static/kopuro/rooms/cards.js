// One thing at a time: how each kind of item stands on a station, and how it is answered.
export function cards({ delivery, write, boot, words, redraw }) {
  const { make, markdown, face } = write;
  const TESTS = ["legal", "necessary", "proportionate", "equal"];
  let language = boot.language;
  const say = (by) => by?.[language] || boot.languages.map((one) => by?.[one]).find(Boolean) || Object.values(by ?? {})[0] || "";
  const waits = (about) => delivery.waiting().some((one) => one.about === about);
  const refusals = new Map();

  // --- fields: what is typed is kept at every key

  function area(name, label, { rows = 4, most = 4000, help = "" } = {}) {
    const id = `f-${name}`;
    return make(
      "div",
      { class: "field" },
      make("label", { for: id }, label),
      help ? make("p", { class: "help", id: `${id}-help` }, help) : null,
      make("textarea", {
        id, rows, maxlength: most, dir: "auto", "aria-describedby": help ? `${id}-help` : null, value: delivery.draft(name) ?? "",
        oninput: (event) => delivery.keep(name, event.target.value),
      }),
    );
  }
  function line(name, label, most = 400) {
    const id = `f-${name}`;
    return make(
      "div",
      { class: "field" },
      make("label", { for: id }, label),
      make("input", { id, maxlength: most, dir: "auto", autocomplete: "off", value: delivery.draft(name) ?? "", oninput: (event) => delivery.keep(name, event.target.value) }),
    );
  }
  function choice(name, legend, options, { many = false } = {}) {
    const chosen = [delivery.draft(name) ?? []].flat();
    return make(
      "fieldset",
      { class: "field choices" },
      make("legend", {}, legend),
      options.map(([code, label]) =>
        make(
          "label",
          { class: "choice" },
          make("input", {
            type: many ? "checkbox" : "radio", name, value: code, id: `f-${name}-${code}`, checked: chosen.includes(code),
            onchange: (event) => {
              const all = [...event.target.closest("fieldset").querySelectorAll("input:checked")].map((one) => one.value);
              delivery.keep(name, many ? all : all[0]);
            },
          }),
          make("span", {}, label),
        ),
      ),
    );
  }
  function confidence(name) {
    const id = `f-${name}`;
    const kept = delivery.draft(name);
    const output = make("output", { for: id, class: "confidence-number" }, kept === undefined ? "–" : String(kept));
    return make(
      "div",
      { class: "field confidence" },
      make("label", { for: id }, words.confidence, " ", output),
      make("input", {
        id, type: "range", min: 0, max: 100, step: 1, value: kept ?? 50, "aria-valuetext": kept === undefined ? words.not_set : String(kept),
        oninput: (event) => {
          const value = Number(event.target.value);
          delivery.keep(name, value);
          output.textContent = String(value);
          event.target.setAttribute("aria-valuetext", String(value));
        },
        onclick: (event) => event.target.dispatchEvent(new Event("input")),
      }),
      make("p", { class: "confidence-ends", "aria-hidden": "true" }, make("span", {}, words.guess), make("span", {}, words.certain)),
    );
  }
  function foot(about, label, check, send) {
    const problem = refusals.get(about) ?? "";
    const told = make("p", { class: "field-error", role: "alert", id: `p-${about}` }, problem);
    if (waits(about)) return make("div", { class: "actions" }, make("p", { class: "waits", role: "status" }, words.being_sent));
    return make(
      "div",
      { class: "actions" },
      told,
      make(
        "button",
        {
          class: "button",
          type: "button",
          onclick: () => {
            const missing = check();
            if (missing) {
              told.textContent = missing;
              return;
            }
            refusals.delete(about);
            send();
            redraw();
          },
        },
        label,
      ),
    );
  }

  // --- kinds

  function attachments(content) {
    return (content.attachments ?? []).map((one) => {
      const at = document.querySelector("[data-station]").dataset.media.replace("NAME", encodeURIComponent(one.file));
      const ending = one.file.split(".").pop().toLowerCase();
      const shown = ["mp3", "ogg"].includes(ending)
        ? make("audio", { src: at, controls: true, preload: "none" })
        : ["mp4", "webm"].includes(ending)
          ? make("video", { src: at, controls: true, preload: "none" })
          : ending === "pdf"
            ? make("a", { href: at, class: "button button-quiet" }, say(one.alt) || one.file)
            : make("img", { src: at, alt: say(one.alt), loading: "lazy" });
      const transcript = say(one.transcript);
      return make("figure", { class: "media" }, shown, transcript ? make("details", {}, make("summary", {}, words.transcript), make("p", {}, transcript)) : null);
    });
  }

  function decided(row, content, side) {
    const option = content.options?.find((one) => one.code === row.option);
    return make(
      "div",
      { class: "answered" },
      make("p", { class: "answered-head" }, side === "team" ? words.team_decided : words.you_decided),
      make("p", {}, make("strong", {}, option ? say(option.label) : row.words?.free ?? row.option), ` (${row.confidence})`),
      make("p", {}, row.words?.rationale ?? ""),
    );
  }

  function decisionForm(content, side, before) {
    const about = `decide.${content.inject}.${side}`;
    const field = (name) => `${about}.${name}`;
    const options = content.options.map((one) => [one.code, say(one.label)]);
    if (content.free) options.push(["free", words.own_words]);
    if (before && delivery.draft(field("option")) === undefined) {
      delivery.keep(field("option"), before.option);
      delivery.keep(field("confidence"), before.confidence);
      delivery.keep(field("rationale"), before.words?.rationale ?? "");
      delivery.keep(field("free"), before.words?.free ?? "");
      for (const test of TESTS) delivery.keep(field(test), before.words?.[`test.${test}`] ?? "");
    }
    const tests = content.four_tests
      ? make("fieldset", { class: "field tests" }, make("legend", {}, words.four_tests), TESTS.map((test) => line(field(test), words[`test_${test}`])))
      : null;
    return make(
      "div",
      { class: "form" },
      make("h3", {}, side === "team" ? words.together : words.alone),
      choice(field("option"), words.what, options),
      content.free ? line(field("free"), words.own_words_field, 4000) : null,
      area(field("rationale"), words.rationale),
      confidence(field("confidence")),
      tests,
      foot(
        about,
        before ? words.correct : words.decide,
        () => {
          const option = delivery.draft(field("option"));
          if (!option) return words.missing_option;
          if (option === "free" && !delivery.draft(field("free"))?.trim()) return words.missing_own_words;
          if (!delivery.draft(field("rationale"))?.trim()) return words.missing_rationale;
          if (delivery.draft(field("confidence")) === undefined) return words.missing_confidence;
          if (content.four_tests && TESTS.some((test) => !delivery.draft(field(test))?.trim())) return words.missing_tests;
          return "";
        },
        () => {
          const option = delivery.draft(field("option"));
          const data = { inject: content.inject, as: side, rationale: delivery.draft(field("rationale")), confidence: delivery.draft(field("confidence")) };
          if (option === "free") data.free = delivery.draft(field("free"));
          else data.option = option;
          if (content.four_tests) data.tests = Object.fromEntries(TESTS.map((test) => [test, delivery.draft(field(test))]));
          if (before) data.corrects = before.seq;
          delivery.give("decide", data, about);
          correcting.delete(about);
        },
      ),
    );
  }
  const correcting = new Set();

  function decision(content) {
    const parts = [];
    const sides = { individual: ["seat"], team: ["team"], both: ["seat", "team"] }[content.by ?? "individual"];
    for (const side of sides) {
      const about = `decide.${content.inject}.${side}`;
      const row = delivery.view.decisions[side][content.inject];
      if (row && !correcting.has(about)) {
        parts.push(decided(row, content, side));
        const locked = side === "seat" && sides.length === 2 && delivery.view.decisions.team[content.inject];
        if (!locked && !waits(about)) {
          parts.push(make("p", {}, make("button", { type: "button", class: "link-button", onclick: () => (correcting.add(about), redraw()) }, words.correct_it)));
        }
      } else {
        parts.push(decisionForm(content, side, row));
        if (side === "seat" && sides.length === 2 && !row) break; // first everybody alone
      }
    }
    return parts;
  }

  function rating(content) {
    const set = content.set;
    const by = content.by ?? "individual";
    const locked = delivery.view.ratings.locked.includes(set.code);
    const side = by === "team" || (by === "both" && locked) ? "team" : "seat";
    if (side === "seat" && locked) return [make("p", { class: "answered" }, words.ratings_locked)];
    const order = delivery.orders[set.code]?.length ? delivery.orders[set.code] : set.cases.map((one) => one.code);
    const given = delivery.view.ratings[side][set.code] ?? {};
    const place = `rate.${set.code}.${side}.place`;
    const open = order.findIndex((code) => !given[code]);
    const here = Math.min(Math.max(0, delivery.draft(place) ?? (open < 0 ? order.length - 1 : open)), order.length - 1);
    const found = set.cases.find((one) => one.code === order[here]);
    const about = `rate.${set.code}.${side}.${found.code}`;
    const field = (name) => `${about}.${name}`;
    const before = given[found.code];
    if (before && delivery.draft(field("value")) === undefined) {
      delivery.keep(field("value"), before.value);
      delivery.keep(field("confidence"), before.confidence);
    }
    const go = (step) => () => {
      delivery.keep(place, here + step || undefined);
      if (here + step === 0) delivery.keep(place, 0);
      redraw(true);
    };
    const all = order.every((code) => given[code]);
    const indicators = set.indicators.length
      ? make(
          "details",
          { class: "indicators" },
          make("summary", {}, words.indicators),
          set.indicators.map((one) => [
            make("p", {}, make("strong", {}, say(one.title)), make("br"), `${words.counts}: ${say(one.counts)} `, make("br"), `${words.counts_not}: ${say(one.does_not_count)}`),
            choice(field(`i.${one.code}`), say(one.title), [["present", words.present], ["absent", words.absent], ["unknown", words.unknown]]),
          ]),
        )
      : null;
    return [
      make("h3", {}, side === "team" ? words.together : words.alone),
      make("p", { class: "question" }, say(set.question)),
      make("p", { class: "progress" }, words.case_of.replace("{a}", here + 1).replace("{b}", order.length), before ? ` · ${words.rated}` : ""),
      make("article", { class: "vignette" }, markdown(say(found.vignette))),
      make(
        "div",
        { class: "form" },
        choice(field("value"), say(set.question), set.values.map((one) => [one.code, say(one.label)])),
        confidence(field("confidence")),
        indicators,
        foot(
          about,
          words.keep_rating,
          () => (!delivery.draft(field("value")) ? words.missing_value : delivery.draft(field("confidence")) === undefined ? words.missing_confidence : ""),
          () => {
            const marks = {};
            for (const one of set.indicators) {
              const mark = delivery.draft(field(`i.${one.code}`));
              if (mark) marks[one.code] = mark;
            }
            const data = { inject: content.inject, case: found.code, as: side, value: delivery.draft(field("value")), confidence: delivery.draft(field("confidence")), indicators: marks };
            delivery.give("rate", data, about);
            if (here + 1 < order.length) delivery.keep(place, here + 1);
          },
        ),
      ),
      make(
        "nav",
        { class: "steps", "aria-label": words.cases },
        here > 0 ? make("button", { type: "button", class: "button button-quiet", onclick: go(-1) }, words.previous) : null,
        here + 1 < order.length ? make("button", { type: "button", class: "button button-quiet", onclick: go(1) }, words.next) : null,
      ),
      all && side === "seat"
        ? make(
            "div",
            { class: "lock" },
            make("p", {}, words.lock_help),
            foot(`lock.${set.code}`, words.lock, () => "", () => delivery.give("lock", { inject: content.inject }, `lock.${set.code}`)),
          )
        : null,
    ];
  }

  function poll(content) {
    const about = `poll.${content.inject}`;
    const mine = delivery.view.polls[content.inject];
    if (mine && delivery.draft(about) === undefined) delivery.keep(about, content.multiple ? mine : mine[0]);
    return [
      make(
        "div",
        { class: "form" },
        choice(about, say(content.title), content.options.map((one) => [one.code, say(one.label)]), { many: content.multiple }),
        mine ? make("p", { class: "answered" }, words.answered) : null,
        foot(about, mine ? words.answer_anew : words.answer, () => ([delivery.draft(about) ?? []].flat().length ? "" : words.missing_option), () =>
          delivery.give("poll", { inject: content.inject, options: [delivery.draft(about)].flat() }, about),
        ),
      ),
    ];
  }

  function reflection(content) {
    const about = `reflect.${content.inject}`;
    const done = delivery.view.reflections.includes(content.inject);
    return [
      ...(content.prompts ?? []).map((one) => make("p", { class: "question" }, say(one))),
      done
        ? make("p", { class: "answered" }, words.reflection_kept)
        : make(
            "div",
            { class: "form" },
            area(`${about}.text`, words.reflection, { rows: 6, help: content.shared ? words.reflection_shared : words.reflection_own }),
            foot(about, words.keep, () => (delivery.draft(`${about}.text`)?.trim() ? "" : words.missing_text), () =>
              delivery.give("reflect", { inject: content.inject, text: delivery.draft(`${about}.text`) }, about),
            ),
          ),
    ];
  }

  function replyTo(character, name) {
    const about = `reply.${character}`;
    return make(
      "div",
      { class: "form" },
      area(`${about}.text`, words.write_to.replace("{name}", name), { rows: 3 }),
      foot(about, words.send, () => (delivery.draft(`${about}.text`)?.trim() ? "" : words.missing_text), () =>
        delivery.give("reply", { character, text: delivery.draft(`${about}.text`) }, about),
      ),
    );
  }

  function title(item) {
    const { data, words: typed, kind } = item;
    if (kind === "request.answered") return say(data.label) || words.answer_to_request;
    if (kind === "character.spoke") return say(data.name);
    if (kind === "reply.sent") return words.you_wrote.replace("{name}", say(boot.characters.find((one) => one.code === data.character)?.name));
    if (kind === "chat.said") return words.team_chat;
    return say(typed.title) || say(data.content.title);
  }

  // Needs an answer from this seat that has not been given.
  function isOpen(item) {
    const content = item.data.content;
    if (!content || item.gone) return false;
    const { view } = delivery;
    if (content.kind === "decision") return !(content.by === "individual" ? view.decisions.seat : view.decisions.team)[content.inject];
    if (content.kind === "case") return content.by === "team" ? content.set.cases.some((one) => !view.ratings.team[content.set.code]?.[one.code]) : !view.ratings.locked.includes(content.set.code);
    if (content.kind === "poll") return !view.polls[content.inject];
    if (content.kind === "reflection") return !view.reflections.includes(content.inject);
    return Boolean(content.needs_ack) && !view.acked.includes(Number(item.seq));
  }

  function card(seq, item) {
    const { data, words: typed, kind } = item;
    const content = data.content ?? {};
    const sender = content.sender ?? data.sender ?? (kind === "character.spoke" ? { name: data.name, role: data.role } : null);
    const parts = [];
    if (kind === "inject.released") {
      parts.push(markdown(say(typed.body) || say(content.body)), ...attachments(content));
      if (content.kind === "decision") parts.push(...decision(content));
      else if (content.kind === "case") parts.push(...rating(content));
      else if (content.kind === "poll") parts.push(...poll(content));
      else if (content.kind === "reflection") parts.push(...reflection(content));
      if (content.needs_ack) {
        const acked = delivery.view.acked.includes(Number(seq));
        parts.push(acked ? make("p", { class: "answered" }, words.acked) : foot(`ack.${seq}`, words.ack, () => "", () => delivery.give("ack", { item: Number(seq) }, `ack.${seq}`)));
      }
    } else if (kind === "request.answered") parts.push(markdown(typed.text || say(data.answer)));
    else parts.push(markdown(typed.text));
    if (kind === "character.spoke") parts.push(replyTo(data.character, say(data.name)));
    const heading = make("h2", { tabindex: -1, id: "card-title" }, title(item));
    const meta = [words[`kind_${content.kind}`], sender?.name ? `${say(sender.name)}, ${say(sender.role)}` : "", content.channel && content.channel !== "notice" ? words[`channel_${content.channel}`] : ""];
    const due = content.deadline && isOpen({ ...item, seq }) ? make("p", { class: "due", "data-until": item.at + content.deadline }, "") : null;
    return make(
      "article",
      { class: `card card-${content.kind ?? kind.replace(".", "-")}`, "aria-labelledby": "card-title" },
      make("p", { class: "kicker" }, meta.filter(Boolean).join(" · ")),
      heading,
      due,
      item.edited ? make("p", { class: "help" }, words.edited) : null,
      parts,
    );
  }

  return {
    card, title, isOpen, say, area, line, choice, confidence, foot, replyTo, face,
    refuse: (about, sentence) => refusals.set(about, sentence),
    setLanguage: (one) => (language = one),
    getLanguage: () => language,
  };
}
