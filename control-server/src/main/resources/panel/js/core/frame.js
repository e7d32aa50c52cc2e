// The binary live frame. Layout: attune.api.LiveFrame; LiveFrameParityTest proves that both sides read the same.

export const FRAME_BYTES = 568;
export const BANDS = 120;
export const STAGES = 8;
const MAGIC = 0x314c5441;
const NONE = -32768;

const FLAGS = { bypass: 1, delta: 2, frozen: 4, learning: 8, rangeStable: 16, onAir: 32, economy: 64 };

/** Centre of a spectrum band in Hz: 20 Hz to 20 kHz in equal ratios. */
export const bandHz = band => 20 * 1000 ** (band / (BANDS - 1));

/** Hundredths of a dB as dB; NaN where there is no value. */
export const decibels = hundredths => (hundredths === NONE ? NaN : hundredths / 100);

/**
 * Reads a frame.
 * @param {ArrayBuffer} buffer exactly one frame
 * @throws RangeError when it has another length or mark
 */
export function decodeFrame(buffer) {
  const view = new DataView(buffer);
  if (view.byteLength !== FRAME_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError(`frame of ${view.byteLength} bytes, allowed are ${FRAME_BYTES} that begin with "ATL1"`);
  }
  const level = offset => decibels(view.getInt16(offset, true));
  const levels = (offset, count) => Float64Array.from({ length: count }, (_, i) => level(offset + 2 * i));
  const flags = view.getUint8(33);
  const frame = {
    sequence: view.getUint32(4, true),
    timeMs: view.getFloat64(8, true),
    audibleFrame: Number(view.getBigInt64(16, true)),
    generation: Number(view.getBigInt64(24, true)),
    slot: view.getInt8(32),
    amountPercent: view.getInt16(34, true) / 10,
    matchGainDb: level(36),
    lateBlocks: view.getUint16(38, true),
    roundTripP99Us: view.getUint32(40, true),
    in: side(levels(48, 6)),
    out: side(levels(60, 6)),
    stageGainsDb: levels(72, STAGES),
    spectrumInDb: levels(88, BANDS),
    spectrumOutDb: levels(88 + 2 * BANDS, BANDS),
  };
  for (const [name, bit] of Object.entries(FLAGS)) {
    frame[name] = (flags & bit) !== 0;
  }
  return frame;
}

/** LUFS, LU and dBTP; NaN where there is no value. */
function side([momentary, shortTerm, integrated, range, peakLeft, peakRight]) {
  return { momentary, shortTerm, integrated, range, peaks: [peakLeft, peakRight] };
}
