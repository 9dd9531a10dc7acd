// What every page runs: htmx, and small behaviours that pages switch on with attributes (README.md lists them).
import htmx from "htmx.org";
import { guardDisabledActions, guardDoubleSubmit } from "./behaviours/submitting.js";
import { primaryOnControlEnter } from "./behaviours/keys.js";
import { closeMenus, closeOnRequest, openAskedDialogs, openDialogs } from "./behaviours/dialogs.js";
import { chooseTogether, showWhatTheChoiceNeeds } from "./behaviours/choosing.js";
import { nameCells } from "./behaviours/cards.js";
import { forgetWhatArrived } from "./behaviours/arriving.js";
import { tellWhatTheChecklistAllows } from "./behaviours/checklist.js";
import { saveDrafts } from "./behaviours/drafts.js";
import { takeDroppedFiles } from "./behaviours/dropping.js";
import { keepTypedText } from "./behaviours/keeping.js";
import { filterWhileTyping } from "./behaviours/filtering.js";
import { insertPhrases, keepPhrases } from "./behaviours/phrases.js";
import { offerWhileTyping } from "./behaviours/offering.js";
import { leaveNothingBehind } from "./behaviours/own.js";
import { printOnRequest } from "./behaviours/printing.js";
import { moveThroughRows, switchKeys } from "./behaviours/rows.js";
import { searchWhileTyping } from "./behaviours/searching.js";
import { changeDress, putBackAfterTheLanguage } from "./behaviours/dress.js";
import { showPresentTab } from "./behaviours/tabs.js";
import { nameChosenFiles } from "./behaviours/uploading.js";

// Every request of htmx carries the page's CSRF token; nothing in our pages is evaluated as code.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token;
});

guardDisabledActions(document);
changeDress(document);
guardDoubleSubmit(document);
primaryOnControlEnter(document);
closeOnRequest(document);
openDialogs(document);
openAskedDialogs(document);
closeMenus(document);
takeDroppedFiles(document);
nameChosenFiles(document);
moveThroughRows(document);
switchKeys(document);
searchWhileTyping(document);
nameCells(document);
showPresentTab(document);
filterWhileTyping(document);
offerWhileTyping(document);
forgetWhatArrived(document);
const drafts = saveDrafts(document);
leaveNothingBehind(document, drafts);
chooseTogether(document);
insertPhrases(document);
keepPhrases(document);
keepTypedText(document);
putBackAfterTheLanguage(document);
showWhatTheChoiceNeeds(document);
tellWhatTheChecklistAllows(document);
printOnRequest(document);

window.htmx = htmx;
