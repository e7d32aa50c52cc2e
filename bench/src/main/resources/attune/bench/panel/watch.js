// Runs before anything of the page: notes when Live is whole, when each frame is on the screen, and what held the page up.
(() => {
  const noted = (window.bench = { liveMs: null, frames: [], ticks: [], tasks: [] });

  new PerformanceObserver(list => list.getEntries().forEach(({ startTime, duration }) => noted.tasks.push({ startTime, duration })))
    .observe({ type: 'longtask', buffered: true });

  const drawn = new MessageChannel();
  let waiting = [];
  drawn.port1.onmessage = () => {
    const now = performance.timeOrigin + performance.now();
    waiting.forEach(sentMs => noted.frames.push(now - sentMs));
    waiting = [];
  };

  /** The frame's own time (attune.api.LiveFrame, f64 at 8) is when the server made it, by the same clock. */
  const Original = window.WebSocket;
  window.WebSocket = class extends Original {
    constructor(...names) {
      super(...names);
      this.addEventListener('message', ({ data }) => {
        if (data instanceof ArrayBuffer) {
          const sentMs = new DataView(data).getFloat64(8, true);
          requestAnimationFrame(() => {
            waiting.push(sentMs);
            drawn.port2.postMessage(0);
          });
        }
      });
    }
  };

  const isWhole = () => {
    const live = document.querySelector('attune-app')?.shadowRoot?.querySelector('attune-live')?.shadowRoot;
    const parts = ['attune-level.before', 'attune-level.after', 'attune-spectrum', 'attune-gain-strips', 'attune-amount-dial', 'attune-heard', 'attune-latest'];
    const made = live && parts.map(name => live.querySelector(name)?.shadowRoot);
    return made?.every(Boolean) && made.slice(0, 2).every(level => /\d/.test(level.querySelector('[data-figure=shortTerm]')?.textContent));
  };

  const tick = () => {
    const now = performance.now();
    noted.ticks.push(now);
    if (noted.liveMs === null && isWhole()) {
      noted.liveMs = now;
    }
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})();
