/**
 * What was read in a lesson and could not be sent is sent from whatever page comes next; the page
 * says so until it is done, and then shows how things stand.
 */
import { Outbox } from "./outbox.js";

const PATIENCE = 60000;
const reader = document.querySelector('meta[name="reader"]')?.content;
const notice = document.querySelector("[data-unsent]");

if (reader && notice && !document.querySelector("[data-lesson]")) {
  const outbox = new Outbox({ storageKey: `lessons:${reader}` });
  if (outbox.size) {
    notice.hidden = false;
    if (await outbox.whenEmpty(PATIENCE)) location.reload();
  }
}
