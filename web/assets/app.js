// What every page runs: htmx, and small behaviours that pages switch on with attributes (README.md lists them).
import htmx from "htmx.org";
import { guardDisabledActions, guardDoubleSubmit } from "./behaviours/submitting.js";
import { primaryOnControlEnter } from "./behaviours/keys.js";
import { closeOnRequest, openDialogs } from "./behaviours/dialogs.js";
import { saveDrafts } from "./behaviours/drafts.js";
import { takeDroppedFiles } from "./behaviours/dropping.js";
import { insertPhrases } from "./behaviours/phrases.js";
import { moveThroughRows } from "./behaviours/rows.js";
import { searchWhileTyping } from "./behaviours/searching.js";

// Every request of htmx carries the page's CSRF token; nothing in our pages is evaluated as code.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token;
});

guardDisabledActions(document);
guardDoubleSubmit(document);
primaryOnControlEnter(document);
closeOnRequest(document);
openDialogs(document);
takeDroppedFiles(document);
moveThroughRows(document);
searchWhileTyping(document);
saveDrafts(document);
insertPhrases(document);

window.htmx = htmx;
