// The current view as a PNG: what the canvas shows, on the page's background, with a legend.

function saveImage({ network, theme, types, title }) {
  const source = network.canvas.frame.canvas;
  const ratio = source.width / source.clientWidth;
  const copy = el("canvas", { width: source.width, height: source.height + Math.round(44 * ratio) });
  const context = copy.getContext("2d");
  context.fillStyle = theme.colour("bg");
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  context.setTransform(ratio, 0, 0, ratio, 0, source.height);
  context.textBaseline = "middle";
  context.font = `600 13px ${theme.font}`;
  context.fillStyle = theme.colour("ink");
  let x = 20;
  const name = shortened(title, 60);
  context.fillText(name, x, 22);
  x += context.measureText(name).width + 28;
  context.font = `13px ${theme.font}`;
  for (const type of types) {
    const drawing = document.querySelector(`#type-filter .type-${type.toLowerCase()} path`);
    context.save();
    context.translate(x, 14);
    context.fillStyle = theme.colour(type.toLowerCase());
    context.fill(new Path2D(drawing.getAttribute("d")));
    context.restore();
    context.fillStyle = theme.colour("soft");
    const word = typeWords(type).title;
    context.fillText(word, x + 22, 22);
    x += 22 + context.measureText(word).width + 20;
  }
  // Not toBlob: Chromium encodes that when it is idle, which may be never.
  const bytes = Uint8Array.from(atob(copy.toDataURL("image/png").split(",")[1]), (character) =>
    character.charCodeAt(0),
  );
  const address = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
  el("a", { href: address, download: "graph.png" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  say("Picture saved as graph.png");
}
