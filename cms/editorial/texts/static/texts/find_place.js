/* Leads from a finding to its place in the page's editor: opens the tab and the blocks around it. */
(() => {
  const find = (path) => {
    let place = document.querySelector('[data-edit-form]') || document;
    for (const name of path.split('.')) {
      const inner = name && place.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
      if (inner) place = inner;
    }
    return place === document || place.matches('form') ? null : place;
  };

  const open = (place) => {
    const tab = place.closest('[role="tabpanel"]');
    if (tab && tab.hidden) document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
    for (let panel = place; panel; panel = panel.parentElement?.closest('[data-panel]')) {
      const toggle = panel.querySelector(':scope > .w-panel__header [data-panel-toggle]');
      if (toggle?.getAttribute('aria-expanded') === 'false') toggle.click();
    }
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-text-path]');
    const place = button && find(button.dataset.textPath);
    if (!place) return;
    open(place);
    // The tab shows its fields a moment later.
    requestAnimationFrame(() => {
      place.scrollIntoView({ block: 'center' });
      place.querySelector('[contenteditable="true"], input:not([type="hidden"]), textarea')?.focus({ preventScroll: true });
    });
  });
})();
