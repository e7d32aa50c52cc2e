// Runs before the first paint: a chosen theme must not flash in the other one.
(() => {
  const chosen = localStorage.getItem('attune.theme');
  if (chosen === 'dark' || chosen === 'light') {
    document.documentElement.dataset.theme = chosen;
  }
})();
