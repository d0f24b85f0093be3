// The list under a search field. htmx fetches it; here the arrows walk it and a choice fills the form.
// Without script each option is a submit button of the same form.
function options(box) {
  return [...box.querySelectorAll(".option")];
}

function show(box, open) {
  const list = box.querySelector("[data-options]");
  list.hidden = !open;
  box.input.setAttribute("aria-expanded", String(open && options(box).length > 0));
}

function mark(box, index) {
  const all = options(box);
  all.forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
  box.at = all.length ? index : -1;
  if (all[index]) {
    box.input.setAttribute("aria-activedescendant", all[index].id);
    all[index].scrollIntoView({ block: "nearest" });
  } else {
    box.input.removeAttribute("aria-activedescendant");
  }
}

function dress(box) {
  const list = box.querySelector("ul");
  if (!list) return;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  list.id = `${box.input.id}-list`;
  box.input.setAttribute("aria-controls", list.id);
  list.querySelectorAll("li").forEach((item) => item.setAttribute("role", "none"));
  options(box).forEach((one, at) => {
    one.id ||= `${list.id}-${at}`;
    one.setAttribute("role", "option");
    one.tabIndex = -1;
  });
  mark(box, options(box).length ? 0 : -1);
}

function choose(box, option) {
  const value = box.querySelector("[data-value]");
  value.value = option.value;
  box.input.value = option.querySelector(".option__label").textContent.trim();
  show(box, false);
  value.dispatchEvent(new Event("change", { bubbles: true }));
  box.dispatchEvent(new CustomEvent("look:chosen", { bubbles: true, detail: option.value }));
}

function key(box, event) {
  const all = options(box);
  const open = !box.querySelector("[data-options]").hidden && all.length;
  if (event.key === "Escape" && open) show(box, false);
  else if (event.key === "ArrowDown" && open) mark(box, (box.at + 1) % all.length);
  else if (event.key === "ArrowUp" && open) mark(box, (box.at - 1 + all.length) % all.length);
  else if (event.key === "ArrowDown") show(box, true);
  else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && open && all[box.at]) choose(box, all[box.at]);
  else return;
  event.preventDefault();
}

function start(box) {
  box.started = true;
  box.input = box.querySelector("input[type=search], input[type=text]");
  box.input.setAttribute("role", "combobox");
  box.input.setAttribute("aria-autocomplete", "list");
  box.input.setAttribute("aria-expanded", "false");
  box.input.autocomplete = "off";
  dress(box);
  show(box, false);
  box.input.addEventListener("keydown", (event) => key(box, event));
  box.input.addEventListener("focus", () => options(box).length && !box.querySelector("[data-value]").value && show(box, true));
  box.input.addEventListener("input", () => {
    box.querySelector("[data-value]").value = "";
  });
  box.addEventListener("mousedown", (event) => event.target.closest(".option") && event.preventDefault());
  box.addEventListener("click", (event) => {
    const option = event.target.closest(".option");
    if (!option) return;
    event.preventDefault();
    choose(box, option);
  });
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || show(box, false));
  box.addEventListener("htmx:after:settle", () => {
    dress(box);
    show(box, document.activeElement === box.input);
  });
}

export function startCombobox(root) {
  for (const box of root.querySelectorAll?.("[data-combobox]") ?? []) if (!box.started) start(box);
}
