// Lights up a value and its passage together, and lets a whole document be reviewed by keyboard:
// arrows move between values, c corrects, x rejects, space ticks for a split, Enter accepts the card.
const review = document.querySelector("[data-review]");

function lines() {
  return [...review.querySelectorAll("[data-line]")];
}

function light(passages, scroll) {
  const wanted = new Set(passages);
  for (const mark of review.querySelectorAll("mark[data-passages]")) {
    const on = mark.dataset.passages.split(" ").some((number) => wanted.has(number));
    mark.classList.toggle("is-lit", on);
    if (on && scroll) {
      mark.scrollIntoView({ block: "nearest" });
      scroll = false;
    }
  }
  for (const line of lines()) {
    line.classList.toggle("is-lit", wanted.has(line.dataset.passage));
  }
}

function passagesOf(target) {
  const mark = target.closest("mark[data-passages]");
  if (mark) return mark.dataset.passages.split(" ");
  const line = target.closest("[data-line]");
  return line && line.dataset.passage ? [line.dataset.passage] : [];
}

function move(step) {
  const all = lines();
  const here = all.indexOf(document.activeElement.closest("[data-line]"));
  const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
  if (!next) return;
  for (const line of all) line.tabIndex = line === next ? 0 : -1;
  next.focus();
}

function press(selector, scope) {
  const target = scope && scope.querySelector(selector);
  if (target) target.click();
}

// A step leads away and back: the value that was worked on has the focus again.
const PLACE = "kopuro.review";
function remember(line) {
  try {
    if (line) sessionStorage.setItem(PLACE, lines().indexOf(line));
    return lines()[sessionStorage.getItem(PLACE)];
  } catch {
    return undefined;
  }
}

function firstLine() {
  const card = location.hash.startsWith("#card-") && document.getElementById(location.hash.slice(1));
  if (!card) return location.hash ? null : review.querySelector(".review-card:has([data-do=accept]) [data-line]");
  const last = remember();
  return card.contains(last) ? last : card.querySelector("[data-line]");
}

if (review) {
  review.addEventListener("mouseover", (event) => light(passagesOf(event.target), false));
  review.addEventListener("focusin", (event) => light(passagesOf(event.target), true));
  review.addEventListener("click", (event) => remember(event.target.closest("[data-line]")));
  review.addEventListener("keydown", (event) => {
    if (event.target.matches("input:not([type=checkbox]), select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const line = event.target.closest("[data-line]");
    const card = event.target.closest("[data-card]");
    const act = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      j: () => move(1),
      k: () => move(-1),
      c: () => press("[data-do=correct]", line),
      x: () => press("[data-do=reject]", line),
      " ": () => press("input[type=checkbox]", line),
      Enter: () => press("[data-do=accept]", card),
      d: () => press("[data-do=drop]", card),
      m: () => card && card.querySelector("[data-do=merge]")?.focus(),
      "+": () => press("[data-do=add]", card),
    }[event.key];
    if (!act || (event.key === "Enter" && event.target.matches("a, button"))) return;
    if (event.key === " " && event.target.matches("button, a, input")) return;
    event.preventDefault();
    act();
  });
  const begin = firstLine();
  if (begin) {
    for (const line of lines()) line.tabIndex = line === begin ? 0 : -1;
    begin.focus({ preventScroll: !location.hash });
    // The browser itself goes to the card that the address names, a moment later.
    if (location.hash) addEventListener("load", () => requestAnimationFrame(() => begin.focus()));
  }
}
