// One requestAnimationFrame loop for everything that moves: paints what is visible and dirty, sleeps otherwise.

const REDUCED_MS = 100;
const reduced = matchMedia('(prefers-reduced-motion: reduce)');
const painters = new Map();
let request = 0;
let lastAt = 0;

/** Time spent painting, for the frame-rate test: frames, milliseconds, longest. */
export const cost = { frames: 0, totalMs: 0, maxMs: 0 };

const sight = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    const painter = painters.get(target);
    if (painter) {
      painter.visible = isIntersecting;
      wake();
    }
  }
});

/**
 * Lets an element be painted.
 * @param {Element} element paints only while it can be seen
 * @param {(now: number) => boolean} paint returns whether it still moves, so that it is called again
 */
export function addPainter(element, paint) {
  painters.set(element, { paint, visible: false, dirty: true });
  sight.observe(element);
}

export function removePainter(element) {
  sight.unobserve(element);
  painters.delete(element);
}

/** Something about it has changed. */
export function markDirty(element) {
  const painter = painters.get(element);
  if (painter) {
    painter.dirty = true;
    wake();
  }
}

export function markAllDirty() {
  for (const painter of painters.values()) {
    painter.dirty = true;
  }
  wake();
}

function wake() {
  if (!request) {
    request = requestAnimationFrame(tick);
  }
}

function tick(now) {
  request = 0;
  if (reduced.matches && now - lastAt < REDUCED_MS) {
    wake();
    return;
  }
  lastAt = now;
  const started = performance.now();
  let again = false;
  for (const painter of painters.values()) {
    if (painter.dirty && painter.visible) {
      painter.dirty = painter.paint(now);
      again ||= painter.dirty;
    }
  }
  const spent = performance.now() - started;
  cost.frames++;
  cost.totalMs += spent;
  cost.maxMs = Math.max(cost.maxMs, spent);
  if (again) {
    wake();
  }
}
