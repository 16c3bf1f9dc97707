// Changing the order of a list by hand: with the mouse or a finger on a handle, or with the arrow keys
// while the handle has the focus (each press moves by one; a screen reader is told the new place).
import { announce } from "./toast.js";
import { t } from "./text.js";

// reorder(list, {handle: ".grip", item: "li", horizontal, accepts: (item, list) => bool, moved: (item, list) => ...})
// lists(): all between which items may be moved. moved() is called when an item has been put down
// elsewhere; the elements are in their new order by then. While one is dragged it has the class "dragged".
export function reorder(root, { handle, item, lists = () => [root], accepts = () => true, moved, horizontal = false, named = () => "" }) {
  let dragged;

  const itemsOf = (list) => [...list.children].filter((one) => one.matches(item) && accepts(one, list));

  const begin = (event) => {
    const grip = event.target.closest(handle);
    if (!grip || event.button > 0) return;
    const element = grip.closest(item);
    if (!element) return;
    event.preventDefault();
    grip.focus();
    dragged = { element, grip, list: element.parentElement, next: element.nextElementSibling };
    root.setPointerCapture(event.pointerId); // not the handle, which is moved about
    element.classList.add("dragged");
    root.addEventListener("pointermove", drag);
    root.addEventListener("pointerup", drop);
    root.addEventListener("pointercancel", giveUp);
    document.addEventListener("keydown", escape, true);
  };

  const drag = (event) => {
    if (event.clientY < 60) scrollBy(0, -12);
    if (event.clientY > innerHeight - 60) scrollBy(0, 12);
    const list = lists().find((one) => within(one.getBoundingClientRect(), event)) ?? dragged.element.parentElement;
    if (!accepts(dragged.element, list)) return;
    const before = itemsOf(list).find((one) => one !== dragged.element && isBefore(one.getBoundingClientRect(), event));
    if (before) before !== dragged.element.nextElementSibling && list.insertBefore(dragged.element, before);
    else if (dragged.element !== itemsOf(list).at(-1)) placeLast(list, dragged.element);
  };

  const within = (box, event) => event.clientX >= box.left - 40 && event.clientX <= box.right + 40 && event.clientY >= box.top - 20 && event.clientY <= box.bottom + 20;
  const isBefore = (box, event) =>
    horizontal ? event.clientY < box.bottom && event.clientX < (box.left + box.right) / 2 : event.clientY < (box.top + box.bottom) / 2;

  // After the last of those that may be moved.
  const placeLast = (list, element) => {
    const last = itemsOf(list).filter((one) => one !== element).at(-1);
    if (last) last.after(element);
    else list.append(element);
  };

  const end = () => {
    const { element, grip } = dragged;
    element.classList.remove("dragged");
    root.removeEventListener("pointermove", drag);
    root.removeEventListener("pointerup", drop);
    root.removeEventListener("pointercancel", giveUp);
    document.removeEventListener("keydown", escape, true);
    grip.focus();
    const was = dragged;
    dragged = undefined;
    return was;
  };

  const drop = () => {
    const { element, list, next } = end();
    if (element.parentElement !== list || element.nextElementSibling !== next) moved(element, element.parentElement);
  };
  const giveUp = () => {
    const { element, list, next } = end();
    list.insertBefore(element, next);
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    giveUp();
  };

  const keys = (event) => {
    const grip = event.target.closest(handle);
    const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (!grip || !by) return;
    event.preventDefault();
    const element = grip.closest(item);
    const list = element.parentElement;
    const all = itemsOf(list);
    const to = all.indexOf(element) + by;
    if (to < 0 || to >= all.length) return announce(t(by < 0 ? "reorder.first" : "reorder.last"));
    if (by < 0) all[to].before(element);
    else all[to].after(element);
    grip.focus();
    announce(t("reorder.now", { name: named(element), place: to + 1, count: all.length }));
    moved(element, list);
  };

  root.addEventListener("pointerdown", begin);
  root.addEventListener("keydown", keys);
  return () => {
    root.removeEventListener("pointerdown", begin);
    root.removeEventListener("keydown", keys);
  };
}
