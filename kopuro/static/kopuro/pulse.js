// Listens to the live stream and says whether its beats arrive.
for (const place of document.querySelectorAll("[data-pulse]")) {
  const stream = new EventSource(place.dataset.pulse);
  stream.addEventListener("pulse", () => {
    place.textContent = place.dataset.on;
  });
  stream.addEventListener("error", () => {
    place.textContent = place.dataset.off;
  });
}
