// Everything here makes a page that already works without script quicker to use.
import htmx from "htmx.org/dist/htmx.esm.js";
import { startCombobox } from "./combobox.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startRequests } from "./requests.js";
import { startSounds } from "./sounds.js";

function enhance(root) {
  startForms(root);
  startCombobox(root);
  startSounds(root);
}

// On a telephone the rail and the tabs are rows that scroll: the place where one is comes into sight.
function showCurrent() {
  for (const link of document.querySelectorAll('[aria-current="page"]')) {
    const row = link.closest(".rail nav, .moj-sub-navigation__list");
    if (!row || row.scrollWidth <= row.clientWidth) continue;
    const [here, whole] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += here.left - whole.left - (whole.width - here.width) / 2;
  }
}

document.documentElement.classList.add("js");
showCurrent();
startRequests();
startKeys();
enhance(document);
document.addEventListener("htmx:after:settle", (event) => enhance(event.target ?? document));

export { htmx };
