import { svg } from "./dom.js";

// Drawn for platen on 24 x 24; lines only, in the colour of the text beside them.
const paths = {
  home: "M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
  print: "M7 9V4h10v5M7 17H4v-6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v6h-3M7 14h10v6H7zM16.5 11.5h.01",
  jobs: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M3 12h18",
  library: "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7",
  maintenance: "M14.5 6.5a4 4 0 0 1 5-4l-2.6 2.7.4 1.9 1.9.4L21.8 5a4 4 0 0 1-5.6 5L8 18.2a2 2 0 1 1-2.8-2.8L13.4 7.2zM6.5 16.9h.01",
  doctor: "M3 12h4l2.5-6 4 12 2.5-6h5",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5 10 17 19 7",
  warning: "M12 4 2.8 20h18.4zM12 10v4M12 17h.01",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
  pause: "M9 5v14M15 5v14",
  play: "M7 4.5 19 12 7 19.5z",
  hold: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  cancel: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 8.5l7 7M15.5 8.5l-7 7",
  again: "M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5",
  move: "M4 12h15M13 6l6 6-6 6",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  plus: "M12 5v14M5 12h14",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  edit: "M5 19h3L19 8l-3-3L5 16zM13.5 7.5l3 3",
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  upward: "M6 15l6-6 6 6",
  turn: "M20 5v5h-5M19.5 10A8 8 0 1 0 20 14",
  install: "M12 3v9M8 8.5l4 4 4-4M3 6h4M17 6h4v11H3V6M8 21h8",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  upload: "M12 16V5M7 9.5l5-5 5 5M5 20h14",
  paper: "M7 3h10v18H7zM10 8h4M10 12h4",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4",
  drop: "M12 3.5c4 4.6 6 7.6 6 10.3a6 6 0 0 1-12 0c0-2.7 2-5.7 6-10.3z",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  crop: "M7 2v15h15M2 7h15v15",
  star: "M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
};

// Decoration: what it means is said by the text or the label of what it is in.
export function icon(name) {
  return svg(name === "more" || name === "grip" ? "svg.icon.dots" : "svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: paths[name] ?? paths.info }));
}
