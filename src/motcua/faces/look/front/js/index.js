// Everything here makes a page that already works without script quicker to use.
import htmx from "htmx.org/dist/htmx.esm.js";
import { startCombobox } from "./combobox.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startRequests } from "./requests.js";

function enhance(root) {
  startForms(root);
  startCombobox(root);
}

document.documentElement.classList.add("js");
startRequests();
startKeys();
enhance(document);
document.addEventListener("htmx:after:settle", (event) => enhance(event.target ?? document));

export { htmx };
