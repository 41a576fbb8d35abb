
// The review queue by keyboard: j and k move, x ticks, Enter opens; in a
// conflict j and k go from field to field, o and t take a side, e types a value.

{
  const typing = (e) => e.target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select') || e.ctrlKey || e.metaKey || e.altKey;
  const rows = (box) => [...box.querySelectorAll('tbody tr')];
  const current = (list) => list.findIndex((row) => row.contains(document.activeElement));

  document.addEventListener('keydown', (e) => {
    const box = document.querySelector('[data-queue], [data-decide]');
    if (!box || typing(e) || document.querySelector('dialog[open]')) return;
    const list = rows(box);
    const at = current(list);
    const row = list[at];
    if (e.key === 'j' || e.key === 'k') {
      const next = list[Math.min(Math.max(at + (e.key === 'j' ? 1 : -1), 0), list.length - 1)];
      next?.querySelector('a, input')?.focus();
    } else if (e.key === 'x' && 'queue' in box.dataset) {
      row?.querySelector('[type="checkbox"]')?.click();
    } else if ((e.key === 'o' || e.key === 't') && 'decide' in box.dataset) {
      const side = e.key === 'o' ? 'ours' : 'theirs';
      for (const line of row ? [row] : list) line.querySelector(`[value="${side}"]`)?.click();
    } else if (e.key === 'e' && row && 'decide' in box.dataset) {
      row.querySelector('[value="value"]').click();
      row.querySelector('.typed input:not([type])').focus();
      e.preventDefault();
    } else {
      return;
    }
  });

  document.addEventListener('change', (e) => {
    if (!('all' in e.target.dataset)) return;
    for (const box of e.target.form.querySelectorAll('[name="row"]')) box.checked = e.target.checked;
  });

  // Whoever types a value means it.
  document.addEventListener('input', (e) => {
    if (e.target.name?.startsWith('value.')) e.target.closest('.typed').querySelector('[type="radio"]').checked = true;
  });
}
