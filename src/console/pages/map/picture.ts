/** What of the computed style a picture must carry along. */
const PROPERTIES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
  "display",
];
const FONT = "'IBM Plex Sans Condensed', 'Roboto Condensed', 'Arial Narrow', Arial, sans-serif";

/** The drawing as an SVG file that looks the same without this page: styles written out, marks copied in. */
export function svgText(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  writeOutStyles(drawing, copy);
  for (const use of copy.querySelectorAll("use")) {
    const name = use.getAttribute("href") ?? "";
    const symbol = name.startsWith("#") ? document.getElementById(name.slice(1)) : null;
    const inside = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const place of ["x", "y", "width", "height"]) inside.setAttribute(place, use.getAttribute(place) ?? "0");
    inside.setAttribute("viewBox", symbol?.getAttribute("viewBox") ?? "0 0 16 16");
    for (const part of symbol?.children ?? []) {
      const own = part.cloneNode(true) as Element;
      writeOutStyles(part, own);
      inside.append(own);
    }
    use.replaceWith(inside);
  }
  copy.removeAttribute("class");
  copy.removeAttribute("style");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", FONT);
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(drawing.closest(".map-canvas") ?? drawing).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

function writeOutStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of PROPERTIES) {
    const value = style.getPropertyValue(name);
    if (value !== "" && value !== "none" && value !== "normal") to.setAttribute(name, value.replace(/"/g, "'"));
    else if (value === "none" && (name === "fill" || name === "stroke" || name === "display"))
      to.setAttribute(name, "none");
  }
  for (const name of ["class", "tabindex", "role", "aria-label", "aria-pressed", "data-tile", "data-finding"])
    to.removeAttribute(name);
  for (let index = 0; index < from.children.length; index++) writeOutStyles(from.children[index], to.children[index]);
}

/** The drawing as a PNG with twice its pixels. */
export async function pngBlob(drawing: SVGSVGElement): Promise<Blob> {
  const { width, height } = drawing.viewBox.baseVal;
  // Browsers refuse canvases beyond some hundred megapixels.
  const scale = Math.min(2, Math.sqrt(60e6 / (width * height)));
  const address = URL.createObjectURL(new Blob([svgText(drawing)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large for this browser."))),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Lets the browser save something. */
export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
