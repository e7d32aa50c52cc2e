// Finds what sticks out, is cut, overlaps or is too small to hit; through all shadow roots.
() => {
  const found = new Set();
  const elements = [];
  const collect = root => {
    for (const element of root.querySelectorAll('*')) {
      elements.push(element);
      if (element.shadowRoot) {
        collect(element.shadowRoot);
      }
    }
  };
  collect(document);
  const parentOf = element => element.parentElement ?? element.getRootNode().host;
  const within = (element, test) => {
    for (let at = element; at; at = parentOf(at)) {
      if (test(at)) {
        return at;
      }
    }
    return null;
  };
  const visible = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const offStage = element => within(element, at => at.matches('.gone, .skip, dialog:not([open]), [popover]:not(:popover-open)'));
  const name = element => `${element.localName}.${element.getAttribute('class') ?? ''} "${element.textContent.trim().slice(0, 24)}"`;
  const own = element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  const shown = elements.filter(element => visible(element) && !offStage(element) && element.getBoundingClientRect().width > 1);
  for (const element of shown) {
    const box = element.getBoundingClientRect();
    // What lies in a row that is meant to be scrolled may lie beyond the edge.
    if (!within(element, at => at.localName === 'svg') && !within(parentOf(element), at => at.matches('.scrolls')) && (box.right > innerWidth + 1 || box.left < -1)) {
      found.add(`sticks out: ${name(element)} ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    const ellipsis = getComputedStyle(element).textOverflow === 'ellipsis';
    const inline = getComputedStyle(element).display === 'inline';
    if (own(element) && !ellipsis && !inline && element.clientWidth && element.scrollWidth > element.clientWidth + 1) {
      found.add(`cut: ${name(element)}`);
    }
    if (element.matches('button, a[href], input, [role="slider"], [role="option"]') && (box.width < 24 || box.height < 24)) {
      found.add(`small target: ${name(element)} ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }
  }
  const panes = shown.filter(element => element.matches('main, attune-top-bar, nav, attune-compare-bar, attune-banner'));
  for (const pane of panes) {
    if (!pane.matches('main') && pane.scrollHeight > pane.clientHeight + 2 && pane.clientHeight) {
      found.add(`too low for its parts: ${name(pane)}`);
    }
  }
  const covers = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const texts = shown.filter(own).map(element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const clip = getComputedStyle(element).overflow === 'hidden' ? element.getBoundingClientRect() : { right: Infinity, bottom: Infinity };
    // Line by line: a sentence's second line does not cover what stands before its first.
    const lines = [...range.getClientRects()].map(({ left, top, right, bottom }) => ({
      left, top, right: Math.min(right, clip.right), bottom: Math.min(bottom, clip.bottom),
    }));
    return { element, lines, pane: within(element, at => panes.includes(at)) };
  });
  for (let i = 0; i < texts.length; i++) {
    for (let j = i + 1; j < texts.length; j++) {
      const [a, b] = [texts[i], texts[j]];
      if (a.pane !== b.pane || within(a.element, at => at === b.element) || within(b.element, at => at === a.element)) {
        continue;
      }
      if (a.lines.some(one => b.lines.some(other => covers(one, other)))) {
        found.add(`overlap: ${name(a.element)} and ${name(b.element)}`);
      }
    }
  }
  const unnamed = shown.filter(
    element =>
      element.matches('button, input, [role="img"], [role="slider"], [role="option"]') &&
      !(element.getAttribute('aria-label') || element.textContent.trim() || element.labels?.length),
  );
  unnamed.forEach(element => found.add(`without a name: ${name(element)}`));
  return [...found];
}
