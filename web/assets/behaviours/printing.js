// A counted print: the server has noted it and sent the page back; now the printer's dialog opens, once.

/** `<body data-prints-now="/address">`; the address without the request to print replaces the present one. */
export function printOnRequest(root) {
  const address = root.body?.dataset.printsNow;
  if (!address) return;
  history.replaceState(null, "", address);
  // After fonts and styles: the paper must not be printed half drawn.
  document.fonts.ready.then(() => setTimeout(() => window.print(), 100));
}
