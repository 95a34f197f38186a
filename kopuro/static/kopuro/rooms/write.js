// Elements and Markdown, built as nodes: nothing that came over the line is ever read as HTML.
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && ["value", "checked", "disabled", "hidden", "open", "htmlFor", "className"].includes(key)) element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function spans(text) {
  const nodes = [];
  const marks = /(\*\*|__)(.+?)\1|(\*|_)(.+?)\3|`([^`]+)`/gs;
  let from = 0;
  for (const found of text.matchAll(marks)) {
    if (found.index > from) nodes.push(text.slice(from, found.index));
    if (found[2] !== undefined) nodes.push(make("strong", {}, ...spans(found[2])));
    else if (found[4] !== undefined) nodes.push(make("em", {}, ...spans(found[4])));
    else nodes.push(make("code", {}, found[5]));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

// Paragraphs, headings, lists, quotes, emphasis: what scenarios use. Tables are shown as they are written.
export function markdown(text) {
  const body = make("div", { class: "prose" });
  for (const block of (text ?? "").replaceAll("\r\n", "\n").split(/\n{2,}/)) {
    const lines = block.split("\n").filter((line) => line.trim());
    if (!lines.length) continue;
    const heading = lines[0].match(/^(#{1,6})\s+(.*)$/);
    if (heading) {
      body.append(make(`h${Math.min(6, heading[1].length + 2)}`, {}, ...spans(heading[2])));
      lines.shift();
      if (!lines.length) continue;
    }
    if (lines.every((line) => /^\s*([-*+]|\d+[.)])\s+/.test(line) || /^\s{2,}\S/.test(line))) {
      const list = make(/^\s*\d/.test(lines[0]) ? "ol" : "ul");
      for (const line of lines) {
        const point = line.match(/^\s*(?:[-*+]|\d+[.)])\s+(.*)$/);
        if (point) list.append(make("li", {}, ...spans(point[1])));
        else list.lastElementChild?.append(" ", ...spans(line.trim()));
      }
      body.append(list);
    } else if (lines.every((line) => line.startsWith(">"))) {
      body.append(make("blockquote", {}, make("p", {}, ...spans(lines.map((line) => line.replace(/^>\s?/, "")).join(" ")))));
    } else if (lines.every((line) => line.trim().startsWith("|"))) {
      body.append(make("pre", {}, lines.join("\n")));
    } else {
      const paragraph = make("p");
      lines.forEach((line, place) => {
        if (place) paragraph.append(lines[place - 1].endsWith("  ") ? make("br") : " ");
        paragraph.append(...spans(line.trim()));
      });
      body.append(paragraph);
    }
  }
  return body;
}

export const face = (ms) => {
  const all = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};
