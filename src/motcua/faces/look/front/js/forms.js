// Forms: one press is one submission, a choice can submit itself, an error summary takes the focus.
const WAIT = 8000;

function guard(event) {
  const form = event.target;
  if (form.dataset.again === "yes" || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "yes";
  // The answer may be a download or may fail on the way: the form must be usable again.
  setTimeout(() => delete form.dataset.sent, WAIT);
}

function submitted(control) {
  const button = control.form?.querySelector("[data-autosubmit]");
  if (button) control.form.requestSubmit(button);
}

function reveal(box) {
  const target = document.getElementById(box.dataset.reveals);
  if (target) target.hidden = !box.checked;
}

// The browser's own words for “no file chosen” are in its language: ours stand in their place, with the names.
function nameFiles(input) {
  const names = input.closest(".upload").nextElementSibling;
  names.replaceChildren(
    ...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    }),
  );
}

function all(root, selector) {
  return root.querySelectorAll?.(selector) ?? [];
}

let started = false;

// A receipt's QR carries its secret behind the #, which no browser sends: it fills the field and leaves the address.
function takeFragment(field) {
  if (location.hash.length < 2 || field.value) return;
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

export function startForms(root) {
  for (const field of all(root, "[data-from-fragment]")) takeFragment(field);
  for (const box of all(root, "[data-reveals]")) {
    reveal(box);
    box.addEventListener("change", () => all(document, `[data-reveals][name="${CSS.escape(box.name)}"]`).forEach(reveal));
  }
  for (const box of all(root, "[data-tick-all]")) {
    box.addEventListener("change", () => {
      for (const one of all(box.closest("table"), "[data-row] input[type=checkbox]")) {
        if (one.checked !== box.checked) one.click();
      }
    });
  }
  // Going back to a page, the browser has kept what was chosen.
  for (const input of all(root, ".upload input")) nameFiles(input);
  all(root, ".govuk-error-summary")[0]?.focus();
  if (started) return;
  started = true;
  document.addEventListener("submit", guard, true);
  document.addEventListener("change", (event) => event.target.closest("[data-submits]") && submitted(event.target));
  document.addEventListener("change", (event) => event.target.matches(".upload input") && nameFiles(event.target));
  document.addEventListener("htmx:finally:request", (event) => delete event.target.closest?.("form")?.dataset.sent);
  addEventListener("pageshow", () => all(document, "form[data-sent]").forEach((form) => delete form.dataset.sent));
  document.addEventListener("click", (event) => {
    const printing = event.target.closest("[data-print]");
    // What is printed is this page, or the paper that is shown in it.
    if (printing) (printing.dataset.print ? document.querySelector(printing.dataset.print).contentWindow : window).print();
    const secret = event.target.closest("[data-shows]");
    if (secret) document.getElementById(secret.dataset.shows)?.toggleAttribute("hidden");
  });
}
