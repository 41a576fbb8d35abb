// Pages work without this file. With it, they update themselves and forms do
// not load the whole page again.
'use strict';

// Morphing: make what is shown equal to what came, touching only what differs,
// so that focus, scroll position, open popovers and transitions stay.

function morph(shown, wanted) {
  if (shown.nodeName !== wanted.nodeName || (shown.id || '') !== (wanted.id || '')) {
    shown.replaceWith(wanted);
    return;
  }
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.data !== wanted.data) shown.data = wanted.data;
    return;
  }
  morphAttributes(shown, wanted);
  morphChildren(shown, wanted);
}

function morphAttributes(shown, wanted) {
  for (const a of [...shown.attributes]) {
    // What a person has opened stays open.
    if (a.name !== 'open' && !wanted.hasAttribute(a.name)) shown.removeAttribute(a.name);
  }
  for (const a of wanted.attributes) {
    if (shown.getAttribute(a.name) !== a.value) shown.setAttribute(a.name, a.value);
  }
}

function morphChildren(shown, wanted) {
  const byID = new Map();
  for (const child of shown.children) if (child.id) byID.set(child.id, child);
  let here = shown.firstChild;
  for (const next of [...wanted.childNodes]) {
    let same = next.id ? byID.get(next.id) : here;
    if (!next.id) {
      // Something with a name of its own is met by name only.
      while (same && same.id) same = same.nextSibling;
      if (same && same.nodeName !== next.nodeName) same = null;
    }
    if (!same) {
      shown.insertBefore(next, here);
      continue;
    }
    if (same === here) here = here.nextSibling;
    else shown.insertBefore(same, here);
    morph(same, next);
  }
  while (here) {
    const rest = here.nextSibling;
    here.remove();
    here = rest;
  }
}

// Updates: the server sends the moving part of the page whenever it changes.

let source = null;

function connect() {
  disconnect();
  const url = document.getElementById('main')?.dataset.stream;
  if (!url || document.hidden) return;
  source = new EventSource(url);
  source.addEventListener('show', (e) => {
    lost(false);
    show(e.data);
  });
  source.addEventListener('end', () => {
    disconnect();
    delete document.getElementById('main').dataset.stream;
  });
  source.addEventListener('error', () => {
    lost(true);
    // Refused rather than interrupted: the browser has given up, so come back later.
    if (source && source.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
  });
}

function disconnect() {
  source?.close();
  source = null;
}

function lost(is) {
  document.body.classList.toggle('is-lost', is);
}

function show(html) {
  const box = document.createElement('template');
  box.innerHTML = html;
  for (const wanted of [...box.content.children]) {
    const shown = document.getElementById(wanted.id);
    if (!shown) continue;
    if (wanted.dataset.title) document.title = wanted.dataset.title;
    morph(shown, wanted);
  }
}

// A page that nobody sees needs no updates.
document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
window.addEventListener('pagehide', disconnect);
window.addEventListener('pageshow', (e) => e.persisted && connect());

// Forms: send them from here and take over the page they lead to.

document.addEventListener('submit', async (e) => {
  const form = e.target;
  if (form.method !== 'post' || e.defaultPrevented || 'reload' in form.dataset) return;
  e.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  try {
    const data = new FormData(form, e.submitter);
    const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
    await arrive(await fetch(e.submitter?.getAttribute('formaction') || form.action, { method: 'POST', body }), form);
  } catch {
    lost(true);
  } finally {
    delete form.dataset.busy;
  }
});

async function arrive(answer, form) {
  const dialog = form.closest('dialog');
  if (answer.ok && (dialog || new URL(answer.url).pathname !== location.pathname) && !answer.url.includes(sheetOf(dialog))) {
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!answer.ok && answer.status !== 422) {
    complain(page.querySelector('[data-problem]')?.textContent || answer.statusText);
    return;
  }
  if (dialog) {
    fillDialog(dialog, page);
    return;
  }
  form.closest('[popover]')?.hidePopover();
  document.documentElement.dataset.theme = page.documentElement.dataset.theme;
  for (const id of answer.ok ? ['top', 'live'] : ['main']) {
    const [shown, wanted] = [document.getElementById(id), page.getElementById(id)];
    if (shown && wanted) morph(shown, wanted);
  }
  morphAttributes(document.getElementById('main'), page.getElementById('main'));
  document.querySelector('[aria-invalid]')?.focus();
  connect();
}

// Dialogs: a link may open a page's inside over the page it stands on.

document.addEventListener('click', async (e) => {
  const link = e.target.closest('a');
  if (!link || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  const dialog = link.closest('dialog');
  if (dialog && 'close' in link.dataset) {
    e.preventDefault();
    dialog.close();
  } else if ('dialog' in link.dataset) {
    e.preventDefault();
    await openDialog(link.href, dialog);
  }
});

// sheetOf is where the page in a dialog came from: a form that leads back to it stays in it.
function sheetOf(dialog) {
  return dialog?.dataset.url || '\n';
}

async function openDialog(url, dialog) {
  try {
    const answer = await fetch(url);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!answer.ok || !page.querySelector('[data-sheet]')) {
      location.assign(url);
      return;
    }
    dialog ??= newDialog();
    dialog.dataset.url = new URL(answer.url).pathname;
    fillDialog(dialog, page);
    if (!dialog.open) dialog.showModal();
  } catch {
    lost(true);
  }
}

function newDialog() {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  return dialog;
}

function fillDialog(dialog, page) {
  dialog.replaceChildren(...page.querySelector('[data-sheet]').childNodes);
  const heading = dialog.querySelector('h1');
  keepSecrets(dialog);
  if (heading) dialog.setAttribute('aria-labelledby', (heading.id ||= 'sheet-title'));
  (dialog.querySelector('[aria-invalid], [autofocus]') || dialog.querySelector('input:not([type="hidden"]), select, textarea, button, a'))?.focus();
}

// complain shows what went wrong beside what the person was doing.
function complain(text) {
  let box = document.getElementById('complaint');
  if (!box) {
    box = document.createElement('div');
    box.id = 'complaint';
    box.setAttribute('role', 'alert');
    box.popover = 'manual';
    document.body.append(box);
  }
  box.textContent = text;
  box.showPopover();
  clearTimeout(complain.timer);
  complain.timer = setTimeout(() => box.hidePopover(), 8000);
}

connect();
