// Shows what was read: a comb with the digits, and a column of ten bubbles for each.

/** Columns past this number are left out; their digits still stand in the comb. */
const mostColumns = 60;

class Answers {
  /** Called with the index of the column that is pointed at, or null. */
  onPoint = () => {};

  #place = document.getElementById("readings");
  #panels = new Map();
  #readings = [];
  #active = null;

  /** Shows the readings of some models, side by side; `readings` is null where there is nothing to read. */
  show(models, readings) {
    this.#readings = readings ?? models.map((model) => ({ model, digits: null, text: "" }));
    this.#active = null;
    for (const [model, panel] of this.#panels) {
      if (models.includes(model)) continue;
      panel.remove();
      this.#panels.delete(model);
    }
    this.#place.dataset.count = models.length;
    for (const reading of this.#readings) {
      const panel = this.#panels.get(reading.model) ?? this.#newPanel(reading.model);
      // Appending what is there already only brings it into order.
      if (panel !== this.#place.children[models.indexOf(reading.model)]) this.#place.append(panel);
      this.#fill(panel, reading);
    }
  }

  /** Says everything again, after the language or the colours changed. */
  refresh() {
    for (const reading of this.#readings) this.#fill(this.#panels.get(reading.model), reading);
  }

  /** Points out one digit of the first model's, or none. */
  point(index, scrolls = false) {
    this.#active = index;
    const columns = this.#place.querySelectorAll(".reading:first-child .column");
    columns.forEach((column, i) => column.classList.toggle("active", i === index));
    if (scrolls) columns[index]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #newPanel(model) {
    const panel = document.getElementById("reading-template").content.cloneNode(true).firstElementChild;
    panel.querySelector(".reading-name").textContent = model;
    panel.querySelector(".columns").addEventListener("pointerover", (event) => this.#pointAt(panel, event.target));
    panel.querySelector(".columns").addEventListener("pointerleave", () => this.#pointAt(panel, null));
    this.#panels.set(model, panel);
    return panel;
  }

  #pointAt(panel, target) {
    if (panel !== this.#place.firstElementChild || !this.#readings[0]?.digits) return;
    const column = target?.closest(".column");
    this.onPoint(column ? [...column.parentElement.children].indexOf(column) : null);
  }

  #fill(panel, { model, digits, text, milliseconds }) {
    const { texts: now } = settings;
    panel.setAttribute("aria-label", now.reading(model));
    fillComb(panel.querySelector(".comb"), digits ?? [], text);
    const summary = panel.querySelector(".summary");
    if (!digits) summary.textContent = now.waiting;
    else if (digits.length === 0) summary.textContent = now.nothing;
    else {
      const unsure = digits.filter(({ digit }) => digit === null).length;
      summary.textContent = now.found(digits.length - unsure, unsure, Math.max(1, Math.round(milliseconds)));
    }
    this.#fillColumns(panel.querySelector(".columns"), digits?.length ? digits : [null]);
    const more = panel.querySelector(".more");
    more.hidden = !digits || digits.length <= mostColumns;
    if (!more.hidden) more.textContent = now.more(digits.length - mostColumns);
  }

  // Columns are kept from one answer to the next, so that bars move and do not blink.
  #fillColumns(place, digits) {
    place.setAttribute("aria-label", settings.texts.columns);
    const shown = digits.slice(0, mostColumns);
    while (place.children.length > shown.length) place.lastElementChild.remove();
    while (place.children.length < shown.length) place.append(newColumn());
    shown.forEach((digit, index) => fillColumn(place.children[index], digit, index, shown.length));
  }
}

/** Types what was read into the comb, line by line; where nothing was, the comb is empty. */
function fillComb(comb, digits, text) {
  const lines = text === "" && digits.length === 0 ? ["   "] : combLines(digits, text);
  const longest = Math.max(...lines.map((line) => line.length));
  // Two lines share the comb's height, as wide lines share its width; more are scrolled.
  comb.style.setProperty("--longest", Math.max(longest, lines.length > 1 ? 13 : 1));
  comb.replaceChildren(
    ...lines.map((line) => {
      const row = document.createElement("div");
      row.className = "comb-line";
      for (const character of line) {
        const cell = document.createElement("span");
        cell.className = character === "?" ? "cell unsure" : "cell";
        cell.textContent = character;
        row.append(cell);
      }
      return row;
    }),
  );
}

/** The lines of a reading. What the server rejected is not in its text, and comes back as a question mark. */
function combLines(digits, text) {
  const places = [];
  let line = 0;
  let used = 0;
  const lengths = text.split("\n").map((each) => each.length);
  for (const { digit, box } of digits) {
    if (digit !== null && used === lengths[line]) [line, used] = [line + 1, 0];
    if (digit !== null) used += 1;
    places.push({ digit, line, middle: box[1] + box[3] / 2 });
  }
  const lines = lengths.map(() => "");
  places.forEach((place, index) => {
    if (place.digit === null) {
      // It belongs to the line of the nearer of its neighbours that were read.
      const before = places.slice(0, index).findLast(({ digit }) => digit !== null);
      const after = places.slice(index).find(({ digit }) => digit !== null);
      const [nearest] = [before, after]
        .filter(Boolean)
        .sort((a, b) => Math.abs(a.middle - place.middle) - Math.abs(b.middle - place.middle));
      place.line = nearest?.line ?? 0;
    }
    lines[place.line] += place.digit ?? "?";
  });
  return lines;
}

function newColumn() {
  const column = document.getElementById("column-template").content.cloneNode(true).firstElementChild;
  for (let digit = 0; digit < 10; digit += 1) {
    const row = document.createElement("li");
    const mark = document.createElement("span");
    mark.className = "mark";
    mark.dataset.digit = digit;
    mark.textContent = digit;
    const percent = document.createElement("span");
    percent.className = "percent";
    row.append(mark, percent);
    column.querySelector(".bubbles").append(row);
  }
  return column;
}

/** Fills a column with a digit, or empties it where there is none. */
function fillColumn(column, digit, index, count) {
  const { texts: now } = settings;
  const label = now.column(index + 1, count);
  const isUnsure = digit !== null && digit.digit === null;
  column.classList.toggle("unsure", isUnsure);
  column.classList.remove("active");
  if (digit) column.setAttribute("aria-label", label);
  else column.removeAttribute("aria-label");
  // Alone, it has its figures beside it already.
  const caption = !digit || count === 1 ? now.seen : percentText(digit.probability, count > 5 ? 0 : 1);
  column.querySelector("figcaption").textContent = isUnsure ? now.unsure : caption;
  column.querySelectorAll("li").forEach((row, i) => {
    const probability = digit?.probabilities[i] ?? 0;
    row.firstElementChild.style.setProperty("--part", probability.toFixed(4));
    row.lastElementChild.textContent = digit ? percentText(probability) : "";
  });
  drawSeen(column.querySelector("canvas"), digit?.pixels);
}

function percentText(probability, decimals = 1) {
  return `${(probability * 100).toFixed(probability >= 0.9995 ? 0 : decimals)} %`;
}

/** Draws the 28x28 levels that the network saw, in the colour of ink. */
function drawSeen(canvas, pixels) {
  canvas.setAttribute("aria-label", settings.texts.seen);
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, 28, 28);
  if (!pixels) return;
  const image = context.createImageData(28, 28);
  const [red, green, blue] = colourOf("--ink").match(/\d+/g).map(Number);
  const levels = atob(pixels);
  for (let i = 0; i < 784; i += 1) image.data.set([red, green, blue, levels.charCodeAt(i)], i * 4);
  context.putImageData(image, 0, 0);
}
