/** What of a picture speaks for an answer, drawn over it. */

/** From nothing to all: dark, violet, red, orange, light yellow. */
const STOPS = [
  [10, 7, 34],
  [101, 21, 110],
  [188, 55, 84],
  [249, 142, 9],
  [252, 255, 164],
];

/** Pixels a side of the drawn map, before it is laid over the picture. */
const SIDE = 128;

function colourOf(share) {
  const at = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const from = Math.min(STOPS.length - 2, Math.floor(at));
  return STOPS[from].map((low, each) =>
    low + (STOPS[from + 1][each] - low) * (at - from)
  );
}

/** Between which values of a map a place lies, and how near to the second. */
function between(count, first, step, place) {
  const at = Math.min(count - 1, Math.max(0, (place - first) / step));
  const low = Math.floor(at);
  return [low, Math.min(count - 1, low + 1), at - low];
}

/** The map as a square of colours. */
function squareOf({ map, grid: { first, step } }) {
  const square = document.createElement("canvas");
  square.width = square.height = SIDE;
  const pen = square.getContext("2d");
  const image = pen.createImageData(SIDE, SIDE);
  for (let y = 0; y < SIDE; y++) {
    const [top, bottom, down] = between(
      map.length,
      first[0],
      step[0],
      (y + 0.5) / SIDE,
    );
    for (let x = 0; x < SIDE; x++) {
      const [left, right, along] = between(
        map[0].length,
        first[1],
        step[1],
        (x + 0.5) / SIDE,
      );
      const across = (row) =>
        map[row][left] * (1 - along) + map[row][right] * along;
      const share = across(top) * (1 - down) + across(bottom) * down;
      image.data.set([...colourOf(share), 255], (y * SIDE + x) * 4);
    }
  }
  pen.putImageData(image, 0, 0);
  return square;
}

/** Where in a picture of those sides lies what the network saw, 0 to 1. */
export function seenPart(view, width, height) {
  if (!view) return { left: 0, top: 0, width: 1, height: 1 };
  const side = view.fit === "pad"
    ? Math.max(width, height)
    : Math.min(width, height);
  const across = view.fit === "squish" ? 1 : side / width;
  const down = view.fit === "squish" ? 1 : side / height;
  return {
    left: (1 - across) / 2 + across * view.left,
    top: (1 - down) / 2 + down * view.top,
    width: across * view.width,
    height: down * view.height,
  };
}

/** What lies over the picture: it follows its size. */
export function heatOver({ picture, canvas, opacity }) {
  let shown;

  /** Where the picture itself is within its box. */
  function place() {
    const { naturalWidth: width, naturalHeight: height } = picture;
    const scale = Math.min(
      picture.clientWidth / width,
      picture.clientHeight / height,
    );
    const size = { width: width * scale, height: height * scale };
    return {
      ...size,
      left: picture.offsetLeft + (picture.clientWidth - size.width) / 2,
      top: picture.offsetTop + (picture.clientHeight - size.height) / 2,
    };
  }

  function draw() {
    canvas.hidden = !shown || picture.naturalWidth === 0 || picture.hidden;
    if (canvas.hidden) return;
    const { left, top, width, height } = place();
    if (width < 1 || height < 1) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    Object.assign(canvas.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
      opacity: opacity.value / 100,
    });
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    // What the network did not see.
    pen.fillStyle = "rgb(10 7 34)";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    const part = seenPart(
      shown.view,
      picture.naturalWidth,
      picture.naturalHeight,
    );
    pen.drawImage(
      shown.square,
      part.left * canvas.width,
      part.top * canvas.height,
      part.width * canvas.width,
      part.height * canvas.height,
    );
  }

  new ResizeObserver(draw).observe(picture);
  picture.addEventListener("load", draw);
  opacity.addEventListener("input", () => {
    canvas.style.opacity = opacity.value / 100;
  });
  return {
    show: (explanation) => {
      shown = { square: squareOf(explanation), view: explanation.view };
      draw();
    },
    clear: () => {
      shown = undefined;
      canvas.hidden = true;
    },
    draw,
  };
}
