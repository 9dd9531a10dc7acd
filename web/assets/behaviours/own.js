// What this browser keeps is kept per person: at a counter several people use one computer after another.

/** The name under which something of the signed-in person is kept; nobody who signs in here later comes upon it. */
export function ownName(name) {
  return `${person()}:${name}`;
}

/**
 * `<form data-signs-out>` ends the sign-in once what waits to be saved has been saved, and what this browser kept for the
 * person goes with it. Text that the server cannot be given stays for its person.
 */
export function leaveNothingBehind(root, drafts) {
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-signs-out]") || event.defaultPrevented) return;
    event.preventDefault();
    await Promise.all(drafts.map((draft) => draft.save()));
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(ownName(""))) sessionStorage.removeItem(key);
    form.submit();
  });
}

function person() {
  return document.querySelector('meta[name="person"]')?.content ?? "";
}
