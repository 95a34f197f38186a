// Opens the story of a value in a side panel. Without this module a door is a plain link to the same story.
const panel = document.getElementById("panel");
const body = panel?.querySelector("[data-panel-body]");
const asPage = panel?.querySelector("[data-panel-page]");
let asking = null;

const address = (link) => new URL(link.href.baseVal ?? link.href, document.baseURI);
const plainClick = (event) =>
  !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

async function open(url) {
  asking?.abort();
  const asked = (asking = new AbortController());
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store", signal: asked.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A fragment, or of a whole page its heading and content.
    const fragment = page.querySelector("[data-fragment]");
    const parts = fragment ? fragment.childNodes : page.querySelectorAll("main .page-header, main .content");
    body.replaceChildren(...(parts.length ? parts : page.body.childNodes));
    asPage.href = url;
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    window.htmx?.process(body);
    const heading = body.querySelector("h1, h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      panel.setAttribute("aria-label", heading.textContent.trim());
    }
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(url); // the page itself says what is wrong
  } finally {
    if (asked === asking) panel.removeAttribute("aria-busy");
  }
}

if (panel?.showModal) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-door]");
    if (!link || !plainClick(event)) return;
    const url = address(link);
    if (url.origin !== location.origin) return;
    event.preventDefault();
    open(url.href);
  });
  panel.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest("[data-panel-close]")) panel.close();
  });
  panel.addEventListener("close", () => asking?.abort());
}
