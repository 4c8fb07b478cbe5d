/** Where the scripts of a page start. Everything works without them; they spare a reload or a lost thought. */

import { openInPlace } from "dissoi/composer";
import { countCharacters } from "dissoi/counter";
import { keepFocus } from "dissoi/focus";
import { closeOnEscape } from "dissoi/panel";
import { sendOnce } from "dissoi/sending";
import { tellFailures } from "dissoi/toast";

for (const start of [sendOnce, keepFocus, closeOnEscape, countCharacters, openInPlace, tellFailures]) {
  start(document);
}

const place = document.querySelector("[data-live]");
if (place) import("dissoi/live").then(({ live }) => live(place));
