// Brings the parts together.

const drawing = new Drawing();
const paper = new Paper(drawing);
const sender = new Sender();
const reader = new Reader();
const answers = new Answers();

const element = (id) => document.getElementById(id);

// Models.

/** Names of all models, the default one first, and of those that read. */
let models = [];
let chosen = [];

async function loadModels() {
  try {
    const loaded = await request("v1/models");
    models = loaded.sort((a, b) => Boolean(b.default) - Boolean(a.default)).map(({ name }) => name);
    chosen = models.slice(0, 1);
    showProblem(null);
  } catch (problem) {
    if (!(problem instanceof ReadingProblem)) throw problem;
    showProblem(problem);
    if (problem.retryAfter !== null) setTimeout(loadModels, problem.retryAfter);
    return;
  }
  element("models").replaceChildren(
    ...models.map((name) => {
      const label = element("model-template").content.cloneNode(true).firstElementChild;
      label.querySelector(".name").textContent = name;
      const box = label.querySelector("input");
      box.value = name;
      box.checked = chosen.includes(name);
      box.addEventListener("change", () => choose(box));
      return label;
    }),
  );
  element("choices").hidden = models.length < 2;
  answers.show(chosen, null);
  readAgain();
}

function choose(box) {
  // One has to read.
  if (!box.checked && chosen.length === 1) box.checked = true;
  chosen = [...element("models").querySelectorAll("input:checked")].map(({ value }) => value);
  if (drawing.isEmpty) answers.show(chosen, null);
  readAgain();
}

// Reading.

reader.take = async () => {
  const { strokes } = paper;
  if (chosen.length === 0 || (strokes.length === 0 && !drawing.photo)) return null;
  const models = chosen;
  return { models, single: element("single").checked, ...(await sender.picture(strokes, drawing.photo)) };
};

reader.show = (readings) => {
  answers.show(readings?.map(({ model }) => model) ?? chosen, readings);
  shown = readings?.[0] ?? null;
  showMarks();
  announceSoon();
};

reader.fail = showProblem;

/** What the first model read last, or null. */
let shown = null;

/** What is being read is no longer what should be. */
function readAgain() {
  reader.forget();
  reader.ask();
}

function showMarks(active = null) {
  paper.mark((shown?.digits ?? []).map(({ box, digit }) => ({ box, label: String(digit ?? "?") })), active);
}

function showProblem(problem, text = null) {
  const place = element("problem");
  const said = problem ? settings.texts[problem.kind] : text;
  const message = typeof said === "function" ? said(problem.reason) : (said ?? "");
  place.hidden = message === "";
  if (place.textContent !== message) place.textContent = message;
}

// For those who listen: what was read, once the pen rests.

const restingTime = 800;
let announcing;

function announceSoon() {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    if (paper.current) return announceSoon();
    const { texts: now } = settings;
    const digits = shown?.digits.map(({ digit }) => digit ?? now.unsure).join(" ");
    const emptied = drawing.canUndo ? now.cleared : "";
    const text = digits ? now.announcement(digits) : drawing.isEmpty ? emptied : now.nothing;
    if (element("announcement").textContent !== text) element("announcement").textContent = text;
  }, restingTime);
}

// The pen.

paper.onInk = () => reader.ask();
paper.onStroke = (stroke) => {
  drawing.add(stroke);
  showControls();
  paper.draw();
  reader.ask();
};
paper.onPick = (index) => {
  answers.point(index, true);
  showMarks(index);
};
answers.onPoint = (index) => {
  answers.point(index);
  showMarks(index);
};

element("pen").addEventListener("input", () => setPen(Number(element("pen").value)));

function setPen(width) {
  const { min, max } = element("pen");
  paper.penWidth = Math.min(Number(max), Math.max(Number(min), width));
  element("pen").value = paper.penWidth;
  element("nib").style.setProperty("--width", paper.penWidth);
}

// The tools.

/** Changes the drawing other than by a stroke of the pen. */
function change(action) {
  stopExample();
  action();
  shown = null;
  showMarks();
  showControls();
  readAgain();
}

function showControls() {
  const focused = document.activeElement;
  element("undo").disabled = !drawing.canUndo;
  element("redo").disabled = !drawing.canRedo;
  element("clear").disabled = drawing.isEmpty;
  // A button that can do no more would take the keyboard's focus away with it.
  if (focused.disabled) element("ink").focus({ preventScroll: true });
}

const undo = () => change(() => drawing.undo());
const redo = () => change(() => drawing.redo());
const clear = () => change(() => drawing.clear());
element("undo").addEventListener("click", undo);
element("redo").addEventListener("click", redo);
element("clear").addEventListener("click", clear);
element("single").addEventListener("change", readAgain);

acceptPhotos(async (file) => {
  try {
    const photo = await openPhoto(file);
    change(() => drawing.lay(photo));
  } catch {
    showProblem(null, settings.texts.notAPicture(file.name));
  }
});

// The example.

let exampleRun = 0;
let isExampleRunning = false;

function stopExample() {
  exampleRun += 1;
  if (isExampleRunning && paper.current) paper.end();
  isExampleRunning = false;
}

async function example() {
  change(() => drawing.clear());
  const run = exampleRun;
  isExampleRunning = true;
  await writeExample(paper, () => run !== exampleRun);
  if (run === exampleRun) isExampleRunning = false;
}

element("example").addEventListener("click", example);
element("ink").addEventListener("pointerdown", stopExample, { capture: true });

// The keyboard. Single letters count on the paper alone, since elsewhere they belong to the browser and its helpers.

element("ink").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = {
    Delete: clear,
    Backspace: clear,
    "[": () => setPen(paper.penWidth - 2),
    "]": () => setPen(paper.penWidth + 2),
    e: example,
    o: () => element("photo").click(),
  };
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) redo();
  else undo();
});

// The language and the colours.

element("language").addEventListener("click", () => {
  const language = settings.language === "en" ? "ko" : "en";
  memory.set("language", language);
  speak(language);
  answers.refresh();
  announceSoon();
});

element("theme").addEventListener("click", () => {
  const theme = settings.isDark ? "light" : "dark";
  // Whoever comes back to the system's colours follows the system again.
  const isSystems = (theme === "dark") === systemIsDark.matches;
  memory.set("theme", isSystems ? null : theme);
  recolour(isSystems ? null : theme);
});

function recolour(theme) {
  colour(theme);
  paper.draw();
  answers.refresh();
}

systemIsDark.addEventListener("change", () => recolour(memory.get("theme")));

colour(memory.get("theme"));
speak(preferredLanguage());
setPen(20);
answers.show([""], null);
loadModels();
