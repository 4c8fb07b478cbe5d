/**
 * The numbers of a map as they move: from the stream, or asked for every few seconds where streams do not pass.
 * It never gives up. A page that is out of sight holds no stream: phones end it silently, and browsers have few.
 */

const FEW = 3; // failures in a row, after which the page asks instead
const BEAT = 5000; // milliseconds between two askings then
const NOW_AND_THEN = 12; // beats between two more attempts at a stream, and to make sure that the stream is not deaf

/**
 * @typedef {{seq: number, ratings: number, here: number}} Numbers
 * @param {string} address of the stream; `now/` below it answers once
 * @param {number} since the number that the page shows
 * @param {(numbers: Numbers | null, anew?: boolean) => void} tell null: it is not open to us any more
 * @param {(word: "on" | "behind" | "offline") => void} say
 */
export function followNumbers(address, since, tell, say) {
  const page = Math.floor(Math.random() * 1e15);
  let failures = 0;
  let beats = 0;
  let deaf = 0; // what awaits the first word of a stream: some networks hold it back without an error
  /** @type {EventSource | undefined} */
  let source;

  const take = (numbers, anew) => {
    since = numbers.seq;
    tell(numbers, anew);
  };

  const heard = (event) => {
    clearTimeout(deaf);
    failures = 0;
    say("on");
    take(JSON.parse(event.data), event.type === "reread");
  };

  const close = () => {
    clearTimeout(deaf);
    source?.close();
  };

  const open = () => {
    close();
    if (document.hidden) return;
    source = new EventSource(`${address}?since=${since}`);
    source.onmessage = heard;
    source.addEventListener("reread", heard);
    source.onerror = () => {
      close();
      failures += 1;
      if (failures > FEW) return;
      say("behind");
      ask();
      if (failures < FEW) setTimeout(open, failures * (500 + 1000 * Math.random()));
    };
    deaf = setTimeout(source.onerror, BEAT);
  };

  const ask = async () => {
    try {
      const answer = await fetch(failures < FEW ? `${address}now/` : `${address}now/?page=${page}`, { cache: "no-cache" });
      if (answer.status === 404) {
        clearInterval(beat);
        return tell(null);
      }
      const numbers = await answer.json();
      // While a stream is open it tells; one that kept silent is none.
      if (!failures) return numbers.seq > since && open();
      say(failures < FEW ? "behind" : "on");
      take(numbers);
    } catch {
      say(failures ? "offline" : "behind");
    }
  };

  const wake = () => {
    failures = Math.min(failures, FEW - 1);
    open();
    if (!document.hidden) ask();
  };

  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("online", wake);
  addEventListener("offline", () => {
    close();
    failures = FEW;
    say("offline");
  });
  addEventListener("pagehide", close);
  const beat = setInterval(() => {
    beats += 1;
    if (document.hidden) return;
    const another = beats % NOW_AND_THEN === 0;
    if (failures >= FEW || another) ask();
    if (failures >= FEW && another) open();
  }, BEAT);
  open();
}
