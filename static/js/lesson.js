/**
 * A lesson that is being read: which blocks were read, where the reader is, what is saved.
 *
 * A block counts as read when its end, or most of it, has been on the screen for a moment. What was
 * read goes through the outbox, so nothing is lost when the line drops. The links of the language
 * menu lead to the block the reader is at: block ids are the same in every language.
 */
import { Outbox, statusLine } from "./outbox.js";

const LINGER = 700;
const BATCH = 1200;
const STAY = 900;
const PATIENCE = 30000;

const article = document.querySelector("[data-lesson]");
const outline = document.querySelector("[data-outline]");
if (outline && window.matchMedia("(min-width: 64rem)").matches) unfold(outline);

followPlace(article ? keepRecord(article) : () => {});

/** Open the outline beside the lesson, at the lesson that is read. */
function unfold(outline) {
  outline.open = true;
  const here = outline.querySelector("[aria-current]");
  const frame = outline.parentElement;
  if (here) frame.scrollTop = here.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
}

/**
 * Keep the language links on the block the reader is at, and tell `onPlace` where that is.
 *
 * The place is where the reader stays for a moment. Whoever scrolls back up to the menu passes many
 * blocks on the way and stays at none of them; once the head of the page is in view, nothing moves.
 */
function followPlace(onPlace) {
  const blocks = [...document.querySelectorAll("[data-block]")];
  const links = [...document.querySelectorAll("[data-language-link]")];
  const head = document.querySelector(".site-head");
  let candidate = null;
  let timer = 0;
  let isAsked = false;

  const settle = (block) => {
    for (const link of links) link.hash = block.id;
    onPlace(block.dataset.block);
  };
  const look = () => {
    isAsked = false;
    const line = window.innerHeight / 3;
    const isAtMenu = head.getBoundingClientRect().bottom > 0;
    const here = isAtMenu ? null : blocks.filter((block) => block.getBoundingClientRect().top <= line).at(-1);
    if (here === candidate) return;
    candidate = here;
    clearTimeout(timer);
    if (here) timer = setTimeout(() => settle(here), STAY);
  };
  addEventListener("scroll", () => { if (!isAsked) { isAsked = true; requestAnimationFrame(look); } }, { passive: true });
  look();
}

/** Keep the record of the enrolled reader; answers what is to be done when the place changes. */
function keepRecord(article) {
  const { activity, url, language } = article.dataset;
  const read = new Set(JSON.parse(article.dataset.read));
  const line = statusLine(article.querySelector("[data-save-state]"));
  const meter = article.querySelector("[data-percent]");
  const reader = document.querySelector('meta[name="reader"]').content;
  let place = "";
  let timer = 0;

  const outbox = new Outbox({
    storageKey: `lessons:${reader}`,
    onState: (now) => {
      line(now);
      if (now.reply && now.entry?.key === activity && "percent" in now.reply) show(now.reply);
    },
  });

  const waiting = () => outbox.entries().find((entry) => entry.key === activity)?.body.blocks ?? [];
  for (const block of waiting()) read.add(block);

  const send = () => {
    clearTimeout(timer);
    timer = 0;
    // Another tab, perhaps in another language, may have read on in the meantime.
    for (const block of waiting()) read.add(block);
    outbox.put({ key: activity, url, body: { activity, blocks: [...read], last_block: place, language } });
  };
  const sendSoon = () => { timer ||= setTimeout(send, BATCH); };

  watch(article.querySelectorAll("[data-block]"), (block) => {
    if (read.has(block)) return;
    read.add(block);
    sendSoon();
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) send(); });

  const readAll = article.querySelector("[data-read-all]");
  readAll?.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const block of article.querySelectorAll("[data-block]")) read.add(block.dataset.block);
    send();
    // Without the line the next page could not come either: it stays kept, and the line above says so.
    if (await outbox.whenEmpty(PATIENCE)) location.assign(readAll.dataset.next);
  });

  return (block) => {
    if (block === place) return;
    place = block;
    sendSoon();
  };

  function show({ percent, is_done: isDone }) {
    meter.value = Math.max(percent, meter.value);
    if (isDone) document.querySelector("[data-when-done]")?.removeAttribute("hidden");
    if (isDone) document.querySelector("[data-read-all]")?.setAttribute("hidden", "");
  }
}

/** Call `onRead` with the id of each block that was on the screen long enough. */
function watch(blocks, onRead) {
  const timers = new Map();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, intersectionRatio, boundingClientRect: box } of entries) {
      const endIsSeen = box.bottom <= window.innerHeight && box.bottom > 0;
      const isRead = isIntersecting && (endIsSeen || intersectionRatio >= 0.6);
      if (isRead && !timers.has(target)) {
        timers.set(target, setTimeout(() => { observer.unobserve(target); onRead(target.dataset.block); }, LINGER));
      } else if (!isRead) {
        clearTimeout(timers.get(target));
        timers.delete(target);
      }
    }
  }, { threshold: [0, 0.2, 0.4, 0.6, 0.8, 1] });
  for (const block of blocks) observer.observe(block);
}
