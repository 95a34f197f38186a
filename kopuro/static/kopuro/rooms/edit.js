// The scenario editor: looks at the draft a moment after the last key and shows linter and preview beside the text.
const form = document.querySelector("[data-editor]");
const text = form?.querySelector("textarea[name=text]");
const line = form?.querySelector("input[name=line]");
let waiting = 0;
let asking = null;

async function look() {
  asking?.abort();
  line.value = String(text.value.slice(0, text.selectionStart).split("\n").length);
  asking = new AbortController();
  const body = new FormData(form);
  body.set("look", "1");
  try {
    const answer = await fetch(location.href, { method: "POST", body, signal: asking.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("checked");
    if (fresh) document.getElementById("checked").replaceChildren(...document.importNode(fresh, true).childNodes);
  } catch {
    // what stands there stays
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(look, 600);
}

// Opened at a line (from what the linter says, or after saving): the caret stands there.
if (text && Number(line.value) > 1) {
  const lines = text.value.split("\n");
  const before = lines.slice(0, Number(line.value) - 1).join("\n").length + 1;
  text.focus({ preventScroll: true });
  text.setSelectionRange(before, before + (lines[Number(line.value) - 1] ?? "").length);
  text.scrollTop = (Number(line.value) - 4) * parseFloat(getComputedStyle(text).lineHeight);
}

text?.addEventListener("input", soon);
// In a list the preview follows the caret from entry to entry.
text?.addEventListener("keyup", (event) => event.key.startsWith("Arrow") && soon());
text?.addEventListener("click", soon);
window.addEventListener("beforeunload", (event) => {
  if (text && text.value !== text.defaultValue && !form.dataset.sending) event.preventDefault();
});
form?.addEventListener("submit", () => (form.dataset.sending = "1"));
