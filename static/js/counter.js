/**
 * Says how long a text has grown: textarea[data-soft][data-hard], with data-soft-says for the moment the soft
 * limit is passed. The figure is for the eye; only the sentence is spoken.
 */

/** @param {Document} page */
export function countCharacters(page) {
  page.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLTextAreaElement && field.dataset.soft) count(field);
  });
}

/** @param {HTMLTextAreaElement} field */
function count(field) {
  const { soft, hard, softSays = "" } = field.dataset; // compared with a number, they are numbers
  const length = [...field.value.trim()].length;
  const counter = counterOf(field);
  const [sentence, figure] = /** @type {NodeListOf<HTMLElement>} */ (counter.querySelectorAll("span"));
  figure.textContent = `${length} / ${length > soft ? hard : soft}`;
  const says = length > soft ? softSays : "";
  if (sentence.textContent !== says) sentence.textContent = says;
  counter.classList.toggle("over", length > hard);
}

/**
 * The counter after the field, made when the first character is typed.
 * @param {HTMLTextAreaElement} field
 */
function counterOf(field) {
  const next = field.nextElementSibling;
  if (next?.classList.contains("counter")) return next;
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.innerHTML = '<span role="status"></span> <span aria-hidden="true"></span>';
  field.after(counter);
  return counter;
}
