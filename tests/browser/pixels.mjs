// Compares pictures and makes them smaller, in an empty page of the browser: it has the decoders, the
// encoders and the canvas, so no library is needed.

const MEDIA = { png: "image/png", webp: "image/webp" };

// How many pixels of two pictures of the same size differ by a contrast of `least` to 1.
export async function changedPixels(blank, one, other, least) {
  return blank.evaluate(
    async ({ one, other, least }) => {
      const decode = async (url) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob());
        const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        pen.drawImage(bitmap, 0, 0);
        return pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
      };
      const linear = [...Array(256).keys()].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      const luminance = (data, at) => 0.2126 * linear[data[at]] + 0.7152 * linear[data[at + 1]] + 0.0722 * linear[data[at + 2]] + 0.05;
      const [before, after] = await Promise.all([one, other].map(decode));
      let changed = 0;
      for (let at = 0; at < before.length; at += 4) {
        const [a, b] = [luminance(before, at), luminance(after, at)];
        if (Math.max(a, b) / Math.min(a, b) >= least) changed += 1;
      }
      return changed;
    },
    { one: dataUrl("png", one), other: dataUrl("png", other), least },
  );
}

// By how much two pictures differ when they are looked at from afar: the share of a quarter-size
// picture's blocks whose mean colour differs by more than `tolerance` (of 255). 1 for other sizes.
export async function difference(blank, one, other, tolerance) {
  return blank.evaluate(
    async ({ one, other, tolerance }) => {
      const SCALE = 4;
      const decode = async (url) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob());
        const [width, height] = [Math.floor(bitmap.width / SCALE), Math.floor(bitmap.height / SCALE)];
        const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        // Letters of another rendering keep their greyness, so they differ little once they are blurred.
        pen.filter = `blur(${SCALE}px)`;
        pen.drawImage(bitmap, 0, 0);
        const whole = pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
        const means = new Float64Array(width * height * 3);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            for (let part = 0; part < 3; part++) {
              let sum = 0;
              for (let dy = 0; dy < SCALE; dy++) for (let dx = 0; dx < SCALE; dx++) sum += whole[((y * SCALE + dy) * bitmap.width + x * SCALE + dx) * 4 + part];
              means[(y * width + x) * 3 + part] = sum / SCALE ** 2;
            }
          }
        }
        return { size: `${bitmap.width} x ${bitmap.height}`, means };
      };
      const [before, after] = await Promise.all([one, other].map(decode));
      if (before.size !== after.size) return 1;
      let changed = 0;
      for (let at = 0; at < before.means.length; at += 3) {
        if ([0, 1, 2].some((part) => Math.abs(before.means[at + part] - after.means[at + part]) > tolerance)) changed += 1;
      }
      return changed / (before.means.length / 3);
    },
    { one: dataUrl(one.ending, one.bytes), other: dataUrl(other.ending, other.bytes), tolerance },
  );
}

// A PNG as WebP.
export async function webp(blank, png, quality) {
  const base64 = await blank.evaluate(
    async ({ url, quality }) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality })).arrayBuffer());
      return bytes.toBase64?.() ?? btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
    },
    { url: dataUrl("png", png), quality },
  );
  return Buffer.from(base64, "base64");
}

function dataUrl(ending, bytes) {
  return `data:${MEDIA[ending]};base64,${bytes.toString("base64")}`;
}
