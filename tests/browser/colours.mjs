// Colours as a reader sees them, measured in the page itself (WCAG 2.2, relative luminance).

// Brings `window.colours` into the page by the browser's own channel, so that the page's policy need not allow it.
export async function bringColours(page) {
  await page.evaluate(`window.colours ??= (${colours})()`);
}

// In the page.
function colours() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  // Whatever CSS can say, as four numbers up to 255.
  function rgba(colour) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return pen.getImageData(0, 0, 1, 1).data;
  }

  function luminance([red, green, blue]) {
    const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  function contrast(one, other) {
    const [light, dark] = [one, other].map((colour) => luminance(rgba(colour))).toSorted((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  // The nearest plain ground around an element, its own first.
  function groundOf(element) {
    let ground = element;
    while (ground && rgba(getComputedStyle(ground).backgroundColor)[3] < 255) ground = ground.parentElement;
    return ground ? getComputedStyle(ground).backgroundColor : canvasColour();
  }

  // What the browser paints where nothing says otherwise: it depends on the scheme.
  function canvasColour() {
    const probe = document.body.appendChild(Object.assign(document.createElement("i"), { hidden: true }));
    probe.style.backgroundColor = "Canvas";
    const colour = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return colour;
  }

  const contrastOf = (element) => contrast(getComputedStyle(element).color, groundOf(element));
  const brief = ({ outerHTML }) => (outerHTML.length > 160 ? `${outerHTML.slice(0, 160)}…` : outerHTML).replaceAll(/\s+/g, " ");
  return { contrast, contrastOf, groundOf, brief };
}
