// Keyboard shortcuts: an element with data-key="n" (or "g a", two keys in a row) is clicked, a field is focused.
// "?" shows the list; the list has a switch that turns single-key shortcuts off for this browser.
const help = document.getElementById("keys");
const list = help?.querySelector("[data-keys-list]");
const choice = help?.querySelector("[data-keys-on]");
let first = "";
let timer = 0;

const kept = (value) => {
  try {
    if (value !== undefined) localStorage.setItem("kopuro.keys", value);
    return localStorage.getItem("kopuro.keys") !== "off";
  } catch {
    return true;
  }
};
const shown = (element) => element.getClientRects().length > 0 || element.closest("[popover]");
const scope = () => {
  const dialogs = document.querySelectorAll("dialog[open]");
  return dialogs.length ? dialogs[dialogs.length - 1] : document;
};
const labelOf = (element) =>
  element.dataset.keyLabel || element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent;

function show() {
  list.replaceChildren();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (help.contains(element) || !shown(element)) continue;
    const term = document.createElement("dt");
    element.dataset.key.split(" ").forEach((key) => {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    });
    const text = document.createElement("dd");
    text.textContent = labelOf(element).trim();
    list.append(term, text);
  }
  choice.checked = kept();
  help.showModal();
}

function act(element) {
  if (element.matches("input:not([type=submit]), select, textarea")) element.focus();
  else element.click();
}

if (help?.showModal) {
  for (const button of document.querySelectorAll("[data-keys-open]")) button.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    if (event.key === "?" && kept() && !help.open) {
      event.preventDefault();
      show();
      return;
    }
    if (!kept() || event.key.length !== 1) return;
    clearTimeout(timer);
    const typed = first ? `${first} ${event.key}` : event.key;
    const all = [...scope().querySelectorAll("[data-key]")].filter(shown);
    const found = all.find((element) => element.dataset.key === typed);
    first = !found && all.some((element) => element.dataset.key.startsWith(`${typed} `)) ? typed : "";
    if (first) timer = setTimeout(() => (first = ""), 1500);
    if (!found) return;
    event.preventDefault();
    act(found);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-open]")) show();
  });
  help.addEventListener("click", (event) => {
    if (event.target === help || event.target.closest("[data-panel-close]")) help.close();
  });
  choice.addEventListener("change", () => kept(choice.checked ? "on" : "off"));
}
