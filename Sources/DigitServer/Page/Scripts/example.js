// Writes a number by itself: for a first look, and for those who cannot draw.

/** How the digits are written, stroke by stroke, in a box of 100 x 140. */
const penPaths = [
  ["M58 8C16 4 6 60 14 96C22 140 70 142 84 100C96 52 88 10 52 10"],
  ["M32 38L60 8L56 134"],
  ["M16 36C20 2 84 2 80 40C76 68 38 98 14 128C40 118 66 132 92 124"],
  ["M18 20C44 -6 90 12 75 42C68 57 54 62 42 63C70 60 96 78 84 108C72 140 26 138 12 114"],
  ["M54 8L12 90L94 86", "M70 52L64 136"],
  ["M82 11L30 12L24 62C50 44 92 56 84 98C76 136 30 140 12 116"],
  ["M70 8C30 34 12 76 16 106C22 140 78 140 82 102C84 70 36 68 18 100"],
  ["M12 16L86 14C70 50 48 90 42 134"],
  ["M74 28C60 0 20 8 26 36C32 62 82 70 80 104C76 142 16 138 20 104C22 74 74 60 76 32"],
  ["M78 38C66 4 18 10 20 44C24 78 74 70 78 38C80 70 76 106 66 136"],
];

/** The pen's speed, in the paper's units a second, and its pause between strokes, in milliseconds. */
const penSpeed = 1_300;
const penPause = 90;

/** Points along a pen's path, one every `step` units of its box. */
function pointsAlong(outline, step) {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outline);
  const length = path.getTotalLength();
  const count = Math.ceil(length / step);
  return Array.from({ length: count + 1 }, (_, i) => path.getPointAtLength((length * i) / count));
}

/** The strokes of four digits side by side, each time others and a little different. */
function exampleStrokes() {
  const around = (middle, spread) => middle + (Math.random() * 2 - 1) * spread;
  return [0, 1, 2, 3].flatMap((place) => {
    const size = around(1.3, 0.12);
    const slant = around(-0.1, 0.1);
    const left = around(66 + place * 178, 8);
    const top = around(205, 18);
    return penPaths[Math.floor(Math.random() * 10)].map((outline) =>
      pointsAlong(outline, 4).map(({ x, y }) => [left + (x + (y - 70) * slant) * size, top + y * size]),
    );
  });
}

/** Writes the example with a paper's pen; `isOver` says whether somebody else took the pen. */
async function writeExample(paper, isOver) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const stroke of exampleStrokes()) {
    const start = performance.now();
    let length = 0;
    paper.begin(...stroke[0]);
    for (let i = 1; i < stroke.length; i += 1) {
      length += Math.hypot(stroke[i][0] - stroke[i - 1][0], stroke[i][1] - stroke[i - 1][1]);
      while (!isStill && length > ((performance.now() - start) * penSpeed) / 1_000) {
        await new Promise(requestAnimationFrame);
        if (isOver()) return;
      }
      paper.extend(...stroke[i]);
    }
    paper.end();
    if (!isStill) await new Promise((resolve) => setTimeout(resolve, penPause));
    if (isOver()) return;
  }
}
