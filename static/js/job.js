/**
 * Jobs on a page, kept up to date: each `[data-job]` names the address that says how far it is.
 *
 * It is asked every two seconds, less often the longer it takes, and less often still while the line is
 * lost, which the page then says. When a job is over the page is loaded again: what came of it is on it.
 * Without this script the page loads itself, or says where to look.
 */

const FIRST = 2_000;
const SLOWEST = 15_000;
const PATIENCE = 20_000;

for (const place of document.querySelectorAll("[data-job]")) follow(place);

function follow(place) {
  let pause = FIRST;
  let timer = 0;
  let isAsking = false;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
    pause = Math.min(pause * 1.2, SLOWEST);
  };

  async function ask() {
    // A page nobody looks at asks again when it is looked at.
    if (document.hidden || isAsking) return;
    isAsking = true;
    try {
      const answer = await fetch(place.dataset.job, {
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect") return say(place, "signedOut");
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (!state.open) return location.reload();
      show(place, state);
      say(place, null);
      later();
    } catch {
      say(place, "lost");
      later();
    } finally {
      isAsking = false;
    }
  }

  const soon = () => {
    if (document.hidden) return;
    pause = FIRST;
    clearTimeout(timer);
    ask();
  };
  document.addEventListener("visibilitychange", soon);
  addEventListener("online", soon);
  later();
}

function show(place, { done, total, amount, sentence, tone }) {
  const bar = place.querySelector("[data-job-bar]");
  if (total) {
    bar.max = total;
    bar.value = done;
  }
  put(place.querySelector("[data-job-amount]"), amount);
  const words = place.querySelector("[data-job-sentence]");
  put(words, sentence);
  words.className = `notice notice--${tone}`;
}

function say(place, what) {
  const texts = { lost: place.dataset.textLost, signedOut: place.dataset.textSignedOut };
  put(place.querySelector("[data-job-lost]"), what ? texts[what] : "");
}

/** Written only where it changes: a screen reader is not told the same again. */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}
