/** What others do while one reads: how live the page is, how many read, and news for whatever shows the map. */

import { followNumbers } from "dissoi/live/numbers";

const PATIENCE = 3000; // milliseconds before a page says that it hears nothing: most failures are mended by then

/** @param {HTMLElement} place what the bar says of it */
export function live(place) {
  const [word, readers] = place.children;
  const { dataset } = place;
  let { seq, ratings } = dataset;
  let pending = 0;

  const say = (state) => {
    clearTimeout(pending);
    const write = () => (word.textContent = dataset[state]);
    if (word.textContent !== dataset[state]) pending = setTimeout(write, state === "on" ? 0 : PATIENCE);
  };

  const renew = async (numbers) => {
    try {
      const page = await import("dissoi/live/renew");
      if (!numbers) return page.lose(place);
      await page.renew(place, numbers.here, false, numbers.seq);
      say("on");
    } catch {
      say("behind");
      setTimeout(renew, PATIENCE, numbers);
    }
  };

  followNumbers(
    dataset.live,
    Number(seq),
    (numbers, anew) => {
      if (!numbers) return renew(null);
      const { here } = numbers;
      readers.textContent = (here === 1 ? dataset.one : dataset.many).replace(/\d+/, here);
      if (!anew && numbers.seq == seq && numbers.ratings == ratings) return;
      ({ seq, ratings } = numbers);
      document.dispatchEvent(new CustomEvent("dissoi:news", { detail: { seq, ratings } }));
      renew(numbers);
    },
    say,
  );
}
