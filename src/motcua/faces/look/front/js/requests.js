// What htmx does not say by itself: an answer that never came, and a session that ended meanwhile.
function say(kind) {
  const place = document.querySelector("[data-live]");
  if (!place) return;
  place.textContent = place.dataset[kind];
  place.hidden = false;
}

export function startRequests() {
  document.addEventListener("htmx:before:response", (event) => {
    const raw = event.detail.ctx.response.raw;
    if (!raw?.redirected) return;
    // The answer is another page (mostly: sign in again), not a piece of this one.
    event.preventDefault();
    location.assign(raw.url);
  });
  document.addEventListener("htmx:response:error", (event) => {
    const status = event.detail.ctx.response.raw.status;
    if (status !== 422 && status !== 409) say(status >= 500 ? "broken" : "refused");
  });
  document.addEventListener("htmx:error", (event) => event.detail.ctx && say("lost"));
  document.addEventListener("htmx:before:request", () => document.querySelector("[data-live]")?.setAttribute("hidden", ""));
}
