// The paper on the screen: takes the pen, shows ink, and marks what was found.

/** Points nearer to each other than this, in the paper's units, add nothing to a stroke. */
const leastStep = 1.5;

class Paper {
  /** Called while a stroke grows. */
  onInk = () => {};
  /** Called with a finished stroke. */
  onStroke = () => {};
  /** Called with the index of the mark that was touched. */
  onPick = () => {};
  penWidth = 20;

  #drawing;
  #frame = document.getElementById("paper");
  #ink = document.getElementById("ink");
  #marks = document.getElementById("marks");
  #current = null;
  #pointer = null;
  #found = { boxes: [], active: null };
  #isDue = false;

  constructor(drawing) {
    this.#drawing = drawing;
    const canvas = this.#ink;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#up(event));
    canvas.addEventListener("pointercancel", (event) => this.#cancel(event));
    // Older Safari scrolls in spite of touch-action unless the touch itself is taken.
    canvas.addEventListener("touchstart", (event) => this.#drawing.photo || event.preventDefault(), { passive: false });
    canvas.addEventListener("contextmenu", (event) => this.#pointer !== null && event.preventDefault());
    new ResizeObserver(() => this.draw()).observe(this.#frame);
  }

  /** The stroke that is being drawn, or null. */
  get current() {
    return this.#current;
  }
  get strokes() {
    return this.#current ? [...this.#drawing.strokes, this.#current] : this.#drawing.strokes;
  }

  /** Starts a stroke at a place in the paper's units. */
  begin(x, y) {
    this.#current = { width: this.penWidth, points: [x, y] };
    this.draw();
    this.onInk();
  }
  /** Goes on to a place in the paper's units. */
  extend(x, y) {
    const { points } = this.#current;
    if (Math.hypot(x - points.at(-2), y - points.at(-1)) < leastStep) return;
    points.push(x, y);
    this.#current.path = null;
    this.draw();
    this.onInk();
  }
  /** Lifts the pen. */
  end() {
    const stroke = this.#current;
    this.#current = null;
    this.onStroke(stroke);
  }

  /** Shows where digits were found: boxes in the units of the paper, or in the pixels of the photo. */
  mark(boxes, active = null) {
    this.#found = { boxes, active };
    this.draw();
  }

  /** Draws with the next frame, however often it is asked to before. */
  draw() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#drawInk();
      this.#drawMarks();
      this.#frame.classList.toggle("written", this.strokes.length > 0 || this.#drawing.photo !== null);
      this.#frame.classList.toggle("has-photo", this.#drawing.photo !== null);
    });
  }

  // The page may have been scrolled or turned since the last event, so the area is asked for each time.
  #place(event) {
    const area = this.#ink.getBoundingClientRect();
    const x = (event.clientX - area.left) / area.width;
    const y = (event.clientY - area.top) / area.height;
    return [x * paperWidth, y * paperHeight];
  }

  #down(event) {
    const [x, y] = this.#place(event);
    if (this.#drawing.photo) return this.#pick(x, y);
    // One pen at a time: a second finger or a resting palm draws nothing.
    if (event.button !== 0 || this.#current) return;
    this.#pointer = event.pointerId;
    this.#ink.setPointerCapture(event.pointerId);
    this.begin(x, y);
  }
  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    // A screen shows 60 frames a second while a pen reports more places than that.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) this.extend(...this.#place(each));
  }
  #up(event) {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.extend(...this.#place(event));
    this.end();
  }
  // The system took the touch for a gesture of its own: what it left is no stroke.
  #cancel(event) {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#current = null;
    this.draw();
    this.onInk();
  }
  #pick(x, y) {
    const { scale, left, top } = this.#fit();
    const index = this.#found.boxes.findIndex(({ box: [bx, by, width, height] }) => {
      const dx = (x - left) / scale - bx;
      const dy = (y - top) / scale - by;
      return dx >= 0 && dx <= width && dy >= 0 && dy <= height;
    });
    if (index >= 0) this.onPick(index);
  }

  /** How the picture that was sent lies on the paper. */
  #fit() {
    const photo = this.#drawing.photo;
    if (!photo) return { scale: 1, left: 0, top: 0 };
    const scale = Math.min(paperWidth / photo.width, paperHeight / photo.height);
    return { scale, left: (paperWidth - photo.width * scale) / 2, top: (paperHeight - photo.height * scale) / 2 };
  }

  /** A canvas's context in the paper's units, with as many pixels as the screen has there. */
  #context(canvas) {
    const density = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * density);
    const height = Math.round(canvas.clientHeight * density);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.scale(width / paperWidth, height / paperHeight);
    return context;
  }

  #drawInk() {
    const context = this.#context(this.#ink);
    const photo = this.#drawing.photo;
    if (photo) {
      const { scale, left, top } = this.#fit();
      context.drawImage(photo.image, left, top, photo.width * scale, photo.height * scale);
      return;
    }
    context.strokeStyle = colourOf("--ink");
    drawStrokes(context, this.strokes);
  }

  #drawMarks() {
    const context = this.#context(this.#marks);
    const colour = colourOf("--print");
    const { scale, left, top } = this.#fit();
    const isPhoto = this.#drawing.photo !== null;
    // One of the screen's own pixels, so that marks are as strong on a telephone.
    const unit = paperWidth / this.#marks.clientWidth;
    context.strokeStyle = colour;
    context.textBaseline = "bottom";
    this.#found.boxes.forEach(({ box, label }, index) => {
      const margin = isPhoto ? 2 * unit : 14;
      const x = left + box[0] * scale - margin;
      const y = top + box[1] * scale - margin;
      const width = box[2] * scale + 2 * margin;
      const height = box[3] * scale + 2 * margin;
      context.lineWidth = (index === this.#found.active ? 3.5 : 1.75) * unit;
      if (isPhoto) context.strokeRect(x, y, width, height);
      else strokeCorners(context, x, y, width, height, 12 * unit);
      const size = Math.max(11, Math.min(17, (height / unit) * 0.4)) * unit;
      context.font = `600 ${size}px ${getComputedStyle(document.body).fontFamily}`;
      const labelWidth = context.measureText(label).width + 8 * unit;
      const labelTop = y - size * 1.25 < 0 ? y + height : y - size * 1.25;
      context.fillStyle = colour;
      if (isPhoto) context.fillRect(x, labelTop, labelWidth, size * 1.25);
      if (isPhoto) context.fillStyle = colourOf("--sheet");
      context.fillText(label, x + (isPhoto ? 4 * unit : 0), labelTop + size * 1.2);
    });
  }
}

/** Draws the corners of a frame alone: on a drawing, a whole frame would look like ink. */
function strokeCorners(context, x, y, width, height, arm) {
  const length = Math.min(arm, width / 3, height / 3);
  context.beginPath();
  for (const [cx, dx] of [[x, length], [x + width, -length]]) {
    for (const [cy, dy] of [[y, length], [y + height, -length]]) {
      context.moveTo(cx + dx, cy);
      context.lineTo(cx, cy);
      context.lineTo(cx, cy + dy);
    }
  }
  context.stroke();
}
