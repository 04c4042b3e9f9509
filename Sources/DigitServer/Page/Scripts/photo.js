// Photos: chosen, taken, dropped or pasted.

/** A photo's longer side is brought down to this many pixels, which leaves small digits readable. */
const longestSide = 2_000;
/** Pictures of no more pixels than this are sent without loss, since compression would show in them. */
const smallPicture = 512 * 512;

/** Opens a picture that the browser can show, upright and on white paper; throws where it cannot. */
async function openPhoto(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const image = Object.assign(document.createElement("canvas"), { width, height });
  const context = image.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const type = width * height <= smallPicture ? "image/png" : "image/jpeg";
  const blob = await new Promise((resolve) => image.toBlob(resolve, type, 0.92));
  return { image, width, height, blob };
}

/** Calls `take` with a file, whichever way it comes in. */
function acceptPhotos(take) {
  for (const input of [document.getElementById("photo"), document.getElementById("camera")]) {
    input.addEventListener("change", () => {
      if (input.files[0]) take(input.files[0]);
      // The same photo can be chosen again.
      input.value = "";
    });
  }
  document.addEventListener("paste", (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file) take(file);
  });
  // The whole page takes what is dropped: a photo beside the paper would otherwise replace the page.
  const paper = document.getElementById("paper");
  const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    paper.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? paper.classList.remove("dropping"));
  document.addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    paper.classList.remove("dropping");
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
}
