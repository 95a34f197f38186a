// Staff pages and the projector: listens to the run and draws anew what has changed; sends acts without leaving the page.
// Without this module every page works by loading it again.
const header = document.querySelector("[data-watch]");
const told = document.querySelector("[data-told]");
const problem = document.querySelector("[data-problem]");
const LONGEST_WAIT = 8000;
let denied = 0;
let last = 0;
let asked = 0;
let drawing = false;
let again = false;

const face = (ms) => {
  const all = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

let drawnAt = performance.now();
function tick() {
  const passed = performance.now() - drawnAt;
  for (const one of document.querySelectorAll("[data-clock], [data-down]")) {
    if (one.dataset.runs !== "1") continue;
    const moved = passed * Number(one.dataset.rate || 1);
    one.textContent = face("down" in one.dataset ? Number(one.dataset.down) - moved : Number(one.dataset.clock) + moved);
  }
}
setInterval(tick, 250);

// What somebody is typing or has opened stays; a region with typed text waits until it is sent or left.
const isTyped = (region) =>
  [...region.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT"
        ? false
        : field.value !== field.defaultValue,
  );

function keepOpen(before, after) {
  for (const one of before.querySelectorAll("details[open][id]")) {
    const same = after.querySelector(`#${CSS.escape(one.id)}`);
    if (same) same.open = true;
  }
}

function focusOf(region) {
  const here = document.activeElement;
  if (!here || !region.contains(here)) return null;
  const form = here.closest("form");
  const value = (name) => form?.querySelector(`[name="${name}"]`)?.value ?? "";
  return { id: here.id, text: here.textContent, keys: form ? ["kind", "inject", "request", "seat", "criterion", "about"].map(value).join() : "" };
}

function refocus(region, was) {
  if (!was) return;
  const found = was.id
    ? region.querySelector(`#${CSS.escape(was.id)}`)
    : [...region.querySelectorAll("button, a, summary")].find((one) => {
        const form = one.closest("form");
        const value = (name) => form?.querySelector(`[name="${name}"]`)?.value ?? "";
        const keys = form ? ["kind", "inject", "request", "seat", "criterion", "about"].map(value).join() : "";
        return one.textContent === was.text && keys === was.keys;
      });
  found?.focus({ preventScroll: true });
}

async function draw() {
  if (drawing) {
    again = true;
    return;
  }
  drawing = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    drawnAt = performance.now();
    for (const fresh of page.querySelectorAll("[data-live]")) {
      const old = document.getElementById(fresh.id);
      if (!old || old.innerHTML === fresh.innerHTML) continue;
      if (isTyped(old) || old.contains(document.activeElement?.closest?.("select, textarea, input:not([type=checkbox])"))) {
        freshen(old, fresh);
        continue;
      }
      const was = focusOf(old);
      keepOpen(old, fresh);
      const node = document.importNode(fresh, true);
      old.replaceChildren(...node.childNodes);
      refocus(old, was);
    }
    freshen(document, page);
  } catch {
    setTimeout(draw, 2000);
  } finally {
    drawing = false;
    if (again) {
      again = false;
      draw();
    }
  }
}

// A form outside the regions, or one that somebody types in, learns what has been seen by now.
function freshen(here, page) {
  const saw = page.querySelector('[data-act] input[name="saw"]')?.value;
  if (!saw) return;
  for (const field of here.querySelectorAll('[data-act] input[name="saw"]')) {
    if (!field.closest("[data-live]")) field.value = saw;
  }
}

function soon() {
  clearTimeout(asked);
  asked = setTimeout(draw, 120);
}

async function listen() {
  let wait = 500;
  for (;;) {
    try {
      const answer = await fetch("/live/room/events", {
        headers: { Authorization: `Seat ${header.dataset.token}`, "Last-Event-ID": String(last) },
        cache: "no-store",
      });
      if ((answer.status === 401 || answer.status === 403) && (denied += 1) > 6) return;
      if (!answer.ok || !answer.body) throw new Error(answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        wait = 500;
        text += value;
        let end;
        while ((end = text.indexOf("\n\n")) >= 0) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const id = block.match(/^id: (\d+)$/m);
          if (id) {
            last = Math.max(last, Number(id[1]));
            soon();
          } else if (block.includes("event: hello")) {
            const head = block.match(/"seq":(\d+)/);
            if (head && !last) last = Number(head[1]);
            soon();
          }
        }
      }
    } catch {
      // the connection is gone: try again, slower each time
    }
    await new Promise((go) => setTimeout(go, wait + Math.random() * 300));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  form.setAttribute("aria-busy", "true");
  if (problem) problem.textContent = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (said.problem) {
      problem.textContent = said.problem.sentence;
      await draw();
    } else {
      form.reset();
      if (told) told.textContent = "✓";
      setTimeout(() => told && (told.textContent = ""), 1500);
      await draw();
    }
    const once = form.querySelector('input[name="once"]');
    if (once?.isConnected) once.value = `${Date.now().toString(16)}-${crypto.getRandomValues(new Uint32Array(3)).join("")}`;
  } catch {
    problem.textContent = form.dataset.lost ?? "The network is away. Nothing was sent; try again.";
  } finally {
    form.removeAttribute("aria-busy");
  }
});

if (header?.dataset.token) listen();
// Counts on the projector come from events that its seat is not sent; who only looks on has no stream at all.
const every = Number(header?.dataset.every || (header && !header.dataset.token ? 5000 : 0));
if (every) setInterval(draw, every);
