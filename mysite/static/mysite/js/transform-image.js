// A frame on the image, with Wagtail's Jcrop: it fills the numbers of the form, and follows them when they are typed.
(() => {
  const form = document.querySelector("[data-transform-image]");
  const image = form?.querySelector(".transform-image__picture img");
  if (!image) return;
  const size = [Number(form.dataset.width), Number(form.dataset.height)];
  const [left, top, width, height] = ["left", "top", "width", "height"].map((name) => form.elements[name]);
  let frame = null;
  let following = false; // the frame is rounded to pixels of the screen, which must not change what was typed

  const within = (number, max) => Math.min(Math.max(Math.round(number), 0), max);
  const fill = ({ x, y, x2, y2 }) => {
    if (following) return;
    left.value = within(x, size[0]);
    top.value = within(y, size[1]);
    width.value = within(x2, size[0]) - left.value;
    height.value = within(y2, size[1]) - top.value;
  };
  const follow = () => {
    const [x, y, w, h] = [left, top, width, height].map((field) => field.valueAsNumber);
    if (!(w > 0 && h > 0 && x >= 0 && y >= 0)) return;
    following = true;
    frame.setSelect([x, y, x + w, y + h]);
    following = false;
  };

  function draw() {
    jQuery(image).Jcrop({ trueSize: size, bgColor: "black", bgOpacity: 0.4, onChange: fill, onSelect: fill }, function ready() {
      frame = this;
      // Jcrop's own field for arrow keys has no label; the numbers are the way for the keyboard.
      for (const field of this.ui.holder[0].querySelectorAll("input")) {
        field.tabIndex = -1;
        field.ariaHidden = "true";
      }
      follow();
    });
  }

  for (const field of [left, top, width, height]) field.addEventListener("change", follow);
  let waiting = null;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      frame?.destroy();
      image.removeAttribute("style");
      draw();
    }, 300);
  });
  if (image.complete) draw();
  else image.addEventListener("load", draw);
})();
