/**
 * The words of the interface, as the page carries them: data attributes of one element. A phrase with a number is sent
 * as it reads for 1, 2 and 5, with bars between; whichever of these the language treats like the number is taken.
 */

const SAMPLES = [1, 2, 5];

/**
 * @param {HTMLElement} carrier
 * @param {string} language
 * @returns {(name: string, n?: number) => string}
 */
export function wordsOf(carrier, language) {
  const rules = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language);
  return (name, n) => {
    const phrase = carrier.dataset[name] ?? "";
    if (n === undefined) return phrase;
    const forms = phrase.split("|");
    const like = SAMPLES.findIndex((sample) => rules.select(sample) === rules.select(n));
    const at = like < 0 || like >= forms.length ? forms.length - 1 : like;
    return forms[at].replace(String(SAMPLES[at]), digits.format(n));
  };
}
