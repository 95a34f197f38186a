// The scenario editor: looks at the draft a moment after the last key and shows linter and preview beside the text.
const form = document.querySelector("[data-editor]");
const text = form?.querySelector("textarea[name=text]");
let waiting = 0;
let asking = null;

async function look() {
  asking?.abort();
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

text?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 600);
});
window.addEventListener("beforeunload", (event) => {
  if (text && text.value !== text.defaultValue && !form.dataset.sending) event.preventDefault();
});
form?.addEventListener("submit", () => (form.dataset.sending = "1"));
