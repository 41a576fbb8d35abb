// Secrets are not sent back by the server: what was typed stays in the dialog
// while a test of the connection is answered.

const typedSecrets = new WeakMap();

document.addEventListener('submit', (e) => {
  const dialog = e.target.closest('dialog');
  if (!dialog || !('secrets' in e.target.dataset)) return;
  const typed = new Map();
  for (const input of e.target.querySelectorAll('input[type="password"], textarea')) typed.set(input.name, input.value);
  typedSecrets.set(dialog, typed);
}, true);

// keepSecrets puts them back into a dialog that is shown again.
function keepSecrets(dialog) {
  const typed = typedSecrets.get(dialog);
  if (!typed || !dialog.querySelector('[data-secrets]')) return;
  for (const input of dialog.querySelectorAll('input[type="password"], textarea')) {
    if (!input.value && typed.has(input.name)) input.value = typed.get(input.name);
  }
}

// A search in a dialog stays in it.
document.addEventListener('submit', (e) => {
  const form = e.target;
  if (form.method !== 'get' || !('dialog' in form.dataset) || !form.closest('dialog')) return;
  e.preventDefault();
  openDialog(form.action + '?' + new URLSearchParams(new FormData(form)), form.closest('dialog'));
});
