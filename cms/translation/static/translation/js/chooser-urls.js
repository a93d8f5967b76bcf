/* Where the choosers of the translation editor are. */
window.chooserUrls ??= { ...document.currentScript.dataset };
