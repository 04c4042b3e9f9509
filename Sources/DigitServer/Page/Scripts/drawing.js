// What is on the paper, and what was on it before.

/** The paper's own units, whatever its size on the screen. */
const paperWidth = 800;
const paperHeight = 600;

/** The states of the paper that undo goes back over. */
const historyLimit = 200;

/** Strokes or a photo, with undo and redo. A state is never changed, so that going back is taking an older one. */
class Drawing {
  #states = [{ strokes: [], photo: null }];
  #at = 0;

  /** Strokes, each with its `width` and its `points`, x and y in turn. */
  get strokes() {
    return this.#states[this.#at].strokes;
  }
  /** The photo that lies on the paper, or null. */
  get photo() {
    return this.#states[this.#at].photo;
  }
  get isEmpty() {
    return this.strokes.length === 0 && !this.photo;
  }
  get canUndo() {
    return this.#at > 0;
  }
  get canRedo() {
    return this.#at + 1 < this.#states.length;
  }

  add(stroke) {
    this.#push({ strokes: [...this.strokes, stroke], photo: null });
  }
  lay(photo) {
    this.#push({ strokes: [], photo });
  }
  clear() {
    if (!this.isEmpty) this.#push({ strokes: [], photo: null });
  }
  undo() {
    if (this.canUndo) this.#at -= 1;
  }
  redo() {
    if (this.canRedo) this.#at += 1;
  }

  #push(state) {
    this.#states.length = this.#at + 1;
    this.#states.push(state);
    if (this.#states.length > historyLimit) this.#states.shift();
    this.#at = this.#states.length - 1;
  }
}

/** A stroke's outline: curves through the middles between points, so that a quick hand leaves no corners. */
function strokePath(points) {
  const path = new Path2D();
  const last = points.length - 2;
  path.moveTo(points[0], points[1]);
  for (let i = 2; i < last; i += 2) {
    const [x, y, nextX, nextY] = points.slice(i, i + 4);
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  // A tap is a dot: a line of no length would not be drawn.
  path.lineTo(points[last] + (last === 0 ? 0.01 : 0), points[last + 1]);
  return path;
}

/** Draws strokes in the context's own colour. */
function drawStrokes(context, strokes) {
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    stroke.path ??= strokePath(stroke.points);
    context.lineWidth = stroke.width;
    context.stroke(stroke.path);
  }
}

/** A drawing is sent half as large as the paper, which is read in a third of the time, if no stroke gets too thin. */
const leastScale = 0.5;
const leastThickness = 7;

/** The paper as a picture to send: black on white, or the photo as it is. */
class Sender {
  #canvas = document.createElement("canvas");
  #context = this.#canvas.getContext("2d", { willReadFrequently: true });

  /** The picture, and how many of its pixels one of the paper's or the photo's units is. */
  async picture(strokes, photo) {
    if (photo) return { picture: photo.blob, scale: 1 };
    const thinnest = Math.min(...strokes.map(({ width }) => width));
    const scale = Math.min(1, Math.max(leastScale, leastThickness / thinnest));
    Object.assign(this.#canvas, { width: Math.round(paperWidth * scale), height: Math.round(paperHeight * scale) });
    this.#context.fillStyle = "white";
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#context.scale(scale, scale);
    drawStrokes(this.#context, strokes);
    const picture = await new Promise((resolve) => this.#canvas.toBlob(resolve, "image/png"));
    return { picture, scale };
  }
}
