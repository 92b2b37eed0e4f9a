/**
 * A lesson that is being read: which blocks were read, where the reader is, what is saved.
 *
 * A block counts as read when its end, or most of it, has been on the screen for a moment. What was
 * read goes through the outbox, so nothing is lost when the line drops. The links of the language
 * menu lead to the block that is at the top of the screen now: block ids are the same in every language.
 */
import { Outbox, statusLine } from "./outbox.js";

const LINGER = 700;
const BATCH = 1200;

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

/** Keep the language links on the block the reader is at; tell `onPlace` where that is. */
function followPlace(onPlace) {
  const blocks = [...document.querySelectorAll("[data-block]")];
  const links = [...document.querySelectorAll("[data-language-link]")];
  let waiting = false;
  const look = () => {
    waiting = false;
    const line = window.innerHeight / 3;
    const here = blocks.filter((block) => block.getBoundingClientRect().top <= line).at(-1);
    if (!here) return;
    for (const link of links) link.hash = here.id;
    onPlace(here.dataset.block);
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(look); } }, { passive: true });
  look();
}

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

  followPlace((block) => {
    if (block === place) return;
    const isFirst = place === "";
    place = block;
    if (!isFirst) sendSoon();
  });

  watch(article.querySelectorAll("[data-block]"), (block) => {
    if (read.has(block)) return;
    read.add(block);
    sendSoon();
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) send(); });

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
