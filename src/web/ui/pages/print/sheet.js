// One side as the server shows it (docs/protocols/rest.md), and where things lie on it. Sides are told as
// the paper is fed; people look at a sheet as they will hold it, so that a landscape one is turned.

// The extent of the picture in hundredths of a millimetre: the paper, and what is sprayed beyond it.
function extent(side) {
  const { top, right, bottom, left } = side["margins-hmm"];
  const beyond = (margin) => Math.max(0, -margin);
  return {
    width: side["width-hmm"] + beyond(left) + beyond(right),
    height: side["height-hmm"] + beyond(top) + beyond(bottom),
    left: Math.max(0, left), top: Math.max(0, top), // of the raster within it
  };
}

// Clockwise quarters by which the sheet is turned for its reader: back from how a page lies on it.
export function readerTurn(side, rotation = 0) {
  const turned = side.pages.length > 0 ? side.pages[0].turned ?? 0 : 0;
  const sheet = (((turned - rotation) % 360) + 360) % 360;
  return (360 - sheet) % 360;
}

// A box {x, y, width, height} in parts of the picture, turned clockwise by so many degrees.
export function turnedBox(box, turn) {
  const { x, y, width, height } = box;
  if (turn === 90) return { x: 1 - y - height, y: x, width: height, height: width };
  if (turn === 180) return { x: 1 - x - width, y: 1 - y - height, width, height };
  if (turn === 270) return { x: y, y: 1 - x - width, width: height, height: width };
  return box;
}

// Everything of a side that the stage needs, in parts (0 to 1) of its picture as it is shown.
export function sheetOf(side, rotation) {
  const all = extent(side);
  const turn = readerTurn(side, rotation);
  const across = turn % 180 !== 0;
  const perDot = 2540 / side["printer-resolution"];
  const part = (box) => turnedBox({
    x: (all.left + box.x * perDot) / all.width, y: (all.top + box.y * perDot) / all.height,
    width: (box.width * perDot) / all.width, height: (box.height * perDot) / all.height,
  }, turn);
  const raster = { x: 0, y: 0, width: side["page-pixels"].width, height: side["page-pixels"].height };
  return {
    turn, side,
    width: across ? all.height : all.width, height: across ? all.width : all.height, // hundredths of a millimetre
    area: part(raster), // what can be printed on
    windows: side.pages.map((page) => ({ ...page, box: part(page.window) })),
  };
}

// The picture on a canvas, turned for its reader.
export async function paint(canvas, blob, turn) {
  const picture = await createImageBitmap(blob);
  const across = turn % 180 !== 0;
  canvas.width = across ? picture.height : picture.width;
  canvas.height = across ? picture.width : picture.height;
  const context = canvas.getContext("2d");
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
  picture.close();
}
