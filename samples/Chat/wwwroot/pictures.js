// A picture goes over the wire as a binary message: a line of text, then the JPEG. The server takes at most 40 kB of it.

const maxSize = 40_000;
const maxSide = 1280;

/** Draws a picture again, smaller until it is small enough. What a camera wrote beside it, such as the place, stays behind. */
export async function shrink(file) {
  const picture = await createImageBitmap(file).catch(() => { throw new Error('This browser cannot read that as a picture.'); });
  for (let side = maxSide; ; side *= 0.75) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.max(1, picture.width * scale), Math.max(1, picture.height * scale));
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';         // a JPEG has no transparency
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of [0.8, 0.6]) {
      const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (jpeg.size <= maxSize) return jpeg;
    }
  }
}

export const pack = (line, jpeg) => new Blob([`${line}\n`, jpeg]);

export function unpack(buffer) {
  const bytes = new Uint8Array(buffer), end = bytes.indexOf(10);
  return { line: new TextDecoder().decode(bytes.subarray(0, end)), jpeg: new Blob([bytes.subarray(end + 1)], { type: 'image/jpeg' }) };
}
