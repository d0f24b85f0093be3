// The keyboard layer. A key belongs to the element that shows it (data-key="n"): pressing it does what a
// click would. Rows of a list marked data-rows answer to j, k, x and Enter. "?" lists what this page has.
const STORE = "motcua.keys";

// localStorage is out of reach where a browser forbids it; the keys then stay on and cannot be remembered off.
function remembered() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(STORE, value);
  } catch {
    return;
  }
}

function typing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type);
}

function visible(element) {
  return element.getClientRects().length > 0;
}

function named(event) {
  const key = event.key === "Enter" ? "enter" : event.key;
  return (event.ctrlKey || event.metaKey ? "ctrl+" : "") + key;
}

function press(key, from) {
  const all = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === key && visible(one));
  // Of two primary actions the one of the form in which one types is meant.
  const element = all.find((one) => from.form && one.form === from.form) ?? all[0];
  if (!element) return false;
  if (element.matches("input:not([type=submit]), textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
  return true;
}

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")].filter(visible);
}

function current() {
  return document.querySelector("[data-row].is-current");
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  current()?.classList.remove("is-current");
  next.classList.add("is-current");
  const link = next.querySelector("a[href]");
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function select() {
  const box = current()?.querySelector("input[type=checkbox]");
  if (!box) return false;
  box.click();
  return true;
}

function open() {
  const link = current()?.querySelector("a[href]");
  if (!link) return false;
  link.click();
  return true;
}

function line(key, text) {
  const term = document.createElement("dt");
  const say = document.createElement("dd");
  for (const part of key.split("+")) {
    const shown = document.createElement("kbd");
    shown.textContent = { ctrl: "Ctrl", enter: "Enter" }[part] ?? part;
    term.append(shown, " ");
  }
  say.textContent = text;
  return [term, say];
}

function list() {
  const dialog = document.querySelector("dialog.keys");
  if (!dialog || dialog.open) return false;
  const lines = dialog.querySelector("dl");
  lines.replaceChildren();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!visible(element)) continue;
    const bare = element.cloneNode(true);
    bare.querySelectorAll("kbd").forEach((kbd) => kbd.remove());
    lines.append(...line(element.dataset.key, element.dataset.keyLabel ?? bare.textContent.trim()));
  }
  if (rows().length) {
    const words = dialog.dataset;
    lines.append(...line("j", words.next), ...line("k", words.previous), ...line("enter", words.open), ...line("x", words.select));
  }
  dialog.showModal();
  dialog.querySelector("[data-dialog-close]").focus();
  return true;
}

function act(event) {
  const key = named(event);
  if (key === "ctrl+enter") return press(key, event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return false;
  if (document.querySelector("dialog[open]")) return false;
  if (remembered() === "off") return key === "?" && list();
  if (key === "j") return move(1);
  if (key === "k") return move(-1);
  if (key === "x" && current()) return select();
  if (key === "enter") return event.target === document.body && open();
  return press(key, event.target);
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && !event.isComposing && act(event)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) list();
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-rows] [data-row]");
    if (!row) return;
    current()?.classList.remove("is-current");
    row.classList.add("is-current");
  });
  const toggle = document.querySelector("[data-keys-off]");
  if (!toggle) return;
  toggle.checked = remembered() === "off";
  toggle.addEventListener("change", () => remember(toggle.checked ? "off" : "on"));
}
